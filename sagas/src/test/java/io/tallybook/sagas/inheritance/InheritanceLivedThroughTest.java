package io.tallybook.sagas.inheritance;

import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.fixed;
import static io.tallybook.sagas.Samples.terms;
import static io.tallybook.sagas.Samples.ulid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.duework.DueWorkCommand.PerformUpTo;
import io.tallybook.core.duework.DueWorkCommand.Report;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.Family;
import io.tallybook.core.subscription.Heir;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionType;
import io.tallybook.sagas.Engine;
import io.tallybook.sagas.TestDatabase;
import io.tallybook.sagas.ViewsInMemory;
import io.tallybook.testkit.Eventually;
import io.tallybook.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A family lived through with the real aggregates on a real store. */
class InheritanceLivedThroughTest {
    private final TestDatabase database = new TestDatabase();
    private final ViewsInMemory views = new ViewsInMemory();
    private final MutableClock machine = MutableClock.at("2026-01-01T00:00:00Z");
    private final Engine engine = new Engine(database.dataSource(), views, machine);

    @AfterEach
    void stop() {
        engine.close();
        database.close();
    }

    private static Heir heir(String name, Instant from) {
        return new Heir(
                CustomerId.of(ulid(name)),
                name,
                SubscriptionId.of(ulid("inherited by " + name)),
                from,
                null);
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

    @Test
    void everyHeirHasOneSubscriptionThatBillsNothingAndEndsWithTheParent() {
        Heir berlin = heir("berlin", START);
        Heir paris = heir("paris", START.plus(Duration.ofDays(9)));
        SubscriptionTerms shared =
                terms(null, fixed("20.00", InvoiceCadence.ARREAR))
                        .with(Family.NONE.with(List.of(berlin)));
        views.subscription(SUBSCRIPTION, shared);
        engine.send(new SubscriptionCommand.Create(SUBSCRIPTION, SCOPE, START, shared));
        eventually(() -> assertThat(events(SubscriptionEvent.Activated.class)).hasSize(2));
        engine.send(
                new SubscriptionCommand.ChangeHeirs(
                        SUBSCRIPTION, SCOPE, paris.from(), List.of(paris), List.of()));
        eventually(() -> assertThat(events(SubscriptionEvent.Activated.class)).hasSize(3));
        assertThat(events(SubscriptionEvent.Activated.class))
                .extracting(activated -> activated.terms().type())
                .containsExactly(
                        SubscriptionType.PARENT,
                        SubscriptionType.INHERITED,
                        SubscriptionType.INHERITED);

        Report month = engine.commands().sendAndWait(new PerformUpTo(SCOPE, DECEMBER));
        assertThat(month.open()).isZero();
        engine.send(
                new SubscriptionCommand.Cancel(
                        SUBSCRIPTION,
                        SCOPE,
                        DECEMBER.plus(Duration.ofDays(3)),
                        CancellationType.IMMEDIATE,
                        null,
                        OpenUsage.INVOICED,
                        null));
        eventually(
                () ->
                        assertThat(events(SubscriptionEvent.Cancelled.class))
                                .extracting(SubscriptionEvent.Cancelled::subscriptionId)
                                .containsExactlyInAnyOrder(
                                        SUBSCRIPTION,
                                        berlin.subscriptionId(),
                                        paris.subscriptionId()));
        assertThat(events(InvoiceEvent.Opened.class))
                .extracting(opened -> opened.opening().subscription())
                .containsOnly(SUBSCRIPTION);
        assertThat(events(SubscriptionEvent.Cancelled.class))
                .extracting(SubscriptionEvent.Cancelled::cancelledAt)
                .containsOnly(DECEMBER.plus(Duration.ofDays(3)));
    }
}
