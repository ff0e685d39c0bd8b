/** ClickHouse: its tables, how they come about, how rows are written and read. */
@NullMarked
package io.tallybook.ingestion.store;

import org.jspecify.annotations.NullMarked;
