package io.tallybook.domain.wallet;

import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.ProrationRule;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;

/** What of a periodic credit grant is due when the subscription begins within the period. */
public final class GrantShare {
    private static final int CREDIT_PLACES = 8;

    private GrantShare() {}

    /**
     * Credits for a share of a period.
     *
     * <p>Rounding: half away from zero at the eighth decimal, once. Source:
     * docs/conventions.md#grants.
     */
    public static BigDecimal of(BigDecimal credits, Ratio share) {
        return share.times(credits).toDecimal(CREDIT_PLACES, Rounding.HALF_UP);
    }

    /**
     * Credits for the part of [start, end) that remains from {@code from} on, by elapsed time: all
     * of them up to the start, none from the end on.
     */
    public static BigDecimal of(BigDecimal credits, Instant start, Instant end, Instant from) {
        BillingPeriod period = new BillingPeriod(start, end);
        return of(credits, ProrationRule.SECONDS.remaining(period, from, ZoneOffset.UTC));
    }
}
