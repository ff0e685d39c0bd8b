package io.tallybook.sagas.duework;

import static io.tallybook.sagas.Samples.CUSTOMER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.USD;
import static io.tallybook.sagas.Samples.fixed;
import static io.tallybook.sagas.Samples.subscription;
import static io.tallybook.sagas.Samples.terms;
import static io.tallybook.sagas.Samples.usage;
import static io.tallybook.sagas.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Meta;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.duework.DueWorkCommand.PerformUpTo;
import io.tallybook.core.duework.DueWorkCommand.Report;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.PauseId;
import io.tallybook.core.subscription.PauseOrder;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.sagas.Engine;
import io.tallybook.sagas.Samples;
import io.tallybook.sagas.TestDatabase;
import io.tallybook.sagas.ViewsInMemory;
import io.tallybook.testkit.MutableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.axonframework.eventhandling.DomainEventMessage;
import org.junit.jupiter.api.Test;

/** A year that is passed over in one advance is the year that is lived through by the hour. */
class ClockParityTest {
    private static final Instant END = START.plus(Duration.ofDays(366));
    private static final Duration HOUR = Duration.ofHours(1);

    /** What happened, without the machine's own: its ids of events, and when it wrote them. */
    private record Happened(Object what, String effectiveAt, String actor) {
        static Happened of(DomainEventMessage<?> event) {
            return new Happened(
                    event.getPayload(),
                    String.valueOf(event.getMetaData().get(Meta.EFFECTIVE_AT)),
                    String.valueOf(event.getMetaData().get(Meta.ACTOR)));
        }
    }

    @Test
    void aYearInOneAdvanceIsAYearHourByHour() throws InterruptedException {
        Map<String, List<Happened>> inOne;
        try (Life life = new Life()) {
            Report report = life.engine.commands().sendAndWait(new PerformUpTo(SCOPE, END));
            assertThat(report.open()).as(report.toString()).isZero();
            inOne = life.history();
        }
        Map<String, List<Happened>> byTheHour;
        try (Life life = new Life()) {
            for (Instant hour = START; !hour.isAfter(END); hour = hour.plus(HOUR)) {
                life.engine.performer().performDue(SCOPE, hour);
            }
            byTheHour = life.history();
        }
        assertThat(byTheHour).isEqualTo(inOne);
        assertThat(inOne.values().stream().flatMap(List::stream).map(Happened::what))
                .filteredOn(InvoiceEvent.Finalized.class::isInstance)
                .hasSizeGreaterThan(30);
    }

    /** Subscriptions of every kind, each with its own hour, and a wallet that pays for a while. */
    private static final class Life implements AutoCloseable {
        private final TestDatabase database = new TestDatabase();
        private final ViewsInMemory views = new ViewsInMemory();
        private final Engine engine =
                new Engine(database.dataSource(), views, MutableClock.at("2026-01-01T00:00:00Z"));

        private final Map<SubscriptionId, SubscriptionTerms> agreed = new ConcurrentHashMap<>();

        Life() {
            engine.events().subscribe(events -> events.forEach(event -> see(event.getPayload())));
            views.usage(
                    request ->
                            ViewsInMemory.reading(
                                    request,
                                    String.valueOf(request.period().length().toDays() * 100)));
            topUp("12.34");
            begin("monthly", 0, terms(null, fixed("20.00", InvoiceCadence.ADVANCE)));
            begin("by use", 5, terms(null, usage("request", "0.01")));
            begin(
                    "ends",
                    9,
                    terms(START.plus(Duration.ofDays(100)), fixed("7.00", InvoiceCadence.ARREAR)));
            pause(begin("paused", 13, terms(null, fixed("31.00", InvoiceCadence.ADVANCE))));
            cancel(begin("cancelled", 17, terms(null, usage("request", "0.02"))));
        }

        // The view of a subscription shows the pause that its invoices settle.
        private void see(Object event) {
            switch (event) {
                case SubscriptionEvent.Paused e -> see(e.subscriptionId(), t -> t.after(e));
                case SubscriptionEvent.Resumed e -> see(e.subscriptionId(), t -> t.after(e));
                default -> {}
            }
        }

        private void see(SubscriptionId id, UnaryOperator<SubscriptionTerms> change) {
            agreed.computeIfPresent(
                    id,
                    (_, terms) -> {
                        SubscriptionTerms changed = change.apply(terms);
                        views.subscription(id, changed);
                        return changed;
                    });
        }

        private SubscriptionId begin(String name, int hour, SubscriptionTerms plan) {
            SubscriptionId id = subscription(name);
            Instant start = START.plus(Duration.ofHours(hour));
            SubscriptionTerms terms = plan.beginning(start, start, "Europe/Berlin");
            agreed.put(id, terms);
            views.subscription(id, terms);
            engine.send(new SubscriptionCommand.Create(id, SCOPE, START, terms));
            return id;
        }

        private void pause(SubscriptionId id) {
            engine.send(
                    new SubscriptionCommand.Pause(
                            id,
                            SCOPE,
                            START.plus(HOUR.multipliedBy(13)),
                            PauseId.of(Samples.ulid("pause")),
                            PauseOrder.Mode.SCHEDULED,
                            START.plus(Duration.ofDays(40)),
                            null,
                            20,
                            Course.Rest.LATER,
                            null,
                            Map.of()));
        }

        private void cancel(SubscriptionId id) {
            engine.send(
                    new SubscriptionCommand.Cancel(
                            id,
                            SCOPE,
                            START.plus(HOUR.multipliedBy(17)),
                            CancellationType.SCHEDULED_DATE,
                            START.plus(Duration.ofDays(200)),
                            OpenUsage.INVOICED,
                            null));
        }

        private void topUp(String credits) {
            var id = wallet("only");
            engine.send(
                    new WalletCommand.Create(
                            id,
                            SCOPE,
                            START,
                            new WalletDocument(
                                    CUSTOMER,
                                    USD,
                                    null,
                                    null,
                                    BigDecimal.ONE,
                                    BigDecimal.ONE,
                                    Map.of())));
            engine.send(
                    new WalletCommand.TopUp(
                            id,
                            SCOPE,
                            START,
                            WalletTransactionId.of(Samples.ulid("top up")),
                            new BigDecimal(credits),
                            TransactionDocument.Reason.PURCHASED_CREDIT_DIRECT,
                            null,
                            null,
                            null,
                            null,
                            Map.of()));
            views.wallet(id, CUSTOMER, credits, "1");
        }

        /** What happened to each aggregate, in order, once the processes have heard all of it. */
        Map<String, List<Happened>> history() throws InterruptedException {
            assertThat(engine.progress().await(Duration.ofSeconds(60))).isTrue();
            Map<String, List<Happened>> history = new TreeMap<>();
            try (var stream = engine.events().openStream(null)) {
                while (stream.hasNextAvailable()) {
                    if (stream.nextAvailable() instanceof DomainEventMessage<?> event) {
                        history.computeIfAbsent(
                                        event.getAggregateIdentifier(), _ -> new ArrayList<>())
                                .add(Happened.of(event));
                    }
                }
            }
            return history;
        }

        @Override
        public void close() {
            engine.close();
            database.close();
        }
    }

    /** Two years that differ in one event are told apart. */
    @Test
    void aYearWithOneMoreEventIsAnotherYear() throws InterruptedException {
        try (Life one = new Life();
                Life other = new Life()) {
            assertThat(one.history()).isEqualTo(other.history());
            other.engine.send(
                    new SubscriptionCommand.WithdrawCancellation(
                            subscription("cancelled"), SCOPE, START.plus(Duration.ofDays(1))));
            assertThat(one.history()).isNotEqualTo(other.history());
        }
    }
}
