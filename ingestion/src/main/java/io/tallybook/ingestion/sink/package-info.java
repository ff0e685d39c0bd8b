/** From the log into the store, each event once, for ever. */
@NullMarked
package io.tallybook.ingestion.sink;

import org.jspecify.annotations.NullMarked;
