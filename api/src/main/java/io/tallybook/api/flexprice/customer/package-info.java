/** Customers as the Flexprice contract shows them. */
@NullMarked
package io.tallybook.api.flexprice.customer;

import org.jspecify.annotations.NullMarked;
