/** What is held back until its first invoice is paid, and what becomes of the invoice if not. */
@NullMarked
package io.tallybook.sagas.firstpayment;

import org.jspecify.annotations.NullMarked;
