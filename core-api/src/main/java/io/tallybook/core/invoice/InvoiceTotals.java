package io.tallybook.core.invoice;

import io.tallybook.domain.money.Money;

/**
 * The sums of an invoice: {@code total = subtotal - discount - credits + tax}, never below zero.
 *
 * @param subtotal the sum of the lines
 * @param discount what coupons took off
 * @param credits what prepaid credits paid
 * @param tax what taxes added
 */
public record InvoiceTotals(
        Money subtotal, Money discount, Money credits, Money tax, Money total) {}
