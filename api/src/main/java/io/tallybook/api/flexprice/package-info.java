/** The Flexprice contract under /v1: what its resources have in common. */
@NullMarked
package io.tallybook.api.flexprice;

import org.jspecify.annotations.NullMarked;
