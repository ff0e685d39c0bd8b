/** What came in and was no usage event: kept with its reason, and replayed once repaired. */
@NullMarked
package io.tallybook.ingestion.rejected;

import org.jspecify.annotations.NullMarked;
