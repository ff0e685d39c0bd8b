package io.tallybook.command.subscription;

import static io.tallybook.command.Some.METER;
import static io.tallybook.command.Some.PRICE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.decimal;
import static io.tallybook.command.Some.lineItem;
import static io.tallybook.command.Some.ulid;

import io.tallybook.command.Prices;
import io.tallybook.command.Spec;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.subscription.CommitmentBucket;
import io.tallybook.core.subscription.CommitmentBucketId;
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
import io.tallybook.domain.time.TimeOfDay;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What hours of the day may be charged by, and promise, of their own. */
class CommitmentBucketRulesTest {
    private static final Instant NOV = at("2023-11-01T00:00:00Z");
    private static final Instant DEC = at("2023-12-01T00:00:00Z");
    private static final String FIRST = "line_items[0].commitment_time_buckets[0]";
    private static final String SECOND = "line_items[0].commitment_time_buckets[1]";

    private static LineItem usage(WindowSize window) {
        return new LineItem(
                lineItem("calls"),
                PRICE,
                Prices.flat(METER, "1").build(),
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

    private static CommitmentBucket bucket(
            String from,
            String until,
            @Nullable PriceDocument price,
            Measure measure,
            String value,
            String factor,
            Shortfall shortfall) {
        return new CommitmentBucket(
                CommitmentBucketId.of(ulid(from + until)),
                new TimeOfDay(LocalTime.parse(from), LocalTime.parse(until)),
                price == null ? null : new CommitmentBucket.Own(PRICE, price),
                measure,
                decimal(value),
                decimal(factor),
                shortfall);
    }

    private static CommitmentBucket hours(String from, String until) {
        return bucket(from, until, null, Measure.AMOUNT, "5", "2", Shortfall.CHARGED);
    }

    private static LineItem hourly(CommitmentBucket... buckets) {
        return usage(WindowSize.HOUR).promising(LineCommitment.ofHours(List.of(buckets)));
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
    void hoursOfTheDayAreKeptWithTheLine() {
        LineItem line = hourly(hours("09:00", "12:00"), hours("22:00", "06:00"));
        Spec.of(Subscription.class)
                .when(create(line))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.Activated(
                                SUBSCRIPTION, SCOPE, with(line), new BillingPeriod(NOV, DEC)));
    }

    @Test
    void theyArePromisedOfWindowsOnly() {
        LineCommitment all =
                new LineCommitment(
                        Measure.AMOUNT,
                        decimal("10"),
                        decimal("2"),
                        null,
                        Shortfall.CHARGED,
                        Span.TERM,
                        null,
                        List.of(hours("09:00", "12:00")));
        refused(usage(WindowSize.HOUR).promising(all), "line_items[0].commitment_time_buckets");
        refused(
                usage(WindowSize.HOUR).counting(null).promising(all),
                "line_items[0].commitment_time_buckets");
    }

    @Test
    void noHourIsOfTwo() {
        refused(hourly(hours("09:00", "12:00"), hours("11:00", "13:00")), SECOND + ".start");
        refused(hourly(hours("22:00", "06:00"), hours("05:00", "07:00")), SECOND + ".start");
    }

    @Test
    void theyBeginAndEndWithAWindow() {
        refused(hourly(hours("09:00", "09:00")), FIRST + ".end");
        refused(hourly(hours("09:30", "12:00")), FIRST + ".start");
        refused(
                usage(WindowSize.DAY)
                        .promising(LineCommitment.ofHours(List.of(hours("00:00", "12:00")))),
                FIRST + ".start");
    }

    @Test
    void whatTheyPromiseIsWorthSomethingAndBeyondItNothingIsCheaper() {
        refused(
                hourly(
                        bucket(
                                "09:00",
                                "12:00",
                                null,
                                Measure.AMOUNT,
                                "5",
                                "0.5",
                                Shortfall.FORGIVEN)),
                FIRST + ".overage_factor");
        refused(
                hourly(
                        bucket(
                                "09:00",
                                "12:00",
                                null,
                                Measure.AMOUNT,
                                "-5",
                                "1",
                                Shortfall.FORGIVEN)),
                FIRST + ".commitment_value");
        refused(
                hourly(
                        bucket(
                                "09:00",
                                "12:00",
                                null,
                                Measure.AMOUNT,
                                "0",
                                "1",
                                Shortfall.FORGIVEN)),
                FIRST + ".commitment_value");
        refused(
                hourly(
                        bucket(
                                "09:00",
                                "12:00",
                                Prices.flat(METER, "0").build(),
                                Measure.QUANTITY,
                                "5",
                                "1",
                                Shortfall.FORGIVEN)),
                FIRST + ".commitment_value");
    }

    @Test
    void theirPriceIsOfTheSameUsage() {
        MeterId other = MeterId.of(ulid("other"));
        refused(
                hourly(
                        bucket(
                                "09:00",
                                "12:00",
                                Prices.flat(other, "2").build(),
                                Measure.AMOUNT,
                                "5",
                                "1",
                                Shortfall.FORGIVEN)),
                FIRST + ".price.meter_id");
    }
}
