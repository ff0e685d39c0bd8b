/** Prepaid credits, granted, burnt and given back. */
@NullMarked
package io.tallybook.command.wallet;

import org.jspecify.annotations.NullMarked;
