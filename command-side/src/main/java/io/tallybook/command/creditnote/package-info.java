/** Credit notes: drafts, numbers and their voiding; what they take off is kept by the invoice. */
@NullMarked
package io.tallybook.command.creditnote;

import org.jspecify.annotations.NullMarked;
