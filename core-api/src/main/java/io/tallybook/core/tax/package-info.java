/** What is added to invoices: tax rates, and who bears them. */
@NullMarked
package io.tallybook.core.tax;

import org.jspecify.annotations.NullMarked;
