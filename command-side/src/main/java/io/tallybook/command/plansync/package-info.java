/** Synchronisations of plans: one at a time for a plan, step by step. */
@NullMarked
package io.tallybook.command.plansync;

import org.jspecify.annotations.NullMarked;
