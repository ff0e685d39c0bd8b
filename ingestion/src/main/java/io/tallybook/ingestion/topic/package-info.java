/** Usage straight from topics that users own. */
@NullMarked
package io.tallybook.ingestion.topic;

import org.jspecify.annotations.NullMarked;
