/** Entitlements as the Flexprice contract shows them. */
@NullMarked
package io.tallybook.api.flexprice.entitlement;

import org.jspecify.annotations.NullMarked;
