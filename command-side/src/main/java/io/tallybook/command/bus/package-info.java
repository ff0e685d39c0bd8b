/**
 * What stands around the command bus: the cache, and what every command and refusal has in common.
 */
@NullMarked
package io.tallybook.command.bus;

import org.jspecify.annotations.NullMarked;
