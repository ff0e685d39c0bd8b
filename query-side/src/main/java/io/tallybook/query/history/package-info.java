/** The past of an entity, from the event store. */
@NullMarked
package io.tallybook.query.history;

import org.jspecify.annotations.NullMarked;
