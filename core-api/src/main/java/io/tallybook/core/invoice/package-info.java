/** What is owed for a period, from draft to finalized. */
@NullMarked
package io.tallybook.core.invoice;

import org.jspecify.annotations.NullMarked;
