@NullMarked
package io.tallybook.command.payment;

import org.jspecify.annotations.NullMarked;
