package io.tallybook.sagas.succession;

import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.fixed;
import static io.tallybook.sagas.Samples.terms;
import static io.tallybook.sagas.Samples.ulid;
import static io.tallybook.sagas.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tallybook.core.Stamp;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceDocumentBuilder;
import io.tallybook.core.discount.CouponAssociationDocument;
import io.tallybook.core.discount.CouponAssociationId;
import io.tallybook.core.discount.CouponAssociationView;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.discount.CouponId;
import io.tallybook.core.duework.DueWorkCommand.PerformUpTo;
import io.tallybook.core.duework.DueWorkCommand.Report;
import io.tallybook.core.invoice.AdjustmentsApplied;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.Predecessor;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionTermsBuilder;
import io.tallybook.core.subscription.Successor;
import io.tallybook.core.tax.BorneTaxes;
import io.tallybook.core.tax.TaxAssociationDocument;
import io.tallybook.core.tax.TaxAssociationId;
import io.tallybook.core.tax.TaxAssociationView;
import io.tallybook.core.tax.TaxRateDocument;
import io.tallybook.core.tax.TaxRateId;
import io.tallybook.core.tax.TaxRateView;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.sagas.Engine;
import io.tallybook.sagas.TestDatabase;
import io.tallybook.sagas.ViewsInMemory;
import io.tallybook.testkit.Eventually;
import io.tallybook.testkit.MutableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** By the month until something in November, by the quarter from then on. */
class SuccessionTest {
    private static final SubscriptionId NEXT = SubscriptionId.of(ulid("next"));
    private static final Instant MID_NOVEMBER = Instant.parse("2023-11-16T00:00:00Z");

    private final TestDatabase database = new TestDatabase();
    private final ViewsInMemory views = new ViewsInMemory();
    private final MutableClock machine = MutableClock.at("2026-01-01T00:00:00Z");
    private final Engine engine = new Engine(database.dataSource(), views, machine);

    @AfterEach
    void stop() {
        engine.close();
        database.close();
    }

    private static Successor next(Instant from) {
        SubscriptionTerms quarterly =
                SubscriptionTermsBuilder.builder(terms(null, fixed("60.00", InvoiceCadence.ARREAR)))
                        .startDate(from)
                        .billingAnchor(from)
                        .arrangement(
                                Arrangement.USUAL.following(
                                        Predecessor.of(
                                                SUBSCRIPTION,
                                                terms(null, fixed("20.00", InvoiceCadence.ARREAR)),
                                                from,
                                                List.of()),
                                        null))
                        .build();
        SubscriptionTerms longer =
                quarterly.with(
                        quarterly.lineItems().stream()
                                .map(
                                        line ->
                                                line.at(
                                                        line.priceId(),
                                                        PriceDocumentBuilder.builder(line.price())
                                                                .billingPeriod(PeriodUnit.QUARTERLY)
                                                                .build()))
                                .toList());
        return new Successor(
                NEXT,
                SubscriptionTermsBuilder.builder(longer)
                        .billingPeriod(PeriodUnit.QUARTERLY)
                        .build());
    }

    private void begin() {
        SubscriptionTerms monthly = terms(null, fixed("20.00", InvoiceCadence.ARREAR));
        views.subscription(SUBSCRIPTION, monthly);
        engine.send(new SubscriptionCommand.Create(SUBSCRIPTION, SCOPE, START, monthly));
    }

    private void change(CancellationType type, Instant from) {
        views.subscription(NEXT, next(from).terms());
        engine.send(
                new SubscriptionCommand.Cancel(
                        SUBSCRIPTION,
                        SCOPE,
                        MID_NOVEMBER,
                        type,
                        null,
                        OpenUsage.INVOICED,
                        null,
                        ProrationBehavior.NONE,
                        null,
                        next(from)));
    }

    private <E> List<E> events(Class<E> type) {
        List<E> found = new ArrayList<>();
        try (var stream = engine.events().openStream(null)) {
            while (stream.hasNextAvailable()) {
                EventMessage<?> event = stream.nextAvailable();
                if (type.isInstance(event.getPayload())) {
                    found.add(type.cast(event.getPayload()));
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    private void eventually(Runnable check) {
        Eventually.within(Duration.ofSeconds(60), check::run);
    }

    private List<SubscriptionEvent.Activated> successors() {
        return events(SubscriptionEvent.Activated.class).stream()
                .filter(begun -> begun.subscriptionId().equals(NEXT))
                .toList();
    }

    @Test
    void itBeginsInTheMomentInWhichTheOtherEndsAndBothAreInvoiced() {
        begin();
        change(CancellationType.IMMEDIATE, MID_NOVEMBER);

        eventually(() -> assertThat(successors()).hasSize(1));
        assertThat(successors().getFirst().firstPeriod())
                .isEqualTo(new BillingPeriod(MID_NOVEMBER, Instant.parse("2024-02-16T00:00:00Z")));
        assertThat(successors().getFirst().terms().arranged().follows()).isEqualTo(SUBSCRIPTION);

        Report quarter =
                engine.commands()
                        .sendAndWait(new PerformUpTo(SCOPE, Instant.parse("2024-02-17T00:00:00Z")));
        assertThat(quarter.open()).isZero();
        assertThat(events(InvoiceEvent.Opened.class))
                .extracting(
                        opened -> opened.opening().subscription(),
                        opened -> opened.opening().reason(),
                        opened -> opened.opening().period())
                .containsExactlyInAnyOrder(
                        tuple(
                                SUBSCRIPTION,
                                BillingReason.SUBSCRIPTION_CANCEL,
                                new BillingPeriod(START, MID_NOVEMBER)),
                        tuple(
                                NEXT,
                                BillingReason.SUBSCRIPTION_CYCLE,
                                successors().getFirst().firstPeriod()));
    }

    @Test
    void whatIsAgreedForTheEndOfThePeriodBeginsThenAndNotBefore() {
        begin();
        change(CancellationType.END_OF_PERIOD, DECEMBER);
        assertThat(successors()).isEmpty();

        engine.commands().sendAndWait(new PerformUpTo(SCOPE, DECEMBER.plus(Duration.ofDays(1))));

        eventually(() -> assertThat(successors()).hasSize(1));
        assertThat(successors().getFirst().firstPeriod().start()).isEqualTo(DECEMBER);
        assertThat(refused()).isZero();
    }

    @Test
    void itBeginsOnceHoweverOftenTheProcessStopsBefore() {
        AtomicInteger failures = new AtomicInteger();
        engine.beforeEachCommand(
                command -> {
                    if (command instanceof SubscriptionCommand.Create create
                            && create.subscriptionId().equals(NEXT)
                            && failures.incrementAndGet() <= 2) {
                        throw new IllegalStateException("the store is away");
                    }
                });
        begin();
        change(CancellationType.IMMEDIATE, MID_NOVEMBER);

        eventually(() -> assertThat(successors()).hasSize(1));
        assertThat(failures.get()).isGreaterThan(2);
    }

    @Test
    void oneThatCannotBeginIsCounted() {
        SubscriptionTerms other = terms(null, fixed("1.00", InvoiceCadence.ARREAR));
        views.subscription(NEXT, other);
        engine.send(new SubscriptionCommand.Create(NEXT, SCOPE, START, other));
        begin();
        change(CancellationType.IMMEDIATE, MID_NOVEMBER);

        eventually(() -> assertThat(refused()).isEqualTo(1));
        assertThat(successors()).extracting(begun -> begun.terms()).containsExactly(other);
    }

    private double refused() {
        return engine.meters().counter("tallybook.successors.refused").count();
    }

    private static CouponAssociationView aFifthOff() {
        var fifth =
                new CouponDocument(
                        "A fifth off",
                        null,
                        CouponDocument.Type.PERCENTAGE,
                        null,
                        new BigDecimal("20"),
                        null,
                        CouponDocument.Cadence.FOREVER,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of());
        return new CouponAssociationView(
                CouponAssociationId.of(ulid("held")),
                SCOPE,
                new CouponAssociationDocument(
                        CouponId.of(ulid("fifth")),
                        fifth,
                        SUBSCRIPTION,
                        null,
                        START,
                        null,
                        Map.of()),
                List.of(),
                Stamp.first(START, "test", 0));
    }

    private static BorneTaxes aTenth() {
        return new BorneTaxes(
                List.of(
                        new BorneTaxes.Borne(
                                new TaxAssociationView(
                                        TaxAssociationId.of(ulid("borne")),
                                        SCOPE,
                                        new TaxAssociationDocument(
                                                TaxRateId.of(ulid("tenth")),
                                                TaxAssociationDocument.Bearer.SUBSCRIPTION,
                                                SUBSCRIPTION.value(),
                                                1,
                                                TaxAssociationDocument.Application.AUTOMATIC,
                                                null,
                                                null,
                                                null,
                                                Map.of()),
                                        Stamp.first(START, "test", 0)),
                                new TaxRateView(
                                        TaxRateId.of(ulid("tenth")),
                                        SCOPE,
                                        new TaxRateDocument(
                                                "tenth",
                                                "tenth",
                                                null,
                                                TaxRateDocument.Type.PERCENTAGE,
                                                new BigDecimal("10"),
                                                null,
                                                TaxRateDocument.Placement.EXCLUSIVE,
                                                TaxRateDocument.Reach.INTERNAL,
                                                TaxRateDocument.Status.ACTIVE,
                                                Map.of()),
                                        Stamp.first(START, "test", 0)))));
    }

    private Stream<AdjustmentsApplied> adjusted(SubscriptionId whose) {
        Set<InvoiceId> theirs =
                events(InvoiceEvent.Opened.class).stream()
                        .filter(opened -> opened.opening().subscription().equals(whose))
                        .map(InvoiceEvent.Opened::invoiceId)
                        .collect(Collectors.toSet());
        return events(InvoiceEvent.Computed.class).stream()
                .filter(computed -> theirs.contains(computed.invoiceId()))
                .flatMap(computed -> Stream.ofNullable(computed.adjustments()));
    }

    private Money taken(SubscriptionId from) {
        return adjusted(from)
                .flatMap(all -> all.coupons().stream())
                .map(AdjustmentsApplied.CouponApplied::taken)
                .reduce(usd("0"), Money::plus);
    }

    private Money taxes(SubscriptionId of) {
        return adjusted(of)
                .flatMap(all -> all.taxes().stream())
                .map(AdjustmentsApplied.TaxApplied::amount)
                .reduce(usd("0"), Money::plus);
    }

    @Test
    void whatTheOtherHoldsAndBearsIsOnTheInvoicesOfBoth() {
        views.held(List.of(aFifthOff()), aTenth());
        begin();
        change(CancellationType.IMMEDIATE, MID_NOVEMBER);

        engine.commands()
                .sendAndWait(new PerformUpTo(SCOPE, Instant.parse("2024-02-17T00:00:00Z")));

        // 20.00 for the month that had begun, and 60.00 for the quarter.
        assertThat(taken(SUBSCRIPTION)).isEqualTo(usd("4.00"));
        assertThat(taken(NEXT)).isEqualTo(usd("12.00"));
        assertThat(taxes(SUBSCRIPTION)).isEqualTo(usd("1.60"));
        assertThat(taxes(NEXT)).isEqualTo(usd("4.80"));
    }
}
