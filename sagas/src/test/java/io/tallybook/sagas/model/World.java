package io.tallybook.sagas.model;

import static io.tallybook.sagas.Samples.SCOPE;

import io.tallybook.core.Command;
import io.tallybook.core.Rejection;
import io.tallybook.core.Ulid;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.subscription.AgreedPlan;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.Heir;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.PauseId;
import io.tallybook.core.subscription.PauseOrder;
import io.tallybook.core.subscription.Predecessor;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.ResumeMode;
import io.tallybook.core.subscription.ScheduleId;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.Successor;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Subscriptions;
import io.tallybook.sagas.duework.DueKind;
import io.tallybook.sagas.duework.DueWorkInMemory;
import io.tallybook.sagas.finalization.ComputationInputs;
import io.tallybook.sagas.notice.Grace;
import io.tallybook.sagas.unusedcredit.ChosenWallets;
import io.tallybook.sagas.unusedcredit.UnusedCredit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.axonframework.commandhandling.AsynchronousCommandBus;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/**
 * The program, with one customer in it: the real aggregates and processes, driven one event after
 * the other, so that a script always takes the same way.
 */
final class World implements AutoCloseable {
    private static final int SECONDS = 3600;

    private final String run;
    private final CustomerId customer;
    private final WalletId wallet;
    private final Shown shown;
    private final ExecutorService commands =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    private final Delivery delivery = new Delivery();
    private final Queue<EventMessage<?>> events = new ArrayDeque<>();
    private final Configuration axon;
    private final DueWorkInMemory dueWork;
    private final Map<List<Object>, SubscriptionId> inherited = new HashMap<>();
    private @Nullable SubscriptionId subscription;
    private long now;
    private int serial;

    /**
     * @param run tells this run from all others on the same database
     */
    World(DataSource choices, String run, DueWorkInMemory.Ties ties, long now) {
        this.run = run;
        this.now = now;
        this.customer = CustomerId.of(Ulid.derived(Instant.EPOCH, "customer", run));
        this.wallet = WalletId.of(Ulid.derived(Instant.EPOCH, "wallet", run));
        this.shown = new Shown(customer);
        this.axon = InMemoryAxon.start(choices, shown.gateway(), delivery, commands);
        axon.eventStore().subscribe(events::addAll);
        this.dueWork =
                new DueWorkInMemory(
                        Map.of(
                                DueKind.FINALIZE,
                                new ComputationInputs(
                                        axon.getComponent(Subscriptions.class),
                                        shown.gateway(),
                                        axon.getComponent(ProcessCommands.class)),
                                DueKind.UNUSED_CREDIT,
                                new UnusedCredit(
                                        shown.gateway(),
                                        axon.getComponent(Subscriptions.class),
                                        new ChosenWallets(choices, shown.gateway()),
                                        axon.getComponent(ProcessCommands.class)),
                                DueKind.END_GRACE,
                                new Grace(shown.gateway())),
                        axon.getComponent(ProcessCommands.class),
                        ties);
        send(new WalletCommand.Create(wallet, SCOPE, instant(now), shown.wallet()));
    }

    static Instant instant(long hour) {
        return Instant.ofEpochSecond(hour * SECONDS);
    }

    static long hour(Instant instant) {
        return instant.getEpochSecond() / SECONDS;
    }

    Shown shown() {
        return shown;
    }

    void liveUntil(long hour) {
        now = hour;
        settle();
        dueWork.perform(SCOPE, instant(now), this::settle);
    }

    boolean subscribe(Agreed.Beginning beginning) {
        subscription = named(beginning);
        return send(
                new SubscriptionCommand.Create(
                        subscription, SCOPE, instant(now), Terms.of(customer, beginning)));
    }

    private SubscriptionId named(Agreed.Beginning beginning) {
        return SubscriptionId.of(
                Ulid.derived(Instant.EPOCH, run, "subscription" + beginning.serial()));
    }

    boolean swap(Agreed.Swap swap) {
        Instant from = instant(swap.from());
        return send(
                new SubscriptionCommand.ChangeLines(
                        subscribed(),
                        SCOPE,
                        instant(now),
                        run + " change " + swap.serial(),
                        swap.settling(),
                        swap.begun().stream()
                                .map(line -> Terms.line(line).holding(from, null))
                                .toList(),
                        swap.ended().stream()
                                .map(
                                        line ->
                                                new SubscriptionEvent.LineEnd(
                                                        Terms.id(line), from, null))
                                .toList()));
    }

    boolean pause(Course.Rest rest, int days) {
        return pause(PauseOrder.Mode.IMMEDIATE, null, rest, days);
    }

    boolean pauseLater(Act.PauseLater how) {
        return how.hoursAhead() == 0
                ? pause(PauseOrder.Mode.PERIOD_END, null, how.rest(), how.days())
                : pause(
                        PauseOrder.Mode.SCHEDULED,
                        instant(now + how.hoursAhead()),
                        how.rest(),
                        how.days());
    }

    boolean agree(Agreed.NextPlan plan) {
        var change =
                new AgreedPlan(
                        ScheduleId.of(Ulid.derived(Instant.EPOCH, run, "plan" + plan.serial())),
                        Terms.PLAN,
                        plan.settling(),
                        plan.begun().stream().map(Terms::line).toList(),
                        AgreedPlan.Addons.CARRY,
                        instant(plan.at()),
                        Map.of());
        return send(
                new SubscriptionCommand.ScheduleChange(subscribed(), SCOPE, instant(now), change));
    }

    private boolean pause(
            PauseOrder.Mode mode, @Nullable Instant start, Course.Rest rest, int days) {
        return send(
                new SubscriptionCommand.Pause(
                        subscribed(),
                        SCOPE,
                        instant(now),
                        PauseId.of(Ulid.derived(Instant.EPOCH, run, "pause" + serial++)),
                        mode,
                        start,
                        null,
                        days == 0 ? null : days,
                        rest,
                        null,
                        Map.of()));
    }

    boolean resume() {
        return send(
                new SubscriptionCommand.Resume(
                        subscribed(), SCOPE, instant(now), ResumeMode.IMMEDIATE));
    }

    boolean cancel(Act.Cancel how) {
        boolean dated = how.type() == CancellationType.SCHEDULED_DATE;
        return send(
                new SubscriptionCommand.Cancel(
                        subscribed(),
                        SCOPE,
                        instant(now),
                        how.type(),
                        dated ? instant(now + how.hoursAhead()) : null,
                        how.openUsage(),
                        null,
                        how.unspent()));
    }

    boolean succeed(Agreed.Beginning beginning, ProrationBehavior unspent) {
        SubscriptionId old = subscribed();
        SubscriptionId id = named(beginning);
        SubscriptionTerms terms = Terms.of(customer, beginning);
        var next =
                new Successor(
                        id,
                        terms.with(
                                terms.arranged()
                                        .following(
                                                Predecessor.of(
                                                        old,
                                                        shown.terms(old),
                                                        instant(now),
                                                        List.of()),
                                                null)));
        boolean accepted =
                send(
                        new SubscriptionCommand.Cancel(
                                old,
                                SCOPE,
                                instant(now),
                                CancellationType.IMMEDIATE,
                                null,
                                OpenUsage.INVOICED,
                                null,
                                unspent,
                                null,
                                next));
        if (accepted) {
            subscription = id;
        }
        return accepted;
    }

    boolean withdrawCancellation() {
        return send(
                new SubscriptionCommand.WithdrawCancellation(subscribed(), SCOPE, instant(now)));
    }

    void give(Agreed.Coupon coupon) {
        shown.give(run, subscribed(), coupon);
    }

    void use(long hour, int number) {
        shown.use(hour, number);
    }

    void useBeside(int member, long hour, int number) {
        shown.useBeside(Terms.member(member), hour, number);
    }

    boolean join(int member) {
        Heir heir =
                new Heir(
                        CustomerId.of(Ulid.derived(Instant.EPOCH, run, Terms.member(member))),
                        Terms.member(member),
                        SubscriptionId.of(Ulid.derived(Instant.EPOCH, run, "inherited" + serial++)),
                        instant(now),
                        null);
        boolean accepted = share(List.of(heir), List.of());
        if (accepted) {
            inherited.put(List.of(subscribed(), member), heir.subscriptionId());
        }
        return accepted;
    }

    boolean leave(int member) {
        SubscriptionId last = inherited.get(List.of(subscribed(), member));
        return share(List.of(), List.of(last == null ? subscribed() : last));
    }

    private boolean share(List<Heir> added, List<SubscriptionId> removed) {
        return send(
                new SubscriptionCommand.ChangeHeirs(
                        subscribed(), SCOPE, instant(now), added, removed));
    }

    void topUp(BigDecimal credits) {
        send(
                new WalletCommand.TopUp(
                        wallet,
                        SCOPE,
                        instant(now),
                        WalletTransactionId.of(
                                Ulid.derived(Instant.EPOCH, run, "top up" + serial++)),
                        credits,
                        TransactionDocument.Reason.PURCHASED_CREDIT_DIRECT,
                        null,
                        null,
                        null,
                        null,
                        Map.of()));
    }

    boolean voidInvoice(InvoiceId invoice) {
        return send(new InvoiceCommand.VoidInvoice(invoice, SCOPE, instant(now), null));
    }

    private SubscriptionId subscribed() {
        return Optional.ofNullable(subscription).orElseThrow();
    }

    /** Whether it is not refused; with all that follows from it. */
    private boolean send(Command command) {
        try {
            axon.commandGateway().sendAndWait(command);
        } catch (CommandExecutionException e) {
            if (e.<Rejection>getDetails().isEmpty()) {
                throw e;
            }
            return false;
        }
        liveUntil(now);
        return true;
    }

    private void settle() {
        while (!events.isEmpty()) {
            EventMessage<?> event = events.remove();
            shown.on(event);
            dueWork.on(event);
            delivery.deliver(event);
        }
    }

    @Override
    public void close() {
        axon.shutdown();
        if (axon.commandBus() instanceof AsynchronousCommandBus bus) {
            bus.shutdown();
        }
        commands.shutdown();
    }
}
