/** The credit notes' view. */
@NullMarked
package io.tallybook.query.creditnote;

import org.jspecify.annotations.NullMarked;
