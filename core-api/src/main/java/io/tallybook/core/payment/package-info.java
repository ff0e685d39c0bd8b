/** Payments: money that a customer pays, or is asked to pay, for an invoice. */
@NullMarked
package io.tallybook.core.payment;

import org.jspecify.annotations.NullMarked;
