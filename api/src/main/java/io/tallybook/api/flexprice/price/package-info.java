/** Prices as the Flexprice contract shows them. */
@NullMarked
package io.tallybook.api.flexprice.price;

import org.jspecify.annotations.NullMarked;
