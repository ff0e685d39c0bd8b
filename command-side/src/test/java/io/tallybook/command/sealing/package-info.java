/** The keys that seal personal data, on a real Postgres. */
@NullMarked
package io.tallybook.command.sealing;

import org.jspecify.annotations.NullMarked;
