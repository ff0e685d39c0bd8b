/** From a quantity and a price to an amount, with the steps that lead to it. */
@NullMarked
package io.tallybook.domain.rating;

import org.jspecify.annotations.NullMarked;
