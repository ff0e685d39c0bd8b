/** Usage that leaves: as a file for its owner, or, when it is old, into the archive. */
@NullMarked
package io.tallybook.ingestion.archive;

import org.jspecify.annotations.NullMarked;
