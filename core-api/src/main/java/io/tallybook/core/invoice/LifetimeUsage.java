package io.tallybook.core.invoice;

import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the usage of a subscription has come to since it began: what was billed, as it was billed,
 * and what is not billed yet, as its invoices would be now.
 *
 * @param since when its service began
 * @param charges in the order of their first use
 */
public record LifetimeUsage(CurrencyCode currency, Instant since, List<Charge> charges) {
    public LifetimeUsage {
        charges = List.copyOf(charges);
    }

    /**
     * All usage of one line item by one price.
     *
     * @param lineItem absent of what was invoiced by hand
     * @param price as it was charged last
     * @param quantity what was used; what the invoices of one stretch of service share, once
     * @param amount before discounts and taxes
     * @param overage whether any of it went beyond what was promised
     */
    public record Charge(
            @Nullable LineItemId lineItem,
            PriceId priceId,
            PriceDocument price,
            String displayName,
            BigDecimal quantity,
            Money amount,
            boolean overage) {}

    /** What all of it comes to. */
    public Money amount() {
        return charges.stream().map(Charge::amount).reduce(Money.zero(currency), Money::plus);
    }
}
