/** Answers what is asked about usage. */
@NullMarked
package io.tallybook.ingestion.reading;

import org.jspecify.annotations.NullMarked;
