/**
 * From frozen inputs to an invoice, and what corrects it afterwards. Read InvoiceComputation first.
 */
@NullMarked
package io.tallybook.domain.invoice;

import org.jspecify.annotations.NullMarked;
