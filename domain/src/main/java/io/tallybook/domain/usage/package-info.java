/**
 * What is measured: events, filters, expressions, windows and the exact meaning of each
 * aggregation.
 */
@NullMarked
package io.tallybook.domain.usage;

import org.jspecify.annotations.NullMarked;
