package io.tallybook.command.subscription;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.INVOICE;
import static io.tallybook.command.Some.METER;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.PLAN;
import static io.tallybook.command.Some.PRICE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.decimal;
import static io.tallybook.command.Some.lineItem;
import static io.tallybook.command.Some.meter;

import io.tallybook.command.Prices;
import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private static final Instant NOV = at("2023-11-01T00:00:00Z");
    private static final Instant DEC = at("2023-12-01T00:00:00Z");
    private static final Instant JAN = at("2024-01-01T00:00:00Z");
    private static final Instant FEB = at("2024-02-01T00:00:00Z");
    private static final Instant MID_NOV = at("2023-11-15T12:00:00Z");
    private static final Instant MID_DEC = at("2023-12-15T12:00:00Z");

    private final Spec<Subscription> subscription = Spec.of(Subscription.class);

    private static Spec<Subscription> another() {
        return Spec.of(Subscription.class);
    }

    private static LineItem line(
            String name, PriceDocument price, @Nullable MeterId meter, String quantity) {
        MeterDefinition definition =
                meter == null
                        ? null
                        : new MeterDefinition(
                                meter, "request", List.of(), AggregationType.COUNT, null, null);
        return new LineItem(
                lineItem(name), PRICE, price, definition, name, "Pro", decimal(quantity));
    }

    private static final LineItem BASE = line("base", Prices.fixed("20").build(), null, "1");
    private static final LineItem CALLS =
            line("calls", Prices.flat(METER, "0.01").build(), METER, "0");

    private record Terms(
            Instant start,
            @Nullable Instant end,
            Instant anchor,
            BillingCycle cycle,
            PeriodUnit unit,
            int count,
            String zone,
            List<LineItem> lines) {
        static Terms monthly() {
            return from(NOV);
        }

        static Terms from(Instant start) {
            return new Terms(
                    start,
                    null,
                    start,
                    BillingCycle.ANNIVERSARY,
                    PeriodUnit.MONTHLY,
                    1,
                    "UTC",
                    List.of(BASE, CALLS));
        }

        Terms until(Instant value) {
            return new Terms(start, value, anchor, cycle, unit, count, zone, lines);
        }

        Terms anchor(Instant value) {
            return new Terms(start, end, value, cycle, unit, count, zone, lines);
        }

        Terms calendar() {
            return new Terms(start, end, anchor, BillingCycle.CALENDAR, unit, count, zone, lines);
        }

        Terms every(int n, PeriodUnit value) {
            return new Terms(start, end, anchor, cycle, value, n, zone, lines);
        }

        Terms zone(String value) {
            return new Terms(start, end, anchor, cycle, unit, count, value, lines);
        }

        Terms charging(LineItem... value) {
            return new Terms(start, end, anchor, cycle, unit, count, zone, List.of(value));
        }

        SubscriptionTerms build() {
            return new SubscriptionTerms(
                    CUSTOMER,
                    "acme",
                    PLAN,
                    USD,
                    start,
                    end,
                    anchor,
                    cycle,
                    unit,
                    count,
                    zone,
                    Conventions.FLEXPRICE,
                    lines,
                    null,
                    Map.of());
        }
    }

    private static SubscriptionCommand.Create create(Terms terms) {
        return new SubscriptionCommand.Create(SUBSCRIPTION, SCOPE, terms.start(), terms.build());
    }

    private static SubscriptionCommand.Renew renew(int index, Instant at) {
        return new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, at, index);
    }

    private static SubscriptionCommand.End end(Instant at) {
        return new SubscriptionCommand.End(SUBSCRIPTION, SCOPE, at);
    }

    private static SubscriptionCommand.Cancel cancel(CancellationType type, Instant at) {
        return cancel(type, at, null);
    }

    private static SubscriptionCommand.Cancel cancel(
            CancellationType type, Instant at, @Nullable Instant cancelAt) {
        return cancel(SCOPE, type, at, cancelAt, OpenUsage.INVOICED);
    }

    private static SubscriptionCommand.Cancel cancel(
            Scope scope,
            CancellationType type,
            Instant at,
            @Nullable Instant cancelAt,
            OpenUsage openUsage) {
        return new SubscriptionCommand.Cancel(
                SUBSCRIPTION, scope, at, type, cancelAt, openUsage, "moved away");
    }

    private static SubscriptionEvent.Activated activated(Terms terms, Instant from, Instant to) {
        return new SubscriptionEvent.Activated(
                SUBSCRIPTION, SCOPE, terms.build(), new BillingPeriod(from, to));
    }

    private static SubscriptionEvent.Activated activated() {
        return activated(Terms.monthly(), NOV, DEC);
    }

    private static SubscriptionEvent.Renewed renewed(
            int closed, Instant from, Instant between, Instant to) {
        return new SubscriptionEvent.Renewed(
                SUBSCRIPTION,
                closed,
                new BillingPeriod(from, between),
                new BillingPeriod(between, to));
    }

    private static SubscriptionEvent.CancellationScheduled scheduled(
            CancellationType type, Instant requestedAt, Instant cancelAt) {
        return new SubscriptionEvent.CancellationScheduled(
                SUBSCRIPTION, type, requestedAt, cancelAt, "moved away");
    }

    private static SubscriptionEvent.Cancelled cancelled(
            CancellationType type,
            Instant requestedAt,
            Instant cancelledAt,
            int index,
            @Nullable BillingPeriod served) {
        return new SubscriptionEvent.Cancelled(
                SUBSCRIPTION,
                type,
                requestedAt,
                cancelledAt,
                index,
                served,
                OpenUsage.INVOICED,
                "moved away");
    }

    private static SubscriptionEvent.Cancelled ended(Instant at, int index, BillingPeriod served) {
        return new SubscriptionEvent.Cancelled(
                SUBSCRIPTION,
                CancellationType.SCHEDULED_DATE,
                at,
                at,
                index,
                served,
                OpenUsage.INVOICED,
                null);
    }

    // ---- beginning

    @Test
    void aSubscriptionBeginsWithItsFirstPeriod() {
        subscription.when(create(Terms.monthly())).happens(SUBSCRIPTION, activated());
    }

    @Test
    void theFirstPeriodIsCountedInTheCustomersZone() {
        Instant start = at("2024-01-31T18:30:00Z"); // midnight of February in India
        Terms terms = Terms.from(start).zone("Asia/Kolkata");
        subscription
                .when(create(terms))
                .happens(SUBSCRIPTION, activated(terms, start, at("2024-02-29T18:30:00Z")));
    }

    @Test
    void anAbbreviatedZoneIsKeptByItsFullName() {
        Instant start = at("2024-01-31T18:30:00Z");
        subscription
                .when(create(Terms.from(start).zone("IST")))
                .happens(
                        SUBSCRIPTION,
                        activated(
                                Terms.from(start).zone("Asia/Kolkata"),
                                start,
                                at("2024-02-29T18:30:00Z")));
    }

    @Test
    void aCalendarCycleIsAnchoredToTheCalendarAndBeginsWithAStub() {
        Terms terms = Terms.from(MID_NOV).calendar();
        subscription
                .when(create(terms))
                .happens(SUBSCRIPTION, activated(terms.anchor(DEC), MID_NOV, DEC));
        another()
                .given(activated(terms.anchor(DEC), MID_NOV, DEC))
                .when(create(terms))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void anAnchorOfItsOwnCutsTheFirstPeriod() {
        Terms terms = Terms.from(MID_NOV).anchor(DEC);
        subscription.when(create(terms)).happens(SUBSCRIPTION, activated(terms, MID_NOV, DEC));
    }

    @Test
    void theFirstPeriodEndsAtTheEndDateAtTheLatest() {
        Terms terms = Terms.monthly().until(MID_NOV);
        subscription.when(create(terms)).happens(SUBSCRIPTION, activated(terms, NOV, MID_NOV));
    }

    @Test
    void theSameCreationAgainIsDoneAlreadyAndAnotherAConflict() {
        subscription.given(activated()).when(create(Terms.monthly())).nothingHappens(SUBSCRIPTION);
        another()
                .given(activated())
                .when(create(Terms.monthly().charging(BASE)))
                .isRefused(Reason.CONFLICT);
        another()
                .given(activated())
                .when(create(Terms.monthly().charging()))
                .isRefused(Reason.CONFLICT);
        another()
                .given(activated(), cancelled(CancellationType.IMMEDIATE, NOV, NOV, 0, null))
                .when(create(Terms.monthly()))
                .nothingHappens(SUBSCRIPTION);
        another()
                .given(activated(), scheduled(CancellationType.END_OF_PERIOD, NOV, DEC))
                .when(create(Terms.monthly()))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void badTermsAreRefusedByTheirField() {
        subscription.when(create(Terms.monthly().until(NOV))).isRefusedFor("end_date");
        another().when(create(Terms.monthly().zone("Mars"))).isRefusedFor("timezone");
        another()
                .when(create(Terms.monthly().every(0, PeriodUnit.MONTHLY)))
                .isRefusedFor("billing_period_count");
        another()
                .when(create(Terms.monthly().every(367, PeriodUnit.DAILY)))
                .isRefusedFor("billing_period_count");
        another().when(create(Terms.from(at("1969-01-01T00:00:00Z")))).isRefusedFor("start_date");
        another().when(create(Terms.monthly().anchor(JAN))).isRefusedFor("billing_anchor");
    }

    @Test
    void linesAreThirtyThousandAtMost() {
        LineItem[] lines =
                IntStream.rangeClosed(0, 30_000)
                        .mapToObj(i -> line("line " + i, Prices.fixed("1").build(), null, "1"))
                        .toArray(LineItem[]::new);

        subscription
                .when(create(Terms.monthly().charging(lines)))
                .isRefusedFor("line_items", "30001 line items", "1 to 30000");
        Terms most = Terms.monthly().charging(Arrays.copyOf(lines, 30_000));
        another().when(create(most)).happens(SUBSCRIPTION, activated(most, NOV, DEC));
    }

    @Test
    void linesMustFitTheTerms() {
        subscription.when(create(Terms.monthly().charging())).isRefusedFor("line_items");
        another()
                .when(create(Terms.monthly().charging(BASE, BASE)))
                .isRefusedFor("line_items[1].id");
        another()
                .when(create(withLine(Prices.fixed("20").currency("EUR"), null, "1")))
                .isRefusedFor("line_items[0].currency", "EUR", "USD");
        another()
                .when(create(withLine(Prices.fixed("20").period(PeriodUnit.WEEKLY), null, "1")))
                .isRefusedFor("line_items[0].billing_period", "1 WEEKLY", "no shorter");
        another()
                .when(create(withLine(Prices.fixed("20"), METER, "1")))
                .isRefusedFor("line_items[0].meter");
        another()
                .when(create(withLine(Prices.fixed("20"), null, "-1")))
                .isRefusedFor("line_items[0].quantity");
        another()
                .when(create(withLine(Prices.flat(METER, "1"), null, "0")))
                .isRefusedFor("line_items[0].meter");
        another()
                .when(create(withLine(Prices.flat(METER, "1"), meter("other"), "0")))
                .isRefusedFor("line_items[0].meter");
        another()
                .when(create(withLine(Prices.flat(METER, "1"), METER, "1e999999999")))
                .isRefusedFor("line_items[0].quantity");
        another()
                .when(create(withLine(Prices.flat(METER, "1"), METER, "1")))
                .isRefusedFor("line_items[0].quantity");
    }

    private static Terms withLine(Prices price, @Nullable MeterId meter, String quantity) {
        return Terms.monthly().charging(line("x", price.build(), meter, quantity));
    }

    @Test
    void aLongerCadenceOfALineIsItsOwnBusiness() {
        Terms terms =
                Terms.monthly()
                        .charging(
                                line(
                                        "yearly",
                                        Prices.fixed("120").period(PeriodUnit.ANNUAL).build(),
                                        null,
                                        "1"));
        subscription.when(create(terms)).happens(SUBSCRIPTION, activated(terms, NOV, DEC));
    }

    // ---- renewing

    @Test
    void aPeriodThatHasEndedIsClosedAndTheNextOpens() {
        subscription
                .given(activated())
                .when(renew(0, DEC))
                .happens(SUBSCRIPTION, renewed(0, NOV, DEC, JAN));
        another()
                .given(activated(), renewed(0, NOV, DEC, JAN))
                .when(renew(1, FEB))
                .happens(SUBSCRIPTION, renewed(1, DEC, JAN, FEB));
    }

    @Test
    void everyPeriodIsCountedFromTheAnchorSoThatThe31stReturns() {
        Instant jan31 = at("2023-01-31T00:00:00Z");
        Instant feb28 = at("2023-02-28T00:00:00Z");
        Instant mar31 = at("2023-03-31T00:00:00Z");
        subscription
                .given(activated(Terms.from(jan31), jan31, feb28))
                .when(renew(0, feb28))
                .happens(SUBSCRIPTION, renewed(0, jan31, feb28, mar31));
    }

    @Test
    void aRenewalOfAClosedPeriodIsDoneAlready() {
        subscription
                .given(activated(), renewed(0, NOV, DEC, JAN))
                .when(renew(0, JAN))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void aRenewalOfAPeriodToComeIsRefused() {
        subscription.given(activated()).when(renew(1, JAN)).isRefusedFor("period_index", "1", "0");
    }

    @Test
    void aPeriodIsNotClosedBeforeItEnds() {
        subscription
                .given(activated())
                .when(renew(0, DEC.minusNanos(1)))
                .isRefused(Reason.INVALID_OPERATION, "ends at " + DEC);
    }

    @Test
    void atThePeriodsEndADueCancellationEndsIt() {
        subscription
                .given(activated(), scheduled(CancellationType.END_OF_PERIOD, MID_NOV, DEC))
                .when(renew(0, DEC))
                .happens(
                        SUBSCRIPTION,
                        cancelled(
                                CancellationType.END_OF_PERIOD,
                                MID_NOV,
                                DEC,
                                0,
                                new BillingPeriod(NOV, DEC)));
    }

    @Test
    void atThePeriodsEndAnEarlierScheduledDateEndsItThen() {
        subscription
                .given(activated(), scheduled(CancellationType.SCHEDULED_DATE, NOV, MID_NOV))
                .when(renew(0, DEC))
                .happens(
                        SUBSCRIPTION,
                        cancelled(
                                CancellationType.SCHEDULED_DATE,
                                NOV,
                                MID_NOV,
                                0,
                                new BillingPeriod(NOV, MID_NOV)));
    }

    @Test
    void atThePeriodsEndALaterScheduleDoesNotHinderTheRenewal() {
        subscription
                .given(activated(), scheduled(CancellationType.SCHEDULED_DATE, NOV, MID_DEC))
                .when(renew(0, DEC))
                .happens(SUBSCRIPTION, renewed(0, NOV, DEC, JAN));
    }

    @Test
    void atTheEndDateItEnds() {
        Terms terms = Terms.monthly().until(DEC);
        subscription
                .given(activated(terms, NOV, DEC))
                .when(renew(0, DEC))
                .happens(SUBSCRIPTION, ended(DEC, 0, new BillingPeriod(NOV, DEC)));
    }

    @Test
    void aRenewalOfWhatHasEndedIsDoneAlready() {
        SubscriptionEvent.Cancelled cancelled =
                cancelled(CancellationType.IMMEDIATE, NOV, NOV, 0, null);
        subscription.given(activated(), cancelled).when(renew(0, DEC)).nothingHappens(SUBSCRIPTION);
        another()
                .given(activated(), cancelled)
                .when(renew(1, DEC))
                .isRefused(Reason.INVALID_OPERATION, "cancelled at " + NOV);
    }

    // ---- cancelling

    @Test
    void anImmediateCancellationCutsThePeriod() {
        subscription
                .given(activated())
                .when(cancel(CancellationType.IMMEDIATE, MID_NOV))
                .happens(
                        SUBSCRIPTION,
                        cancelled(
                                CancellationType.IMMEDIATE,
                                MID_NOV,
                                MID_NOV,
                                0,
                                new BillingPeriod(NOV, MID_NOV)));
    }

    @Test
    void anEndForAnInvoiceThatWasNotPaidNamesIt() {
        subscription
                .given(activated())
                .when(
                        new SubscriptionCommand.Cancel(
                                SUBSCRIPTION,
                                SCOPE,
                                MID_NOV,
                                CancellationType.IMMEDIATE,
                                null,
                                OpenUsage.INVOICED,
                                "moved away",
                                ProrationBehavior.NONE,
                                INVOICE))
                .happens(
                        SUBSCRIPTION,
                        cancelled(
                                        CancellationType.IMMEDIATE,
                                        MID_NOV,
                                        MID_NOV,
                                        0,
                                        new BillingPeriod(NOV, MID_NOV))
                                .unpaid(INVOICE));
    }

    @Test
    void anImmediateCancellationMayForgiveTheOpenPeriod() {
        subscription
                .given(activated())
                .when(cancel(SCOPE, CancellationType.IMMEDIATE, MID_NOV, null, OpenUsage.FORGIVEN))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.Cancelled(
                                SUBSCRIPTION,
                                CancellationType.IMMEDIATE,
                                MID_NOV,
                                MID_NOV,
                                0,
                                new BillingPeriod(NOV, MID_NOV),
                                OpenUsage.FORGIVEN,
                                "moved away"));
    }

    @Test
    void aCancellationAtTheVeryStartHasServedNothing() {
        subscription
                .given(activated())
                .when(cancel(CancellationType.IMMEDIATE, NOV))
                .happens(SUBSCRIPTION, cancelled(CancellationType.IMMEDIATE, NOV, NOV, 0, null));
    }

    @Test
    void aCancellationBeforeTheStartHasServedNothing() {
        subscription
                .given(activated(Terms.from(DEC), DEC, JAN))
                .when(cancel(CancellationType.IMMEDIATE, MID_NOV))
                .happens(
                        SUBSCRIPTION,
                        cancelled(CancellationType.IMMEDIATE, MID_NOV, MID_NOV, 0, null));
    }

    @Test
    void aCancellationAfterAPeriodsEndClosesThatPeriodFirst() {
        subscription
                .given(activated())
                .when(cancel(CancellationType.IMMEDIATE, MID_DEC))
                .happens(
                        SUBSCRIPTION,
                        renewed(0, NOV, DEC, JAN),
                        cancelled(
                                CancellationType.IMMEDIATE,
                                MID_DEC,
                                MID_DEC,
                                1,
                                new BillingPeriod(DEC, MID_DEC)));
    }

    @Test
    void aCancellationAtAPeriodsEndServesNothingOfTheNext() {
        subscription
                .given(activated())
                .when(cancel(CancellationType.IMMEDIATE, DEC))
                .happens(
                        SUBSCRIPTION,
                        renewed(0, NOV, DEC, JAN),
                        cancelled(CancellationType.IMMEDIATE, DEC, DEC, 1, null));
    }

    @Test
    void aCancellationDoesNotDoTheWorkOfYears() {
        Terms daily = Terms.monthly().every(1, PeriodUnit.DAILY);
        Terms terms =
                daily.charging(
                        line("x", Prices.fixed("1").period(PeriodUnit.DAILY).build(), null, "1"));
        subscription
                .given(activated(terms, NOV, NOV.plusSeconds(86_400)))
                .when(cancel(CancellationType.IMMEDIATE, at("2026-01-01T00:00:00Z")))
                .isRefused(Reason.INVALID_OPERATION, "still being closed");
    }

    @Test
    void aCancellationAtThePeriodsEndIsScheduledOnce() {
        SubscriptionEvent.CancellationScheduled scheduled =
                scheduled(CancellationType.END_OF_PERIOD, MID_NOV, DEC);
        subscription
                .given(activated())
                .when(cancel(CancellationType.END_OF_PERIOD, MID_NOV))
                .happens(SUBSCRIPTION, scheduled);
        another()
                .given(activated(), scheduled)
                .when(cancel(CancellationType.END_OF_PERIOD, MID_NOV.plusSeconds(60)))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void aCancellationAtTheEndOfAPeriodThatHasPassedMeansTheCurrentOne() {
        subscription
                .given(activated())
                .when(cancel(CancellationType.END_OF_PERIOD, MID_DEC))
                .happens(
                        SUBSCRIPTION,
                        renewed(0, NOV, DEC, JAN),
                        scheduled(CancellationType.END_OF_PERIOD, MID_DEC, JAN));
    }

    @Test
    void aCancellationAtADateIsScheduledOnce() {
        SubscriptionEvent.CancellationScheduled scheduled =
                scheduled(CancellationType.SCHEDULED_DATE, NOV, MID_DEC);
        subscription
                .given(activated())
                .when(cancel(CancellationType.SCHEDULED_DATE, NOV, MID_DEC))
                .happens(SUBSCRIPTION, scheduled);
        another()
                .given(activated(), scheduled)
                .when(cancel(CancellationType.SCHEDULED_DATE, MID_NOV, MID_DEC))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void anotherScheduleReplacesTheFirst() {
        subscription
                .given(activated(), scheduled(CancellationType.SCHEDULED_DATE, NOV, MID_DEC))
                .when(cancel(CancellationType.END_OF_PERIOD, MID_NOV))
                .happens(SUBSCRIPTION, scheduled(CancellationType.END_OF_PERIOD, MID_NOV, DEC));
        another()
                .given(
                        activated(),
                        scheduled(CancellationType.SCHEDULED_DATE, NOV, MID_DEC),
                        scheduled(CancellationType.END_OF_PERIOD, MID_NOV, DEC))
                .when(renew(0, DEC))
                .happens(
                        SUBSCRIPTION,
                        cancelled(
                                CancellationType.END_OF_PERIOD,
                                MID_NOV,
                                DEC,
                                0,
                                new BillingPeriod(NOV, DEC)));
    }

    @Test
    void aScheduledCancellationCanBeMadeImmediate() {
        subscription
                .given(activated(), scheduled(CancellationType.END_OF_PERIOD, NOV, DEC))
                .when(cancel(CancellationType.IMMEDIATE, MID_NOV))
                .happens(
                        SUBSCRIPTION,
                        cancelled(
                                CancellationType.IMMEDIATE,
                                MID_NOV,
                                MID_NOV,
                                0,
                                new BillingPeriod(NOV, MID_NOV)));
    }

    @Test
    void aDateMustLieAheadAndNotBehindTheEndDate() {
        subscription
                .given(activated())
                .when(cancel(CancellationType.SCHEDULED_DATE, MID_NOV, MID_NOV))
                .isRefusedFor("cancel_at", "a moment after " + MID_NOV);
        another()
                .given(activated())
                .when(cancel(CancellationType.SCHEDULED_DATE, MID_NOV))
                .isRefusedFor("cancel_at", "none");
        another()
                .given(activated(Terms.monthly().until(JAN), NOV, DEC))
                .when(cancel(CancellationType.SCHEDULED_DATE, MID_NOV, FEB))
                .isRefusedFor("cancel_at", "end date " + JAN);
        another()
                .given(activated())
                .when(cancel(CancellationType.IMMEDIATE, MID_NOV, DEC))
                .isRefusedFor("cancel_at", "none with type IMMEDIATE");
    }

    @Test
    void whatHasEndedCannotBeCancelled() {
        subscription
                .given(
                        activated(),
                        cancelled(CancellationType.IMMEDIATE, MID_NOV, MID_NOV, 0, null))
                .when(cancel(CancellationType.IMMEDIATE, DEC))
                .isRefused(Reason.INVALID_OPERATION, "was cancelled at " + MID_NOV);
        another()
                .given(activated(Terms.monthly().until(DEC), NOV, DEC))
                .when(cancel(CancellationType.IMMEDIATE, MID_DEC))
                .isRefused(Reason.INVALID_OPERATION, "ended at " + DEC);
        another()
                .given(activated(), scheduled(CancellationType.END_OF_PERIOD, NOV, DEC))
                .when(cancel(CancellationType.END_OF_PERIOD, DEC))
                .isRefused(Reason.INVALID_OPERATION, "ended at " + DEC);
    }

    // ---- ending

    @Test
    void aDueScheduleIsPerformed() {
        subscription
                .given(activated(), scheduled(CancellationType.SCHEDULED_DATE, NOV, MID_NOV))
                .when(end(MID_NOV))
                .happens(
                        SUBSCRIPTION,
                        cancelled(
                                CancellationType.SCHEDULED_DATE,
                                NOV,
                                MID_NOV,
                                0,
                                new BillingPeriod(NOV, MID_NOV)));
    }

    @Test
    void aDueScheduleIsPerformedAtItsOwnMomentHoweverLate() {
        subscription
                .given(activated(), scheduled(CancellationType.SCHEDULED_DATE, NOV, MID_DEC))
                .when(end(FEB))
                .happens(
                        SUBSCRIPTION,
                        renewed(0, NOV, DEC, JAN),
                        cancelled(
                                CancellationType.SCHEDULED_DATE,
                                NOV,
                                MID_DEC,
                                1,
                                new BillingPeriod(DEC, MID_DEC)));
    }

    @Test
    void theEndDateComesBeforeALaterSchedule() {
        Terms terms = Terms.monthly().until(MID_NOV);
        subscription
                .given(activated(terms, NOV, MID_NOV))
                .when(end(MID_NOV))
                .happens(SUBSCRIPTION, ended(MID_NOV, 0, new BillingPeriod(NOV, MID_NOV)));
    }

    @Test
    void withNothingDueNothingEnds() {
        subscription.given(activated()).when(end(FEB)).nothingHappens(SUBSCRIPTION);
        another()
                .given(activated(), scheduled(CancellationType.SCHEDULED_DATE, NOV, MID_DEC))
                .when(end(MID_NOV))
                .nothingHappens(SUBSCRIPTION);
        another()
                .given(activated(), cancelled(CancellationType.IMMEDIATE, NOV, NOV, 0, null))
                .when(end(FEB))
                .nothingHappens(SUBSCRIPTION);
    }

    // ---- borders

    @Test
    void aSubscriptionOfAnotherScopeIsNotThere() {
        subscription
                .given(activated())
                .when(
                        cancel(
                                OTHER_SCOPE,
                                CancellationType.IMMEDIATE,
                                MID_NOV,
                                null,
                                OpenUsage.INVOICED))
                .isNotFound();
        another()
                .given(activated(), scheduled(CancellationType.END_OF_PERIOD, NOV, DEC))
                .when(new SubscriptionCommand.Renew(SUBSCRIPTION, OTHER_SCOPE, DEC, 0))
                .isNotFound();
        another()
                .given(activated(), cancelled(CancellationType.IMMEDIATE, NOV, NOV, 0, null))
                .when(new SubscriptionCommand.End(SUBSCRIPTION, OTHER_SCOPE, DEC))
                .isNotFound();
        another()
                .given(activated())
                .when(
                        new SubscriptionCommand.Create(
                                SUBSCRIPTION, OTHER_SCOPE, NOV, Terms.monthly().build()))
                .isNotFound();
    }

    @Test
    void aSubscriptionThatWasNeverMadeIsNotThere() {
        subscription.when(renew(0, DEC)).doesNotExist();
        another().when(end(DEC)).doesNotExist();
        another().when(cancel(CancellationType.IMMEDIATE, DEC)).doesNotExist();
    }

    // ---- giving up an end

    private static SubscriptionCommand.WithdrawCancellation withdraw(Instant at) {
        return new SubscriptionCommand.WithdrawCancellation(SUBSCRIPTION, SCOPE, at);
    }

    @Test
    void anEndThatWasAskedForCanBeGivenUp() {
        subscription
                .given(activated(), scheduled(CancellationType.END_OF_PERIOD, MID_NOV, DEC))
                .when(withdraw(MID_NOV))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.CancellationWithdrawn(SUBSCRIPTION, DEC));
    }

    @Test
    void whereNoEndWasAskedForThereIsNothingToGiveUp() {
        subscription.given(activated()).when(withdraw(MID_NOV)).nothingHappens(SUBSCRIPTION);
    }

    @Test
    void anEndThatHasComeCannotBeGivenUp() {
        subscription
                .given(activated(), scheduled(CancellationType.END_OF_PERIOD, MID_NOV, DEC))
                .when(withdraw(DEC))
                .isRefused(Reason.INVALID_OPERATION);
    }

    @Test
    void afterAnEndWasGivenUpTheNextPeriodBegins() {
        subscription
                .given(
                        activated(),
                        scheduled(CancellationType.END_OF_PERIOD, MID_NOV, DEC),
                        new SubscriptionEvent.CancellationWithdrawn(SUBSCRIPTION, DEC))
                .when(renew(0, DEC))
                .happens(SUBSCRIPTION, renewed(0, NOV, DEC, JAN));
    }

    @Test
    void nobodyGivesUpAnEndOfAnotherScope() {
        subscription
                .given(activated(), scheduled(CancellationType.END_OF_PERIOD, MID_NOV, DEC))
                .when(
                        new SubscriptionCommand.WithdrawCancellation(
                                SUBSCRIPTION, OTHER_SCOPE, MID_NOV))
                .isNotFound();
    }
}
