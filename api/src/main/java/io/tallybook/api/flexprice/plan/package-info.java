/** Plans as the Flexprice contract shows them. */
@NullMarked
package io.tallybook.api.flexprice.plan;

import org.jspecify.annotations.NullMarked;
