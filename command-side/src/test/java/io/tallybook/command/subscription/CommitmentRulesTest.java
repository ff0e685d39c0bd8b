package io.tallybook.command.subscription;

import static io.tallybook.command.Some.METER;
import static io.tallybook.command.Some.PRICE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.decimal;
import static io.tallybook.command.Some.lineItem;

import io.tallybook.command.Prices;
import io.tallybook.command.Spec;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.subscription.LineCommitment.Measure;
import io.tallybook.core.subscription.LineCommitment.Span;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SpendCommitment.Shortfall;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.UsageQuery.WindowSize;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What may be promised of a single line. */
class CommitmentRulesTest {
    private static final Instant NOV = at("2023-11-01T00:00:00Z");
    private static final Instant DEC = at("2023-12-01T00:00:00Z");

    private final Spec<Subscription> subscription = Spec.of(Subscription.class);

    private static LineItem usage(String amount, @Nullable WindowSize window) {
        PriceDocument price = Prices.flat(METER, amount).build();
        return new LineItem(
                lineItem("calls"),
                PRICE,
                price,
                new MeterDefinition(
                        METER,
                        "request",
                        List.of(),
                        AggregationType.SUM,
                        "units",
                        null,
                        window,
                        null,
                        null),
                "Calls",
                "Pro",
                decimal("0"));
    }

    private static LineCommitment promise(
            Measure measure,
            String value,
            String factor,
            @Nullable PeriodUnit duration,
            Span span) {
        return new LineCommitment(
                measure, decimal(value), decimal(factor), duration, Shortfall.CHARGED, span, null);
    }

    private static LineCommitment ofUnits(String units) {
        return promise(Measure.QUANTITY, units, "2", null, Span.TERM);
    }

    private static SubscriptionTerms with(LineItem line) {
        return BeginningTest.terms(BillingCycle.ANNIVERSARY, NOV, null).with(List.of(line));
    }

    private static SubscriptionCommand.Create create(LineItem line) {
        return new SubscriptionCommand.Create(SUBSCRIPTION, SCOPE, NOV, with(line));
    }

    private static void refused(LineItem line, String field) {
        Spec.of(Subscription.class).when(create(line)).isRefusedFor(field);
    }

    @Test
    void aPromiseOfUnitsIsKeptWithTheLine() {
        LineItem line = usage("0.01", null).promising(ofUnits("1000"));
        subscription
                .when(create(line))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.Activated(
                                SUBSCRIPTION, SCOPE, with(line), new BillingPeriod(NOV, DEC)));
    }

    @Test
    void whatCostsNothingCannotBePromised() {
        refused(usage("0", null).promising(ofUnits("1000")), "line_items[0].commitment_quantity");
        refused(usage("0.01", null).promising(ofUnits("0")), "line_items[0].commitment_quantity");
        refused(
                usage("0.01", null).promising(promise(Measure.AMOUNT, "0", "2", null, Span.TERM)),
                "line_items[0].commitment_amount");
    }

    @Test
    void beyondAPromiseNothingIsCheaper() {
        refused(
                usage("0.01", null)
                        .promising(promise(Measure.AMOUNT, "10", "0.9", null, Span.TERM)),
                "line_items[0].commitment_overage_factor");
    }

    @Test
    void aPromiseIsForNoLessThanThePeriodOfItsLine() {
        refused(
                usage("0.01", null)
                        .promising(promise(Measure.AMOUNT, "10", "2", PeriodUnit.DAILY, Span.TERM)),
                "line_items[0].commitment_duration");
    }

    @Test
    void windowsArePromisedOnlyOfAMeterThatCountsInWindows() {
        refused(
                usage("0.01", null)
                        .promising(promise(Measure.AMOUNT, "10", "2", null, Span.WINDOW)),
                "line_items[0].commitment_windowed");
        refused(
                usage("0.01", WindowSize.HOUR)
                        .promising(
                                promise(Measure.AMOUNT, "10", "2", PeriodUnit.ANNUAL, Span.WINDOW)),
                "line_items[0].commitment_duration");
    }

    @Test
    void aFixedFeeIsAgreedAndNeedsNoPromise() {
        LineItem fee =
                BeginningTest.terms(BillingCycle.ANNIVERSARY, NOV, null).lineItems().getFirst();
        refused(fee.promising(ofUnits("10")), "line_items[0].commitment_quantity");
    }
}
