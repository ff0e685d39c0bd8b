/** The log that usage goes through: how one event is written on it. */
@NullMarked
package io.tallybook.ingestion.usagelog;

import org.jspecify.annotations.NullMarked;
