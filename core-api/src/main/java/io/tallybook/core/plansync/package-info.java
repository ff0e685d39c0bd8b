/** Bringing the prices of a plan to the subscriptions that run on it. */
@NullMarked
package io.tallybook.core.plansync;

import org.jspecify.annotations.NullMarked;
