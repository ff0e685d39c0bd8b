/** Payments as the Flexprice contract shows them. */
@NullMarked
package io.tallybook.api.flexprice.payment;

import org.jspecify.annotations.NullMarked;
