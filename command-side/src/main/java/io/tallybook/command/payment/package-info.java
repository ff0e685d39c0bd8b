/** Payments: attempts to be paid, and what came of them. */
@NullMarked
package io.tallybook.command.payment;

import org.jspecify.annotations.NullMarked;
