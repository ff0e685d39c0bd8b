/** What is seen of coupons and of who holds them. */
@NullMarked
package io.tallybook.query.discount;

import org.jspecify.annotations.NullMarked;
