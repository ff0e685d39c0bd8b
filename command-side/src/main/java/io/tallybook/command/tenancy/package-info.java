/** Environments with their clocks, and the keys that open them. */
@NullMarked
package io.tallybook.command.tenancy;

import org.jspecify.annotations.NullMarked;
