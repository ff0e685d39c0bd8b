package io.tallybook.sagas.duework;

import static io.tallybook.sagas.Samples.CUSTOMER;
import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.USD;
import static io.tallybook.sagas.Samples.terms;
import static io.tallybook.sagas.Samples.usage;
import static io.tallybook.sagas.Samples.usd;
import static io.tallybook.sagas.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Command;
import io.tallybook.core.duework.DueWorkCommand.PerformUpTo;
import io.tallybook.core.duework.DueWorkCommand.Report;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Wherever the way from a period's end to a numbered invoice is broken off, it is taken up again
 * and leads to the same invoice.
 */
class CrashTest {
    private static final Instant FINALIZED = DECEMBER.plus(Samples.DELAY.value());
    private static final WalletId FIRST = wallet("first");
    private static final WalletId SECOND = wallet("second");

    private final TestDatabase database = new TestDatabase();
    private final ViewsInMemory views = new ViewsInMemory();
    private final MutableClock machine = MutableClock.at("2026-01-01T00:00:00Z");
    private final Engine engine = new Engine(database.dataSource(), views, machine);

    @AfterEach
    void stop() {
        engine.close();
        database.close();
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

    private static boolean walletsWereChosen(Object command) {
        return command instanceof WalletCommand.Debit || command instanceof InvoiceCommand.Finalize;
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                SubscriptionCommand.Renew.class,
                InvoiceCommand.Open.class,
                InvoiceCommand.Compute.class,
                WalletCommand.Debit.class,
                InvoiceCommand.Finalize.class
            })
    void aStoreThatIsAwayForAMomentLosesAndRepeatsNothing(Class<? extends Command> victim) {
        topUp(FIRST, "30");
        topUp(SECOND, "3");
        views.usage(request -> ViewsInMemory.reading(request, "4000"));
        views.subscription(SUBSCRIPTION, terms(null, usage("request", "0.01")));
        engine.send(
                new SubscriptionCommand.Create(
                        SUBSCRIPTION, SCOPE, START, terms(null, usage("request", "0.01"))));
        AtomicBoolean broken = new AtomicBoolean();
        engine.beforeEachCommand(
                command -> {
                    if (victim.isInstance(command) && broken.compareAndSet(false, true)) {
                        if (walletsWereChosen(command)) {
                            // A repeated step does not find what the first one found.
                            views.wallet(FIRST, CUSTOMER, "0", "1");
                            views.wallet(SECOND, CUSTOMER, "900", "1");
                        }
                        throw new IllegalStateException("the store is away");
                    }
                });

        Eventually.within(
                Duration.ofMinutes(1),
                () -> {
                    Report report =
                            engine.commands().sendAndWait(new PerformUpTo(SCOPE, FINALIZED));
                    assertThat(report.open()).isZero();
                });

        assertThat(broken).isTrue();
        var id = InvoiceIds.of(DECEMBER, SUBSCRIPTION, 0, BillingReason.SUBSCRIPTION_CYCLE);
        List<Object> history =
                engine.events()
                        .readEvents(id.value())
                        .asStream()
                        .<Object>map(EventMessage::getPayload)
                        .toList();
        assertThat(history)
                .hasExactlyElementsOfTypes(
                        InvoiceEvent.Opened.class,
                        InvoiceEvent.Computed.class,
                        InvoiceEvent.Finalized.class);
        assertThat(history.getLast())
                .isInstanceOfSatisfying(
                        InvoiceEvent.Finalized.class,
                        invoice -> {
                            assertThat(invoice.totals().credits()).isEqualTo(usd("33.00"));
                            assertThat(invoice.totals().total()).isEqualTo(usd("7.00"));
                        });
    }
}
