package io.tallybook.core.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PricedUsageTest {
    private static final Instant JAN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant JAN_10 = Instant.parse("2026-01-10T00:00:00Z");
    private static final Instant JAN_20 = Instant.parse("2026-01-20T00:00:00Z");
    private static final Instant FEB = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant MAR = Instant.parse("2026-03-01T00:00:00Z");
    private static final CurrencyCode USD = CurrencyCode.of("USD");
    private static final PlanId PLAN = PlanId.of(ulid("plan"));

    @Test
    void usageIsCutWhereBillingPeriodsMeet() {
        assertThat(charged(terms(Course.STRAIGHT), JAN_10, MAR))
                .containsExactly(new BillingPeriod(JAN_10, FEB), new BillingPeriod(FEB, MAR));
    }

    @Test
    void usageOfAPauseIsNotCharged() {
        var pause = new Course.Pause(JAN_10, JAN_20, 0, Course.Rest.KEPT);
        SubscriptionTerms terms = terms(new Course(null, List.of(pause)));

        assertThat(charged(terms, JAN, FEB))
                .containsExactly(new BillingPeriod(JAN, JAN_10), new BillingPeriod(JAN_20, FEB));
        assertThat(charged(terms, JAN_10, JAN_20)).isEmpty();
    }

    @Test
    void aPauseThatMovesThePeriodsMovesTheCut() {
        var pause = new Course.Pause(JAN_10, JAN_20, 0, Course.Rest.LATER);
        Instant feb11 = Instant.parse("2026-02-11T00:00:00Z");

        assertThat(charged(terms(new Course(null, List.of(pause))), JAN, MAR))
                .containsExactly(
                        new BillingPeriod(JAN, JAN_10),
                        new BillingPeriod(JAN_20, feb11),
                        new BillingPeriod(feb11, MAR));
    }

    @Test
    void usageOfATrialIsNotCharged() {
        SubscriptionTerms terms = terms(new Course(JAN_10, List.of()));

        assertThat(charged(terms, JAN, FEB)).containsExactly(new BillingPeriod(JAN_10, FEB));
        assertThat(charged(terms, JAN, JAN_10)).isEmpty();
    }

    @Test
    void theCostIsThatOfALineOfAnInvoice() {
        PricedUsage usage = usage(terms(Course.STRAIGHT), JAN, FEB, null);

        assertThat(usage.cost(new BigDecimal("250"), List.of()))
                .isEqualTo(Money.of(new BigDecimal("2.50"), USD));
    }

    @Test
    void nothingIsUsedAfterACancellation() {
        SubscriptionTerms terms = terms(Course.STRAIGHT);

        assertThat(usage(terms, JAN, FEB, JAN_20).period())
                .isEqualTo(new BillingPeriod(JAN, JAN_20));
        assertThat(
                        PricedUsage.of(
                                terms,
                                terms.lineItems().getFirst(),
                                new BillingPeriod(JAN_20, FEB),
                                JAN_20))
                .isEmpty();
    }

    private static List<BillingPeriod> charged(SubscriptionTerms terms, Instant from, Instant to) {
        return usage(terms, from, to, null).charged().stream().map(PricedUsage::period).toList();
    }

    private static PricedUsage usage(
            SubscriptionTerms terms, Instant from, Instant to, @Nullable Instant cancelAt) {
        return PricedUsage.of(
                        terms, terms.lineItems().getFirst(), new BillingPeriod(from, to), cancelAt)
                .orElseThrow();
    }

    private static SubscriptionTerms terms(Course course) {
        return new SubscriptionTerms(
                        CustomerId.of(ulid("customer")),
                        "acme",
                        PLAN,
                        USD,
                        JAN,
                        null,
                        JAN,
                        BillingCycle.ANNIVERSARY,
                        PeriodUnit.MONTHLY,
                        1,
                        "UTC",
                        Conventions.FLEXPRICE,
                        List.of(item()),
                        null,
                        Map.of())
                .with(course);
    }

    private static LineItem item() {
        var meter =
                new MeterDefinition(
                        MeterId.of(ulid("meter")),
                        "request",
                        List.of(),
                        AggregationType.COUNT,
                        null,
                        null);
        var price =
                new PriceDocument(
                        PLAN,
                        PriceDocument.Type.USAGE,
                        PriceDocument.BillingModel.FLAT_FEE,
                        USD,
                        new BigDecimal("0.01"),
                        null,
                        List.of(),
                        null,
                        PeriodUnit.MONTHLY,
                        1,
                        InvoiceCadence.ARREAR,
                        meter.meterId(),
                        null,
                        null,
                        null,
                        Map.of());
        return new LineItem(
                LineItemId.of(ulid("item")),
                PriceId.of(ulid("price")),
                price,
                meter,
                "Requests",
                "Plan",
                BigDecimal.ZERO);
    }

    private static Ulid ulid(String name) {
        return Ulid.derived(JAN, name);
    }
}
