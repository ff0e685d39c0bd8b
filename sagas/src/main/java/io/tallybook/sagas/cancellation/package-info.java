/** What follows when a subscription ends. */
@NullMarked
package io.tallybook.sagas.cancellation;

import org.jspecify.annotations.NullMarked;
