/** Usage added up by hour and day, step by step along the log. */
@NullMarked
package io.tallybook.ingestion.rollup;

import org.jspecify.annotations.NullMarked;
