/** Synchronisations of plans, and what became of the subscriptions. */
@NullMarked
package io.tallybook.query.plansync;

import org.jspecify.annotations.NullMarked;
