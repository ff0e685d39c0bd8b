package io.tallybook.core.entitlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.ReadingBasis;
import io.tallybook.core.usage.UsageQuery.WindowSize;
import io.tallybook.domain.entitlement.Reset;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AllowanceReadingTest {
    private static final Instant START = Instant.parse("2026-01-01T05:00:00Z");

    @Test
    void daysOfALimitAreTheCustomersOwn() {
        SubscriptionTerms terms = terms();
        BillingPeriod window = AllowanceWindows.at(terms, Reset.BILLING_PERIOD, START);

        assertThat(AllowanceWindows.reading(terms, meter(WindowSize.DAY), "acme", window).basis())
                .isEqualTo(new ReadingBasis(window, "America/New_York", START));
        assertThat(AllowanceWindows.reading(terms, meter(null), "acme", window).basis()).isNull();
    }

    private static MeterDefinition meter(@Nullable WindowSize bucket) {
        return new MeterDefinition(
                MeterId.of(ulid("meter")),
                "call",
                List.of(),
                AggregationType.MAX,
                "cpus",
                null,
                bucket,
                null,
                null);
    }

    private static SubscriptionTerms terms() {
        return new SubscriptionTerms(
                CustomerId.of(ulid("customer")),
                "acme",
                PlanId.of(ulid("plan")),
                CurrencyCode.of("USD"),
                START,
                null,
                START,
                BillingCycle.ANNIVERSARY,
                PeriodUnit.MONTHLY,
                1,
                "America/New_York",
                Conventions.FLEXPRICE,
                List.of(),
                null,
                Map.of());
    }

    private static Ulid ulid(String name) {
        return Ulid.derived(START, name);
    }
}
