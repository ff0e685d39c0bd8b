/** What is taken off invoices: coupons, and who holds them. */
@NullMarked
package io.tallybook.core.discount;

import org.jspecify.annotations.NullMarked;
