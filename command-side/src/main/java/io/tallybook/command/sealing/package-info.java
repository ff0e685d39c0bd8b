/** The keys by which customers' personal data is sealed, and their destruction. */
@NullMarked
package io.tallybook.command.sealing;

import org.jspecify.annotations.NullMarked;
