/** Identifiers: a prefix and a ULID, ordered by time. */
@NullMarked
package io.tallybook.api.ids;

import org.jspecify.annotations.NullMarked;
