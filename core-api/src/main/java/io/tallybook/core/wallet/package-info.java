/** Prepaid credits, granted, burnt and given back. */
@NullMarked
package io.tallybook.core.wallet;

import org.jspecify.annotations.NullMarked;
