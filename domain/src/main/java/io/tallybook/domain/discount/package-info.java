/**
 * What is taken off before tax: coupons on lines and on whole invoices, how often and in which
 * order.
 */
@NullMarked
package io.tallybook.domain.discount;

import org.jspecify.annotations.NullMarked;
