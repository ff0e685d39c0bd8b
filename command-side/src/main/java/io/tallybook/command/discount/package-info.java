/** Coupons and who holds them. */
@NullMarked
package io.tallybook.command.discount;

import org.jspecify.annotations.NullMarked;
