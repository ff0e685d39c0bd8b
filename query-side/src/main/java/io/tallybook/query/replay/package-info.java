/** Building a view anew from the event store. */
@NullMarked
package io.tallybook.query.replay;

import org.jspecify.annotations.NullMarked;
