/**
 * What must be unique or gapless over all aggregates, in tables that belong to the command side.
 */
@NullMarked
package io.tallybook.command.uniqueness;

import org.jspecify.annotations.NullMarked;
