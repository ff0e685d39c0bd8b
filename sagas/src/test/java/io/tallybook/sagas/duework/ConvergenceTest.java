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

import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.duework.DueWorkCommand.PerformUpTo;
import io.tallybook.core.duework.DueWorkCommand.Report;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.Money;
import io.tallybook.sagas.Engine;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Samples;
import io.tallybook.sagas.Subscriptions;
import io.tallybook.sagas.TestDatabase;
import io.tallybook.sagas.ViewsInMemory;
import io.tallybook.sagas.finalization.ComputationInputs;
import io.tallybook.sagas.notice.Grace;
import io.tallybook.testkit.MutableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A billing run that is repeated, or runs beside itself, bills what one run bills. */
class ConvergenceTest {
    private static final int SUBSCRIPTIONS = 12;
    private static final List<String> MONTHS =
            List.of("202311", "202312", "202401", "202402", "202403");
    private static final Instant SPRING = Instant.parse("2024-03-15T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestDatabase database = new TestDatabase();
    private final TestDatabase elsewhere = new TestDatabase();
    private final ViewsInMemory views = new ViewsInMemory();
    private final MutableClock machine = MutableClock.at("2026-01-01T00:00:00Z");
    private final Engine engine = new Engine(database.dataSource(), views, machine);

    @BeforeEach
    void subscribe() {
        views.usage(request -> ViewsInMemory.reading(request, "250"));
        IntStream.range(0, SUBSCRIPTIONS).forEach(this::subscribe);
        var id = wallet("only");
        var document =
                new WalletDocument(
                        CUSTOMER, USD, null, null, BigDecimal.ONE, BigDecimal.ONE, Map.of());
        engine.send(new WalletCommand.Create(id, SCOPE, START, document));
        engine.send(
                new WalletCommand.TopUp(
                        id,
                        SCOPE,
                        START,
                        WalletTransactionId.of(Samples.ulid("top up")),
                        new BigDecimal("41"),
                        TransactionDocument.Reason.PURCHASED_CREDIT_DIRECT,
                        null,
                        null,
                        null,
                        null,
                        Map.of()));
        views.wallet(id, CUSTOMER, "41", "1");
    }

    private void subscribe(int n) {
        SubscriptionId id = subscription("of many " + n);
        var agreed = terms(null, fixed("20.00", InvoiceCadence.ADVANCE), usage("request", "0.01"));
        views.subscription(id, agreed);
        engine.send(new SubscriptionCommand.Create(id, SCOPE, START, agreed));
    }

    @AfterEach
    void stop() {
        engine.close();
        database.close();
        elsewhere.close();
    }

    /** One that does not see the lock by which performers keep out of each other's way. */
    private Performer unaware() {
        var commands = new ProcessCommands(engine.commands());
        return new Performer(
                engine.dueWork(),
                new EnvironmentLocks(elsewhere.dataSource()),
                engine.progress(),
                commands,
                Map.of(
                        DueKind.FINALIZE,
                        new ComputationInputs(
                                new Subscriptions(views.gateway(), Duration.ofMillis(10)),
                                views.gateway(),
                                commands),
                        DueKind.END_GRACE,
                        new Grace(views.gateway())),
                machine,
                new Pace(5, 3, PATIENCE, PATIENCE, Duration.ZERO, Duration.ofMillis(50)),
                engine.metrics());
    }

    private List<Object> everything() {
        List<Object> found = new ArrayList<>();
        try (var stream = engine.events().openStream(null)) {
            while (stream.hasNextAvailable()) {
                EventMessage<?> event = stream.nextAvailable();
                found.add(event.getPayload());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    private <E> List<E> all(Class<E> type) {
        return everything().stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void aRunThatIsRepeatedEmitsNothing() {
        Report first = engine.commands().sendAndWait(new PerformUpTo(SCOPE, SPRING));
        List<Object> before = everything();

        Report second = engine.commands().sendAndWait(new PerformUpTo(SCOPE, SPRING));

        assertThat(first.open()).as(first.toString()).isZero();
        assertThat(second).isEqualTo(new Report(0, 0, ""));
        assertThat(everything()).isEqualTo(before);
        eachIsBilledOnce();
    }

    @Test
    void runsBesideEachOtherBillWhatOneBills() throws Exception {
        Performer other = unaware();
        PerformUpTo order = new PerformUpTo(SCOPE, SPRING);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Report> here = () -> engine.performer().performAll(order);
            Callable<Report> there = () -> other.performAll(order);
            for (var report : threads.invokeAll(List.of(here, there))) {
                assertThat(report.get().open()).as(report.get().toString()).isZero();
            }
        }
        assertThat(engine.progress().await(PATIENCE)).isTrue();
        eachIsBilledOnce();
        List<Object> before = everything();
        assertThat(other.performAll(order).performed()).isZero();
        assertThat(everything()).isEqualTo(before);
    }

    private static String number(String month, int n) {
        return "INV-%s-%05d".formatted(month, n);
    }

    /** November to February and the months in advance, for all of them, and no credit twice. */
    private void eachIsBilledOnce() {
        List<InvoiceEvent.Finalized> invoices = all(InvoiceEvent.Finalized.class);
        assertThat(invoices).hasSize(SUBSCRIPTIONS * MONTHS.size());
        assertThat(invoices.stream().map(InvoiceEvent.Finalized::invoiceId))
                .doesNotHaveDuplicates();
        assertThat(invoices.stream().map(InvoiceEvent.Finalized::number))
                .containsExactlyInAnyOrderElementsOf(
                        MONTHS.stream()
                                .flatMap(
                                        month ->
                                                IntStream.rangeClosed(1, SUBSCRIPTIONS)
                                                        .mapToObj(n -> number(month, n)))
                                .toList());
        Money subtotals =
                invoices.stream().map(i -> i.totals().subtotal()).reduce(Money::plus).orElseThrow();
        Money credits =
                invoices.stream().map(i -> i.totals().credits()).reduce(Money::plus).orElseThrow();
        // Five months in advance at 20.00 and four of 250 calls at 0.01, of each.
        assertThat(subtotals).isEqualTo(Samples.usd("1320.00"));
        assertThat(credits).isEqualTo(Samples.usd("41.00"));
        assertThat(all(WalletEvent.Debited.class).getLast().transaction().balanceAfter())
                .isEqualByComparingTo("0");
    }
}
