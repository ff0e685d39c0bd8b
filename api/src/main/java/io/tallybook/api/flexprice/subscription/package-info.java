/** Subscriptions as the Flexprice contract shows them. */
@NullMarked
package io.tallybook.api.flexprice.subscription;

import org.jspecify.annotations.NullMarked;
