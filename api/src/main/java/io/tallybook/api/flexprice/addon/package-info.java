/** Addons as the Flexprice contract shows them. */
@NullMarked
package io.tallybook.api.flexprice.addon;

import org.jspecify.annotations.NullMarked;
