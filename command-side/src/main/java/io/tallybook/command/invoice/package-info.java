/** From a draft to a numbered invoice that never changes. */
@NullMarked
package io.tallybook.command.invoice;

import org.jspecify.annotations.NullMarked;
