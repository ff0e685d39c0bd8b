/** Credit notes as the Flexprice contract shows them. */
@NullMarked
package io.tallybook.api.flexprice.creditnote;

import org.jspecify.annotations.NullMarked;
