/** The view of invoices, and what an open one would be now. */
@NullMarked
package io.tallybook.query.invoice;

import org.jspecify.annotations.NullMarked;
