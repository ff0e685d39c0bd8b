/** Copies of plans, features and whole catalogues, with everything that belongs to them. */
@NullMarked
package io.tallybook.api.flexprice.copy;

import org.jspecify.annotations.NullMarked;
