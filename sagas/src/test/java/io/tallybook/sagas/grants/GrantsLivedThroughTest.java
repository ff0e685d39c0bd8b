package io.tallybook.sagas.grants;

import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.FEBRUARY;
import static io.tallybook.sagas.Samples.JANUARY;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.fixed;
import static io.tallybook.sagas.Samples.terms;
import static io.tallybook.sagas.Samples.ulid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.creditgrant.CreditGrantCommand;
import io.tallybook.core.creditgrant.CreditGrantCommand.Standing;
import io.tallybook.core.creditgrant.CreditGrantDocument;
import io.tallybook.core.creditgrant.CreditGrantDocument.Expiry;
import io.tallybook.core.creditgrant.CreditGrantDocument.Recurrence;
import io.tallybook.core.creditgrant.CreditGrantDocument.Rollover;
import io.tallybook.core.creditgrant.CreditGrantDocument.Target;
import io.tallybook.core.creditgrant.CreditGrantEvent;
import io.tallybook.core.creditgrant.CreditGrantId;
import io.tallybook.core.duework.DueWorkCommand.PerformUpTo;
import io.tallybook.core.duework.DueWorkCommand.Report;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.sagas.Engine;
import io.tallybook.sagas.Samples;
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
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Credits of months, given with the real aggregates on a real store. */
class GrantsLivedThroughTest {
    private static final PlanId PLAN = PlanId.of(ulid("plan"));
    private static final CreditGrantId OF_PLAN = CreditGrantId.of(ulid("grant of the plan"));
    private static final Duration DELAY = Samples.DELAY.value();

    private final TestDatabase database = new TestDatabase();
    private final ViewsInMemory views = new ViewsInMemory();
    private final MutableClock machine = MutableClock.at("2026-01-01T00:00:00Z");
    private final Engine engine = new Engine(database.dataSource(), views, machine);

    @AfterEach
    void stop() {
        engine.close();
        database.close();
    }

    private static CreditGrantDocument monthly() {
        return new CreditGrantDocument(
                "Included",
                Target.of(PLAN),
                new BigDecimal("100"),
                new Recurrence(PeriodUnit.MONTHLY, 1),
                new Expiry(Expiry.Type.BILLING_CYCLE, null, null),
                new Rollover(new BigDecimal("20")),
                null,
                BigDecimal.ONE,
                BigDecimal.ONE,
                null,
                null,
                Map.of(),
                null);
    }

    /** A subscription that has taken its plan's grant over, and the view that shows it. */
    private CreditGrantId subscribed(SubscriptionTerms terms) {
        views.grant(OF_PLAN, monthly());
        views.subscription(SUBSCRIPTION, terms);
        engine.send(new SubscriptionCommand.Create(SUBSCRIPTION, SCOPE, START, terms));
        Eventually.within(
                Duration.ofSeconds(60),
                () -> assertThat(events(CreditGrantEvent.Created.class)).hasSize(1));
        CreditGrantEvent.Created taken = events(CreditGrantEvent.Created.class).getFirst();
        views.grant(taken.grantId(), taken.grant());
        return taken.grantId();
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

    private List<TransactionDocument> credits() {
        return events(WalletEvent.ToppedUp.class).stream()
                .map(WalletEvent.ToppedUp::transaction)
                .toList();
    }

    @Test
    void aSubscriptionGetsEveryMonthWhatItsPlanGives() {
        subscribed(terms(null, fixed("20.00", InvoiceCadence.ARREAR)));

        Report report = advance(FEBRUARY.minusSeconds(1));

        assertThat(report.open()).isZero();
        assertThat(credits())
                .extracting(TransactionDocument::expiresAt)
                .containsExactly(DECEMBER.plus(DELAY), JANUARY.plus(DELAY), FEBRUARY.plus(DELAY));
        assertThat(credits())
                .allSatisfy(
                        c ->
                                assertThat(c.reason())
                                        .isEqualTo(
                                                TransactionDocument.Reason
                                                        .SUBSCRIPTION_CREDIT_GRANT));
        assertThat(events(WalletEvent.Created.class)).hasSize(1);
    }

    @Test
    void whatIsLeftIsCarriedOverOnceUpToTheCapAndThenExpires() {
        subscribed(terms(null, fixed("20.00", InvoiceCadence.ARREAR)));

        advance(FEBRUARY.minusSeconds(1));

        // November's 100: 80 expire, 20 last through December and expire with it; December's 100
        // the same.
        assertThat(events(WalletEvent.CarriedOver.class))
                .extracting(WalletEvent.CarriedOver::until)
                .containsExactly(JANUARY.plus(DELAY), FEBRUARY.plus(DELAY));
        assertThat(events(WalletEvent.Expired.class))
                .extracting(
                        e -> e.transaction() == null ? "0" : e.transaction().credits().toString())
                .containsExactlyInAnyOrder("80", "20", "80");
    }

    @Test
    void aRepeatGivesNothingMore() {
        subscribed(terms(null, fixed("20.00", InvoiceCadence.ARREAR)));
        advance(JANUARY);
        int before = credits().size();

        advance(JANUARY);
        for (CreditGrantEvent.Applied applied : events(CreditGrantEvent.Applied.class)) {
            var given = applied.application();
            engine.send(
                    new CreditGrantCommand.Apply(
                            given.grantId(),
                            SCOPE,
                            given.periodStart(),
                            given.index(),
                            Standing.SERVED,
                            null));
        }

        assertThat(credits()).hasSize(before);
    }

    @Test
    void whateverStepIsCutOffItIsGivenOnce() {
        Set<Class<?>> cut = ConcurrentHashMap.newKeySet();
        engine.beforeEachCommand(
                command -> {
                    boolean step =
                            command instanceof CreditGrantCommand
                                    || command instanceof WalletCommand;
                    if (step && cut.add(command.getClass())) {
                        throw new IllegalStateException("cut off");
                    }
                });
        subscribed(terms(null, fixed("20.00", InvoiceCadence.ARREAR)));

        // What has failed is tried again by the next advance.
        Report report = advance(JANUARY.minusSeconds(1));
        for (int again = 0; report.open() > 0 && again < 10; again++) {
            report = advance(JANUARY.minusSeconds(1));
        }

        assertThat(report.open()).isZero();
        assertThat(cut)
                .contains(
                        CreditGrantCommand.Create.class,
                        CreditGrantCommand.Apply.class,
                        WalletCommand.Create.class,
                        WalletCommand.TopUp.class);
        assertThat(credits())
                .hasSize(2)
                .extracting(TransactionDocument::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void aPausedSubscriptionGetsNothingUntilItGoesOn() {
        SubscriptionTerms terms = terms(null, fixed("20.00", InvoiceCadence.ARREAR));
        subscribed(terms);
        advance(START);
        views.subscription(
                SUBSCRIPTION,
                terms.with(
                        new Course(
                                null,
                                List.of(
                                        new Course.Pause(
                                                DECEMBER.minusSeconds(60),
                                                DECEMBER.plusSeconds(60),
                                                0,
                                                Course.Rest.KEPT)))));

        advance(JANUARY);

        assertThat(events(CreditGrantEvent.Skipped.class))
                .singleElement()
                .extracting(CreditGrantEvent.Skipped::because)
                .isEqualTo(Standing.PAUSED);
        assertThat(credits()).hasSize(2);
    }

    @Test
    void whatWasEndedGivesNothingMore() {
        CreditGrantId grant = subscribed(terms(null, fixed("20.00", InvoiceCadence.ARREAR)));
        advance(START);

        engine.send(
                new CreditGrantCommand.End(
                        grant, SCOPE, START, CreditGrantEvent.Because.SUBSCRIPTION_ENDED));
        advance(FEBRUARY);

        assertThat(credits()).hasSize(1);
    }
}
