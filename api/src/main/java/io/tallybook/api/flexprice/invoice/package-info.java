/** Invoices as the Flexprice contract shows them. */
@NullMarked
package io.tallybook.api.flexprice.invoice;

import org.jspecify.annotations.NullMarked;
