/** Coupons and who holds them, over HTTP. */
@NullMarked
package io.tallybook.api.flexprice.coupon;

import org.jspecify.annotations.NullMarked;
