/** Usage facts, which never enter the event store, and the readings taken of them. */
@NullMarked
package io.tallybook.core.usage;

import org.jspecify.annotations.NullMarked;
