/** The page docs/events.md, written from the code. */
@NullMarked
package io.tallybook.core.events;

import org.jspecify.annotations.NullMarked;
