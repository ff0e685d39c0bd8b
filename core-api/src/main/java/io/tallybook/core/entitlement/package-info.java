/** What a plan, an addon or a subscription gives of a feature. */
@NullMarked
package io.tallybook.core.entitlement;

import org.jspecify.annotations.NullMarked;
