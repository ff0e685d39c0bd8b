/** Groups as the Flexprice contract shows them. */
@NullMarked
package io.tallybook.api.flexprice.group;

import org.jspecify.annotations.NullMarked;
