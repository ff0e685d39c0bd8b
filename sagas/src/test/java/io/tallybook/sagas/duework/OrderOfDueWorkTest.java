package io.tallybook.sagas.duework;

import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.fixed;
import static io.tallybook.sagas.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Command;
import io.tallybook.core.Meta;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.duework.DueWorkCommand.PerformUpTo;
import io.tallybook.core.duework.DueWorkCommand.Report;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.sagas.Engine;
import io.tallybook.sagas.Samples;
import io.tallybook.sagas.TestDatabase;
import io.tallybook.sagas.ViewsInMemory;
import io.tallybook.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/** However work falls due, it is performed in the order of its due time and kind. */
class OrderOfDueWorkTest {
    private static final TestDatabase DATABASE = new TestDatabase();
    private static final ViewsInMemory VIEWS = new ViewsInMemory();
    private static final Engine ENGINE =
            new Engine(DATABASE.dataSource(), VIEWS, MutableClock.at("2026-01-01T00:00:00Z"));
    private static final AtomicInteger TRIES = new AtomicInteger();

    @AfterContainer
    static void stop() {
        ENGINE.close();
        DATABASE.close();
    }

    private record Performed(Instant at, int rank) {
        static final Comparator<Performed> ORDER =
                Comparator.comparing(Performed::at).thenComparingInt(Performed::rank);
    }

    @Property(tries = 5, shrinking = net.jqwik.api.ShrinkingMode.OFF)
    void workIsPerformedInTheOrderInWhichItFallsDue(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 40) Integer> startDays,
            @ForAll @Size(min = 5, max = 5) List<@IntRange(min = 20, max = 120) Integer> lives,
            @ForAll @IntRange(min = 30, max = 130) int advanceDays) {
        int attempt = TRIES.incrementAndGet();
        Scope scope = Samples.scope("try " + attempt);
        for (int i = 0; i < startDays.size(); i++) {
            SubscriptionId id = subscription("try " + attempt + " " + i);
            Instant start = START.plus(Duration.ofDays(startDays.get(i)));
            // Some end on the very day of a renewal.
            Instant end = start.plus(Duration.ofDays(lives.get(i)));
            subscribe(id, scope, starting(start, i % 2 == 0 ? end : null));
        }
        int before = ENGINE.sent().size();

        Report report =
                ENGINE.commands()
                        .sendAndWait(
                                new PerformUpTo(scope, START.plus(Duration.ofDays(advanceDays))));

        assertThat(report.open()).isZero();
        List<Performed> performed = performed(before);
        assertThat(performed).hasSize(report.performed()).isSortedAccordingTo(Performed.ORDER);
        assertThat(performed)
                .allMatch(p -> !p.at().isAfter(START.plus(Duration.ofDays(advanceDays))));
    }

    private static List<Performed> performed(int from) {
        return ENGINE.sent().stream()
                .skip(from)
                .filter(
                        m ->
                                m.getMetaData().get(Meta.CAUSE) instanceof String cause
                                        && cause.startsWith("due_work:"))
                .map(
                        m ->
                                new Performed(
                                        ((Command) m.getPayload()).at(),
                                        DueKind.valueOf(
                                                        String.valueOf(
                                                                        m.getMetaData()
                                                                                .get(Meta.CAUSE))
                                                                .substring("due_work:".length()))
                                                .rank()))
                .toList();
    }

    private static void subscribe(SubscriptionId id, Scope scope, SubscriptionTerms terms) {
        VIEWS.subscription(id, scope, terms);
        ENGINE.send(new SubscriptionCommand.Create(id, scope, terms.startDate(), terms));
    }

    private static SubscriptionTerms starting(
            Instant start, @org.jspecify.annotations.Nullable Instant end) {
        SubscriptionTerms usual = Samples.terms(end, fixed("20.00", InvoiceCadence.ADVANCE));
        return new SubscriptionTerms(
                usual.customerId(),
                usual.externalCustomerId(),
                usual.planId(),
                usual.currency(),
                start,
                end,
                start,
                usual.billingCycle(),
                usual.billingPeriod(),
                usual.billingPeriodCount(),
                usual.timezone(),
                usual.conventions(),
                usual.lineItems(),
                null,
                usual.metadata());
    }
}
