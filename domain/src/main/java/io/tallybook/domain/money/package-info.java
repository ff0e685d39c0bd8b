/** Exact money: currencies, named rounding, splitting without losing a cent, decimals as text. */
@NullMarked
package io.tallybook.domain.money;

import org.jspecify.annotations.NullMarked;
