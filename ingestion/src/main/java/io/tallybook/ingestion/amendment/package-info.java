/** Amending usage: drafts, and what is in force, kept on the log of usage. */
@NullMarked
package io.tallybook.ingestion.amendment;

import org.jspecify.annotations.NullMarked;
