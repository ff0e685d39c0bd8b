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
import io.tallybook.domain.entitlement.Renewal;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowanceReadingTest {
    private static final Instant START = Instant.parse("2026-01-01T05:00:00Z");

    @Test
    void daysOfALimitAreTheCustomersOwn() {
        SubscriptionTerms terms = terms();
        BillingPeriod window =
                AllowanceWindows.at(terms, Renewal.each(Reset.BILLING_PERIOD), START);

        assertThat(AllowanceWindows.reading(terms, meter(WindowSize.DAY), "acme", window).basis())
                .isEqualTo(new ReadingBasis(window, "America/New_York", START));
        assertThat(AllowanceWindows.reading(terms, meter(null), "acme", window).basis()).isNull();
    }

    @ParameterizedTest(name = "{1} {0} at {2}: [{3}, {4})")
    @CsvSource({
        "HOUR, 5, 2026-01-01T09:59:59Z, 2026-01-01T05:00:00Z, 2026-01-01T10:00:00Z",
        "DAY, 10, 2026-01-12T05:00:00Z, 2026-01-11T05:00:00Z, 2026-01-21T05:00:00Z",
        // Begun on a Thursday: the first fortnight is cut to the subscription.
        "WEEK, 2, 2026-01-02T00:00:00Z, 2026-01-01T05:00:00Z, 2026-01-12T05:00:00Z",
        "BILLING_PERIOD, 3, 2026-02-14T00:00:00Z, 2026-01-01T05:00:00Z, 2026-04-01T04:00:00Z",
        "BILLING_PERIOD, 3, 2026-04-01T04:00:00Z, 2026-04-01T04:00:00Z, 2026-07-01T04:00:00Z",
    })
    void windowsOfSeveralUnitsAreCountedFromTheFirst(
            Reset unit, int count, Instant moment, Instant start, Instant end) {
        assertThat(AllowanceWindows.at(terms(), new Renewal(unit, count), moment))
                .isEqualTo(new BillingPeriod(start, end));
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
