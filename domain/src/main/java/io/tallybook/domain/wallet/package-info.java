/** Prepaid credits: what was granted, in which order it is used up, and what it is worth. */
@NullMarked
package io.tallybook.domain.wallet;

import org.jspecify.annotations.NullMarked;
