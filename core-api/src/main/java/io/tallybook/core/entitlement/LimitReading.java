package io.tallybook.core.entitlement;

import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.OpeningRequest;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.domain.entitlement.Renewal;
import io.tallybook.domain.entitlement.Reset;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What has to be read from memory to hold the usage of a moment against a limit. */
public sealed interface LimitReading {
    /** Of a window that follows time: the usage of it. */
    record InWindow(ReadingRequest request) implements LimitReading {}

    /** Of a window that begins with a use: which is open, and the usage of it. */
    record FromUse(OpeningRequest request) implements LimitReading {}

    /**
     * What is counted against a limit.
     *
     * @param window absent while none is open
     */
    record Counted(@Nullable BillingPeriod window, BigDecimal used) {}

    /** Of a limit that renews so, at a moment. */
    static LimitReading of(
            SubscriptionTerms terms,
            Renewal renewal,
            MeterDefinition meter,
            String externalCustomerId,
            Instant at) {
        if (AllowanceWindows.opensWithUse(renewal)) {
            BillingPeriod period =
                    AllowanceWindows.at(terms, Renewal.each(Reset.BILLING_PERIOD), at);
            return new FromUse(
                    AllowanceWindows.opening(
                            terms,
                            renewal,
                            AllowanceWindows.reading(terms, meter, externalCustomerId, period),
                            at));
        }
        return new InWindow(
                AllowanceWindows.reading(
                        terms, meter, externalCustomerId, AllowanceWindows.at(terms, renewal, at)));
    }
}
