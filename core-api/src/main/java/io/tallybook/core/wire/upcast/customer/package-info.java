/** Old versions of customers' events. */
@NullMarked
package io.tallybook.core.wire.upcast.customer;

import org.jspecify.annotations.NullMarked;
