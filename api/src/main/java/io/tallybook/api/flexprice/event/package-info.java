/** Usage events and what they add up to, as the Flexprice contract shows them. */
@NullMarked
package io.tallybook.api.flexprice.event;

import org.jspecify.annotations.NullMarked;
