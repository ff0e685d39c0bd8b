package io.tallybook.core.invoice;

import io.tallybook.domain.money.Money;

/** What of a line was taken off by discounts, paid by credits and added by taxes. */
public record LineSettlement(InvoiceLineId lineId, Money discount, Money credits, Money tax) {}
