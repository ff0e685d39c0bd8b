/** Old versions of users' events. */
@NullMarked
package io.tallybook.core.wire.upcast.access;

import org.jspecify.annotations.NullMarked;
