package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.time.PaidDays;
import java.math.BigDecimal;

/** What a plan itself costs, beside its charges. */
public final class SubscriptionFee {
    private SubscriptionFee() {}

    /** The plan's amount for the days that are paid. Rounding: once, half away from zero. */
    public static Money of(Money plan, PaidDays days) {
        return of(plan, BigDecimal.ONE, days.share());
    }

    /** So many units of the plan's amount, for a share of the period. Rounding: as above. */
    public static Money of(Money plan, BigDecimal units, Ratio share) {
        LineTerms terms =
                LineTerms.of(
                        new PricingModel.FlatFee(plan.toDecimal()),
                        plan.currency(),
                        Conventions.LAGO);
        return LineRating.fixed(terms, units, share).amount();
    }
}
