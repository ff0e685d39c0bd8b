package io.tallybook.sagas.duework;

import static io.tallybook.sagas.Samples.CUSTOMER;
import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.JANUARY;
import static io.tallybook.sagas.Samples.NOVEMBER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.USD;
import static io.tallybook.sagas.Samples.fixed;
import static io.tallybook.sagas.Samples.subscription;
import static io.tallybook.sagas.Samples.terms;
import static io.tallybook.sagas.Samples.usage;
import static io.tallybook.sagas.Samples.usd;
import static io.tallybook.sagas.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Meta;
import io.tallybook.core.Stamp;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.duework.DueWorkCommand.PerformUpTo;
import io.tallybook.core.duework.DueWorkCommand.Report;
import io.tallybook.core.invoice.BilledBefore;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.Breach;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoicePolicy;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.tenancy.SettingId;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.usage.ReadingIncomplete;
import io.tallybook.core.usage.UsageArchived;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.sagas.Engine;
import io.tallybook.sagas.InvoiceIds;
import io.tallybook.sagas.Samples;
import io.tallybook.sagas.TestDatabase;
import io.tallybook.sagas.ViewsInMemory;
import io.tallybook.testkit.Eventually;
import io.tallybook.testkit.MutableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Months of due work, performed with the real aggregates on a real store. */
class LivedThroughTest {
    private static final Instant FINALIZED = DECEMBER.plus(Samples.DELAY.value());
    private static final Instant SPRING = Instant.parse("2024-03-15T00:00:00Z");

    private final TestDatabase database = new TestDatabase();
    private final ViewsInMemory views = new ViewsInMemory();
    private final MutableClock machine = MutableClock.at("2026-01-01T00:00:00Z");
    private final Engine engine = new Engine(database.dataSource(), views, machine);

    @AfterEach
    void stop() {
        engine.close();
        database.close();
    }

    private void subscribe(SubscriptionId id, SubscriptionTerms terms) {
        views.subscription(id, terms);
        engine.send(new SubscriptionCommand.Create(id, SCOPE, START, terms));
    }

    private void topUp(WalletId id, String credits) {
        var document =
                new WalletDocument(
                        CUSTOMER, USD, null, null, BigDecimal.ONE, BigDecimal.ONE, Map.of());
        engine.send(new WalletCommand.Create(id, SCOPE, START, document));
        engine.send(
                new WalletCommand.TopUp(
                        id,
                        SCOPE,
                        START,
                        WalletTransactionId.of(Samples.ulid("top up " + id)),
                        new BigDecimal(credits),
                        TransactionDocument.Reason.PURCHASED_CREDIT_DIRECT,
                        null,
                        null,
                        null,
                        null,
                        Map.of()));
        views.wallet(id, CUSTOMER, credits, "1");
    }

    private Report advance(Instant to) {
        return engine.commands().sendAndWait(new PerformUpTo(SCOPE, to));
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

    @Test
    void aPeriodIsRenewedComputedPaidFromWalletsAndNumbered() {
        topUp(wallet("small"), "5");
        topUp(wallet("large"), "20");
        views.usage(request -> ViewsInMemory.reading(request, "4000"));
        subscribe(
                SUBSCRIPTION,
                terms(null, fixed("20.00", InvoiceCadence.ARREAR), usage("request", "0.01")));

        Report report = advance(FINALIZED);

        assertThat(report).isEqualTo(new Report(2, 0, ""));
        assertThat(events(InvoiceEvent.Finalized.class))
                .singleElement()
                .satisfies(
                        invoice -> {
                            assertThat(invoice.number()).isEqualTo("INV-202312-00001");
                            assertThat(invoice.finalizedAt()).isEqualTo(FINALIZED);
                            assertThat(invoice.totals().subtotal()).isEqualTo(usd("60.00"));
                            assertThat(invoice.totals().credits()).isEqualTo(usd("25.00"));
                            assertThat(invoice.totals().total()).isEqualTo(usd("35.00"));
                            assertThat(invoice.credits())
                                    .extracting(CreditBurnt::walletId)
                                    .containsExactly(wallet("large"), wallet("small"));
                        });
        assertThat(views.reads()).hasSize(1);
        // Its due date, and the end of the next period.
        assertThat(engine.dueWork().open(SCOPE, JANUARY)).isEqualTo(2);
    }

    @Test
    void everyEventSaysWhoMadeItAndWhenItTookEffect() {
        subscribe(SUBSCRIPTION, terms(null, fixed("20.00", InvoiceCadence.ARREAR)));

        advance(FINALIZED);

        InvoiceId invoice =
                InvoiceIds.of(DECEMBER, SUBSCRIPTION, 0, BillingReason.SUBSCRIPTION_CYCLE);
        List<? extends EventMessage<?>> history =
                engine.events().readEvents(invoice.value()).asStream().toList();
        // No wallet is asked: what computes it finalizes it.
        assertThat(history)
                .extracting(e -> e.getMetaData().get(Meta.ACTOR))
                .containsExactly("process:renewal", "process:due_work", "process:due_work");
        assertThat(history)
                .extracting(e -> e.getMetaData().get(Meta.EFFECTIVE_AT))
                .containsExactly(DECEMBER.toString(), FINALIZED.toString(), FINALIZED.toString());
        assertThat(history.get(1).getMetaData().get(Meta.CAUSE)).isEqualTo("due_work:FINALIZE");
    }

    @Test
    void monthsArePerformedInOneAdvanceAsIfLivedThrough() {
        subscribe(SUBSCRIPTION, terms(null, fixed("20.00", InvoiceCadence.ADVANCE)));

        Report report = advance(SPRING);

        assertThat(report.open()).isZero();
        assertThat(events(InvoiceEvent.Finalized.class))
                .extracting(InvoiceEvent.Finalized::number)
                .containsExactly(
                        "INV-202311-00001",
                        "INV-202312-00001",
                        "INV-202401-00001",
                        "INV-202402-00001",
                        "INV-202403-00001");
        assertThat(advance(SPRING)).isEqualTo(new Report(0, 0, ""));
    }

    @Test
    void workOfManySubscriptionsIsOneReadingPerPeriod() {
        List<SubscriptionId> many =
                IntStream.range(0, 20).mapToObj(n -> subscription("of many " + n)).toList();
        many.forEach(id -> subscribe(id, terms(null, usage("request", "0.01"))));
        views.usage(request -> ViewsInMemory.reading(request, "100"));

        Report report = advance(FINALIZED);

        assertThat(report).isEqualTo(new Report(40, 0, ""));
        assertThat(views.reads()).hasSize(1);
        assertThat(events(InvoiceEvent.Finalized.class)).hasSize(20);
        assertThat(engine.meters().counter("tallybook.due.work.performed", "kind", "renew").count())
                .isEqualTo(20);
    }

    @Test
    void aCancellationIsInvoicedUpToItsMomentAndNothingFollows() {
        Instant middle = Instant.parse("2023-11-16T12:00:00Z");
        subscribe(SUBSCRIPTION, terms(null, usage("request", "0.01")));
        views.usage(request -> ViewsInMemory.reading(request, "100"));
        engine.send(
                new SubscriptionCommand.Cancel(
                        SUBSCRIPTION,
                        SCOPE,
                        START,
                        CancellationType.SCHEDULED_DATE,
                        middle,
                        OpenUsage.INVOICED,
                        null));

        Report report = advance(SPRING);

        // It ends, is finalized, and its due date passes.
        assertThat(report).isEqualTo(new Report(3, 0, ""));
        assertThat(events(InvoiceEvent.Opened.class))
                .singleElement()
                .satisfies(
                        opened -> {
                            assertThat(opened.opening().reason())
                                    .isEqualTo(BillingReason.SUBSCRIPTION_CANCEL);
                            assertThat(opened.opening().period().end()).isEqualTo(middle);
                        });
        assertThat(events(InvoiceEvent.Finalized.class)).hasSize(1);
    }

    @Test
    void anEndDateEndsTheSubscriptionInsteadOfRenewingIt() {
        subscribe(SUBSCRIPTION, terms(JANUARY, fixed("20.00", InvoiceCadence.ARREAR)));

        Report report = advance(SPRING);

        assertThat(report.open()).isZero();
        assertThat(events(InvoiceEvent.Opened.class))
                .extracting(opened -> opened.opening().reason())
                .containsExactly(
                        BillingReason.SUBSCRIPTION_CYCLE, BillingReason.SUBSCRIPTION_CANCEL);
    }

    @Test
    void aReadingThatFailsLeavesTheInvoiceADraftAndIsTriedAgain() {
        subscribe(SUBSCRIPTION, terms(null, usage("request", "0.01")));
        views.usage(
                _ -> {
                    throw new ReadingIncomplete("the store is behind");
                });

        Report failed = advance(FINALIZED);

        assertThat(failed.performed()).isEqualTo(1);
        assertThat(failed.open()).isEqualTo(1);
        assertThat(failed.firstOpen()).contains("FINALIZE").contains("the store is behind");
        assertThat(events(InvoiceEvent.Computed.class)).isEmpty();

        views.usage(request -> ViewsInMemory.reading(request, "100"));
        assertThat(advance(FINALIZED)).isEqualTo(new Report(1, 0, ""));
        assertThat(events(InvoiceEvent.Finalized.class)).hasSize(1);
    }

    @Test
    void anInvoiceWhoseUsageHasLeftForTheArchiveWaitsAndHoldsUpNoOther() {
        SubscriptionId other = subscription("another");
        subscribe(SUBSCRIPTION, terms(null, usage("archived", "0.01")));
        subscribe(other, terms(null, usage("request", "0.01")));
        views.usage(
                request -> {
                    if (request.meter().eventName().equals("archived")) {
                        throw new UsageArchived(List.of(YearMonth.of(2024, 1)));
                    }
                    return ViewsInMemory.reading(request, "100");
                });

        Report report = advance(FINALIZED);

        assertThat(report.open()).isEqualTo(1);
        assertThat(report.firstOpen()).contains("FINALIZE").contains("usage of 2024-01 has left");
        assertThat(events(InvoiceEvent.Computed.class)).hasSize(1);

        views.usage(request -> ViewsInMemory.reading(request, "100"));
        assertThat(advance(FINALIZED)).isEqualTo(new Report(1, 0, ""));
        assertThat(events(InvoiceEvent.Finalized.class)).hasSize(2);
    }

    @Test
    void aVoidGivesBackWhatCreditsHadPaid() {
        topUp(wallet("only"), "12");
        views.usage(request -> ViewsInMemory.reading(request, "4000"));
        subscribe(SUBSCRIPTION, terms(null, usage("request", "0.01")));
        advance(FINALIZED);
        InvoiceId invoice = events(InvoiceEvent.Finalized.class).getFirst().invoiceId();

        engine.send(new InvoiceCommand.VoidInvoice(invoice, SCOPE, FINALIZED, null));
        Report report = advance(FINALIZED);

        assertThat(report).isEqualTo(new Report(1, 0, ""));
        assertThat(events(WalletEvent.GivenBack.class))
                .singleElement()
                .satisfies(
                        back ->
                                assertThat(back.transaction().balanceAfter())
                                        .isEqualByComparingTo("12"));
    }

    @Test
    void whatDoesNotKeepItsBoundsWaitsForAnOperatorAndIsThenFinalized() {
        topUp(wallet("only"), "12");
        views.usage(request -> ViewsInMemory.reading(request, "4000000"));
        views.billed(
                new BilledBefore(
                        List.of(new BilledBefore.History(SUBSCRIPTION, 3, usd("40.00"))),
                        List.of()));
        subscribe(SUBSCRIPTION, terms(null, usage("request", "0.01")));

        assertThat(advance(FINALIZED)).isEqualTo(new Report(2, 0, ""));
        InvoiceEvent.Parked parked = events(InvoiceEvent.Parked.class).getFirst();
        // 4,000,000 at 0.01 are 40,000.00; 100 times 40.00 are less than the floor of 10,000
        assertThat(parked.breaches())
                .containsExactly(new Breach(Breach.Bound.JUMP, null, "40000.00", "10000.00"));
        assertThat(events(InvoiceEvent.Finalized.class)).isEmpty();
        assertThat(events(WalletEvent.Debited.class)).isEmpty();
        assertThat(advance(FINALIZED)).isEqualTo(new Report(0, 0, ""));

        Instant later = FINALIZED.plusSeconds(3_600);
        engine.send(
                new InvoiceCommand.Release(
                        parked.invoiceId(), SCOPE, later, InvoiceCommand.Release.How.ACCEPT, null));
        assertThat(advance(later)).isEqualTo(new Report(1, 0, ""));
        assertThat(events(InvoiceEvent.Finalized.class))
                .singleElement()
                .satisfies(
                        invoice -> {
                            assertThat(invoice.finalizedAt()).isEqualTo(later);
                            assertThat(invoice.totals().credits()).isEqualTo(usd("12.00"));
                            assertThat(invoice.totals().total()).isEqualTo(usd("39988.00"));
                        });
    }

    @Test
    void anEnvironmentChoosesHowLongItsDraftsWaitForLateUsage() {
        views.choosing(
                new SettingView(
                        SettingId.of(Samples.ulid("delay")),
                        SCOPE,
                        InvoicePolicy.SETTING,
                        Map.of(InvoicePolicy.FINALIZATION_DELAY, "86400"),
                        Stamp.first(START, "test", 0)));
        subscribe(SUBSCRIPTION, terms(null, fixed("20.00", InvoiceCadence.ARREAR)));
        advance(SPRING);

        assertThat(events(InvoiceEvent.Finalized.class).getFirst().finalizedAt())
                .isEqualTo(DECEMBER.plus(Duration.ofDays(1)));
    }

    @Test
    void anInvoiceIsFinalizedEarlyOnRequest() {
        Instant early = DECEMBER.plusSeconds(60);
        subscribe(SUBSCRIPTION, terms(null, fixed("20.00", InvoiceCadence.ARREAR)));
        advance(DECEMBER);
        InvoiceId invoice = events(InvoiceEvent.Opened.class).getFirst().invoiceId();

        engine.send(new InvoiceCommand.RequestFinalization(invoice, SCOPE, early));
        advance(early);

        assertThat(events(InvoiceEvent.Finalized.class))
                .extracting(InvoiceEvent.Finalized::finalizedAt)
                .containsExactly(early);
    }

    @Test
    void anotherEngineOnTheSameStoreGoesOnWhereTheFirstWasCutOff() {
        topUp(wallet("only"), "12");
        views.usage(request -> ViewsInMemory.reading(request, "4000"));
        subscribe(SUBSCRIPTION, terms(null, usage("request", "0.01")));
        advance(DECEMBER);
        engine.close();

        try (Engine next = new Engine(database.dataSource(), views, machine)) {
            Report report = next.commands().sendAndWait(new PerformUpTo(SCOPE, FINALIZED));

            assertThat(report).isEqualTo(new Report(1, 0, ""));
        }
        assertThat(events(InvoiceEvent.Finalized.class))
                .singleElement()
                .satisfies(i -> assertThat(i.totals().credits()).isEqualTo(usd("12.00")));
    }

    @Test
    void commandsOfEveryStepMayBeSentAgainWithoutChangingAnything() {
        topUp(wallet("only"), "12");
        views.usage(request -> ViewsInMemory.reading(request, "4000"));
        subscribe(SUBSCRIPTION, terms(null, usage("request", "0.01")));
        advance(FINALIZED);
        List<Object> commands =
                engine.sent().stream()
                        .filter(m -> m.getMetaData().containsKey(Meta.CAUSE))
                        .map(Message::getPayload)
                        .map(Object.class::cast)
                        .toList();
        int before = events(Object.class).size();

        commands.forEach(command -> engine.commands().sendAndWait(command));

        assertThat(commands).hasSize(5);
        assertThat(events(Object.class)).hasSize(before);
    }

    @Test
    void theTickerPerformsWhatIsDueUnlessSomebodyElseDoes() throws InterruptedException {
        subscribe(SUBSCRIPTION, terms(null, fixed("20.00", InvoiceCadence.ARREAR)));
        Eventually.within(
                Duration.ofSeconds(30),
                () -> assertThat(engine.dueWork().open(SCOPE, DECEMBER)).isEqualTo(1));
        try (var _ =
                new EnvironmentLocks(database.dataSource())
                        .tryHold(SCOPE.environment())
                        .orElseThrow()) {
            engine.performer().performDue(SCOPE, DECEMBER);
            assertThat(events(InvoiceEvent.Opened.class)).isEmpty();
        }

        engine.performer().performDue(SCOPE, DECEMBER);

        assertThat(events(InvoiceEvent.Opened.class))
                .extracting(opened -> opened.opening().period())
                .containsExactly(NOVEMBER);
    }
}
