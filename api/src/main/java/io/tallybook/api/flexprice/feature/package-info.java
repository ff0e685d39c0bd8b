/** Features and their meters as the Flexprice contract shows them. */
@NullMarked
package io.tallybook.api.flexprice.feature;

import org.jspecify.annotations.NullMarked;
