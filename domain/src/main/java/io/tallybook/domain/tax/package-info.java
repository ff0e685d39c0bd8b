/** Taxes: rates, which of them a line bears, and what they come to. */
@NullMarked
package io.tallybook.domain.tax;

import org.jspecify.annotations.NullMarked;
