package io.tallybook.sagas.grouping;

import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.DELAY;
import static io.tallybook.sagas.Samples.IN_DECEMBER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.fixed;
import static io.tallybook.sagas.Samples.terms;
import static io.tallybook.sagas.Samples.ulid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Stamp;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.duework.DueWorkCommand.PerformUpTo;
import io.tallybook.core.duework.DueWorkCommand.Report;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.GroupMembership;
import io.tallybook.core.subscription.GroupedChild;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
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
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A group lived through with the real aggregates on a real store. */
class GroupingLivedThroughTest {
    private static final SubscriptionId CHILD = SubscriptionId.of(ulid("child"));
    private static final SubscriptionTerms OWN = terms(null, fixed("20.00", InvoiceCadence.ARREAR));
    private static final SubscriptionTerms CHILDS =
            OWN.with(
                    OWN.lineItems().stream()
                            .map(line -> line.as(LineItemId.of(ulid("child line")), BigDecimal.ONE))
                            .toList());
    private static final Instant JOINED = START.plus(Duration.ofDays(9));

    private final TestDatabase database = new TestDatabase();
    private final ViewsInMemory views = new ViewsInMemory();
    private final MutableClock machine = MutableClock.at("2026-01-01T00:00:00Z");
    private final Engine engine = new Engine(database.dataSource(), views, machine);

    @AfterEach
    void stop() {
        engine.close();
        database.close();
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

    private Report upTo(Instant moment) {
        return engine.commands().sendAndWait(new PerformUpTo(SCOPE, moment));
    }

    private void begin() {
        views.subscription(SUBSCRIPTION, OWN);
        views.subscription(CHILD, CHILDS);
        engine.send(new SubscriptionCommand.Create(SUBSCRIPTION, SCOPE, START, OWN));
        engine.send(new SubscriptionCommand.Create(CHILD, SCOPE, START, CHILDS));
        engine.send(
                new SubscriptionCommand.ChangeGroup(
                        SUBSCRIPTION, SCOPE, JOINED, List.of(CHILD), List.of()));
        eventually(() -> assertThat(events(SubscriptionEvent.GroupJoined.class)).hasSize(1));
    }

    /** The child as a view shows it that has heard of it all. */
    private void show(int index) {
        SubscriptionTerms joined =
                CHILDS.after(
                        new SubscriptionEvent.GroupJoined(
                                CHILD,
                                JOINED,
                                new GroupMembership(SUBSCRIPTION, OWN.payer(), 0, null)));
        views.subscription(
                new SubscriptionView(
                        CHILD,
                        SCOPE,
                        joined,
                        SubscriptionView.Status.ACTIVE,
                        index,
                        IN_DECEMBER,
                        null,
                        null,
                        null,
                        Stamp.first(START, "test", 2)));
    }

    @Test
    void whatBeginsTogetherIsInvoicedTogetherFromTheFirstPeriodOn() {
        views.subscription(SUBSCRIPTION, OWN);
        engine.send(
                new SubscriptionCommand.Create(
                        SUBSCRIPTION, SCOPE, START, OWN, List.of(new GroupedChild(CHILD, CHILDS))));
        eventually(() -> assertThat(events(SubscriptionEvent.Activated.class)).hasSize(2));

        assertThat(upTo(DECEMBER).open()).isZero();
        assertThat(events(SubscriptionEvent.GroupJoined.class)).isEmpty();
        assertThat(events(SubscriptionEvent.Renewed.class))
                .filteredOn(renewed -> renewed.subscriptionId().equals(CHILD))
                .singleElement()
                .satisfies(renewed -> assertThat(renewed.groupedWith()).isEqualTo(SUBSCRIPTION));
        assertThat(events(InvoiceEvent.Opened.class))
                .singleElement()
                .satisfies(
                        opened -> {
                            assertThat(opened.opening().subscription()).isEqualTo(SUBSCRIPTION);
                            assertThat(opened.opening().children()).containsExactly(CHILD);
                        });
    }

    @Test
    void twoSubscriptionsAreInvoicedTogetherOnce() {
        begin();
        show(0);
        Instant due = DECEMBER.plus(DELAY.value());
        assertThat(upTo(DECEMBER).open()).isZero();
        assertThat(events(InvoiceEvent.Opened.class))
                .singleElement()
                .satisfies(
                        opened -> {
                            assertThat(opened.opening().subscription()).isEqualTo(SUBSCRIPTION);
                            assertThat(opened.opening().children()).containsExactly(CHILD);
                        });

        // As long as it is not to be seen that the child has closed its period, it is waited for.
        Report waiting = upTo(due);
        assertThat(waiting.open()).isEqualTo(1);
        assertThat(events(InvoiceEvent.Computed.class)).isEmpty();
        show(1);
        assertThat(upTo(due).open()).isZero();
        assertThat(events(InvoiceEvent.Computed.class))
                .singleElement()
                .satisfies(
                        computed ->
                                assertThat(computed.lines())
                                        .extracting(line -> line.input().served() == null)
                                        .containsExactly(true, false));
        int before = events(Object.class).size();
        assertThat(upTo(due).open()).isZero();
        assertThat(events(Object.class)).hasSize(before);
    }

    @Test
    void aChildOfAParentThatEndsIsInvoicedByItself() {
        begin();
        engine.send(
                new SubscriptionCommand.Cancel(
                        SUBSCRIPTION,
                        SCOPE,
                        JOINED.plus(Duration.ofDays(1)),
                        CancellationType.IMMEDIATE,
                        null,
                        OpenUsage.FORGIVEN,
                        null));
        eventually(() -> assertThat(events(SubscriptionEvent.GroupLeft.class)).hasSize(1));
        assertThat(upTo(DECEMBER).open()).isZero();
        assertThat(events(InvoiceEvent.Opened.class))
                .extracting(opened -> opened.opening().subscription())
                .containsExactly(CHILD);
    }

    @Test
    void whatWasHeldBackForAnInvoiceThatDoesNotComeIsInvoicedOnce() {
        begin();
        assertThat(upTo(DECEMBER).open()).isZero();
        // It hears late that the parent ended before the period did.
        var leave =
                new SubscriptionCommand.LeaveGroup(
                        CHILD, SCOPE, DECEMBER.plus(Duration.ofDays(1)), SUBSCRIPTION, START);
        engine.send(leave);
        engine.send(leave);
        eventually(
                () ->
                        assertThat(events(InvoiceEvent.Opened.class))
                                .extracting(opened -> opened.opening().subscription())
                                .containsExactly(SUBSCRIPTION, CHILD));
        assertThat(events(InvoiceEvent.Opened.class).getLast().opening().period().end())
                .isEqualTo(DECEMBER);
        assertThat(upTo(DECEMBER.plus(Duration.ofDays(1))).open()).isZero();
        assertThat(events(InvoiceEvent.Opened.class)).hasSize(2);
    }

    @Test
    void whoCannotJoinIsTakenOffTheList() {
        views.subscription(SUBSCRIPTION, OWN);
        engine.send(new SubscriptionCommand.Create(SUBSCRIPTION, SCOPE, START, OWN));
        engine.send(
                new SubscriptionCommand.ChangeGroup(
                        SUBSCRIPTION, SCOPE, JOINED, List.of(CHILD), List.of()));
        eventually(
                () ->
                        assertThat(events(SubscriptionEvent.GroupChanged.class))
                                .extracting(SubscriptionEvent.GroupChanged::removed)
                                .containsExactly(List.of(), List.of(CHILD)));
    }
}
