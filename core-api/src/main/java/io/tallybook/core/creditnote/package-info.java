/** Credit notes: what is taken off an invoice that is final. */
@NullMarked
package io.tallybook.core.creditnote;

import org.jspecify.annotations.NullMarked;
