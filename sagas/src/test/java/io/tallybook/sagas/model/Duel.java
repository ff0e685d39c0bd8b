package io.tallybook.sagas.model;

import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.Settling;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.sagas.duework.DueWorkInMemory;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The program and the slow biller live through the same script; what they show must be equal. */
final class Duel implements AutoCloseable {
    private static final long BEGIN = World.hour(Instant.parse("2023-10-28T00:00:00Z"));
    private static final int DAY = 24;

    private final World world;
    private final SlowBiller slow;
    private final Set<InvoiceId> voided = new HashSet<>();
    private long now = BEGIN;
    private long lastChange;
    private int serial;
    private int compared;

    private Duel(DataSource choices, String run, DueWorkInMemory.Ties ties) {
        this.world = new World(choices, run, ties, BEGIN);
        this.slow = new SlowBiller(BEGIN);
    }

    /**
     * What they do not agree on, if anything.
     *
     * @param run tells this run from all others on the same database
     */
    static Outcome run(
            DataSource choices, String run, DueWorkInMemory.Ties ties, List<Act> script) {
        try (Duel duel = new Duel(choices, run, ties)) {
            for (int step = 0; step < script.size(); step++) {
                Optional<String> difference = duel.step(script.get(step));
                if (difference.isPresent()) {
                    return new Outcome(
                            Optional.of(
                                    "step %d, %s, at %s: %s"
                                            .formatted(
                                                    step,
                                                    script.get(step),
                                                    World.instant(duel.now),
                                                    difference.get())),
                            duel.compared);
                }
            }
            return new Outcome(Optional.empty(), duel.compared);
        }
    }

    /**
     * @param invoices how many were compared
     */
    record Outcome(Optional<String> difference, int invoices) {}

    private Optional<String> step(Act act) {
        try {
            return apart(act).or(() -> act(act)).or(this::difference);
        } catch (RuntimeException e) {
            return Optional.of("the program fails: " + e);
        }
    }

    /**
     * None is cancelled or paused in the moment in which it begins if it was changed then: there is
     * no stretch of service that an invoice could be about. A pause lasts.
     */
    private Optional<String> apart(Act act) {
        boolean apart =
                switch (act) {
                    case Act.Cancel _, Act.Pause _, Act.Succeed _ ->
                            runs() && slow.last().beginsAt(now) && lastChange == now;
                    case Act.Resume _ -> runs() && slow.last().isPausedSince(now);
                    case Act.ChangePlan _, Act.ChangeUnits _, Act.ChangePromise _ -> {
                        lastChange = now;
                        yield false;
                    }
                    case Act.PauseLater _,
                            Act.AgreePlan _,
                            Act.Wait _,
                            Act.WaitForPeriodEnd _,
                            Act.Subscribe _,
                            Act.Use _,
                            Act.UseBeside _,
                            Act.Join _,
                            Act.Leave _,
                            Act.GiveCoupon _,
                            Act.TopUp _,
                            Act.WithdrawCancellation _,
                            Act.VoidInvoice _ ->
                            false;
                };
        if (apart) {
            live(now + 1);
        }
        return difference();
    }

    private Optional<String> act(Act act) {
        return switch (act) {
            case Act.Wait(int hours) -> live(now + hours);
            case Act.WaitForPeriodEnd(int more) ->
                    runs() ? liveUntilPeriodEnd(more) : Optional.empty();
            case Act.Subscribe begin -> runs() ? Optional.empty() : subscribe(begin);
            case Act.ChangePlan(var plan, var settling, int back) ->
                    exists()
                            ? swap(
                                    settling,
                                    back,
                                    slow.last().current(),
                                    plan.offers().stream().map(o -> line(o, 1)).toList())
                            : Optional.empty();
            case Act.ChangeUnits change -> exists() ? units(change) : Optional.empty();
            case Act.ChangePromise change -> exists() ? promise(change) : Optional.empty();
            case Act.Pause(var rest, int days) ->
                    exists()
                            ? agree(
                                    world.pause(rest, days),
                                    slow.last()
                                            .pause(
                                                    now,
                                                    rest,
                                                    days == 0
                                                            ? SlowLine.EVER
                                                            : now + (long) days * DAY))
                            : Optional.empty();
            case Act.PauseLater later ->
                    exists()
                            ? agree(world.pauseLater(later), slow.last().pauseLater(now, later))
                            : Optional.empty();
            case Act.AgreePlan(var plan, var settling) ->
                    exists() ? agreePlan(plan, settling) : Optional.empty();
            case Act.Resume() ->
                    exists() ? agree(world.resume(), slow.last().resume(now)) : Optional.empty();
            case Act.Use(int calls, int back) -> {
                world.use(now - back, calls);
                slow.use(now - back, calls);
                yield Optional.empty();
            }
            case Act.UseBeside(int member, int calls, int back) -> {
                world.useBeside(member, now - back, calls);
                slow.useBeside(member, now - back, calls);
                yield Optional.empty();
            }
            case Act.Join(int member) ->
                    exists()
                            ? agree(world.join(member), slow.last().join(member, now))
                            : Optional.empty();
            case Act.Leave(int member) ->
                    exists()
                            ? agree(world.leave(member), slow.last().leave(member, now))
                            : Optional.empty();
            case Act.GiveCoupon coupon -> exists() ? give(coupon) : Optional.empty();
            case Act.TopUp(int cents) -> {
                world.topUp(BigDecimal.valueOf(cents, 2));
                slow.credit(BigDecimal.valueOf(cents, 2));
                yield Optional.empty();
            }
            case Act.Cancel cancel ->
                    exists()
                            ? agree(world.cancel(cancel), slow.last().cancel(now, cancel))
                            : Optional.empty();
            case Act.Succeed(var plan, var cycle, var unspent) ->
                    runs() && slow.last().isCharged(now)
                            ? succeed(plan, cycle, unspent)
                            : Optional.empty();
            case Act.WithdrawCancellation() ->
                    exists()
                            ? agree(
                                    world.withdrawCancellation(),
                                    slow.last().withdrawCancellation())
                            : Optional.empty();
            case Act.VoidInvoice(int fromLast) -> voidInvoice(fromLast);
        };
    }

    private boolean exists() {
        return slow.hasSubscription();
    }

    private boolean runs() {
        return exists() && !slow.last().isOver();
    }

    private Optional<String> live(long until) {
        now = until;
        world.liveUntil(now);
        slow.liveUntil(now);
        return Optional.empty();
    }

    private Optional<String> liveUntilPeriodEnd(int hoursMore) {
        long end = slow.last().nextEnd(now);
        return end == SlowLine.EVER ? Optional.empty() : live(end + hoursMore);
    }

    private Optional<String> agree(boolean accepted, boolean slowly) {
        slow.finalizeDue(now);
        return accepted == slowly
                ? Optional.empty()
                : Optional.of(
                        "the program %s it, the slow biller %s"
                                .formatted(verb(accepted), verb(slowly)));
    }

    private static String verb(boolean accepted) {
        return accepted ? "accepts" : "refuses";
    }

    private Optional<String> subscribe(Act.Subscribe begin) {
        ZonedDateTime start =
                World.instant(now)
                        .atZone(ZoneId.of(begin.zone()))
                        .minusDays(begin.daysBack())
                        .withHour(begin.localHour());
        boolean toCome = World.hour(start.toInstant()) > now;
        var beginning =
                new Agreed.Beginning(
                        serial++,
                        begin.zone(),
                        World.hour((toCome ? start.minusDays(1) : start).toInstant()),
                        begin.cycle(),
                        begin.trialDays(),
                        begin.stub() == ProrationBehavior.CREATE_PRORATIONS,
                        begin.plan().offers().stream().map(o -> line(o, 1)).toList(),
                        begin.pledge());
        boolean accepted = world.subscribe(beginning);
        slow.subscribe(beginning);
        return agree(accepted, true);
    }

    private Optional<String> succeed(
            Offer.Plan plan, BillingCycle cycle, ProrationBehavior unspent) {
        Agreed.Beginning before = slow.last().agreed;
        var beginning =
                new Agreed.Beginning(
                        serial++,
                        before.zone(),
                        now,
                        cycle,
                        0,
                        before.prorated(),
                        plan.offers().stream().map(o -> line(o, 1)).toList(),
                        before.pledge());
        return agree(
                world.succeed(beginning, unspent),
                slow.succeed(beginning, unspent == ProrationBehavior.CREATE_PRORATIONS));
    }

    private Agreed.Line line(Offer offer, int units) {
        int next = serial++;
        return new Agreed.Line(next, offer, units, next);
    }

    private Optional<String> units(Act.ChangeUnits change) {
        List<Agreed.Line> fixed =
                slow.last().current().stream().filter(l -> l.offer().kind().isFixed()).toList();
        if (fixed.isEmpty()) {
            return Optional.empty();
        }
        Agreed.Line line = fixed.get(change.line() % fixed.size());
        return swap(
                change.settling(),
                change.hoursBack(),
                List.of(line),
                List.of(line(line.offer(), change.units())));
    }

    // Another line takes the place of one, and both count towards one promise.
    private Optional<String> promise(Act.ChangePromise change) {
        List<Agreed.Line> promised =
                slow.last().current().stream().filter(l -> l.offer().promise() != null).toList();
        if (promised.isEmpty()) {
            return Optional.empty();
        }
        Agreed.Line line = promised.get(change.line() % promised.size());
        return swap(
                change.settling(),
                change.hoursBack(),
                List.of(line),
                List.of(
                        new Agreed.Line(
                                serial++,
                                line.offer().promising(change.percent()),
                                line.units(),
                                line.since())));
    }

    private Optional<String> swap(
            Settling settling, int back, List<Agreed.Line> ended, List<Agreed.Line> begun) {
        var swap = new Agreed.Swap(serial++, now, now - back, settling, ended, begun);
        return agree(world.swap(swap), slow.last().swap(swap));
    }

    private Optional<String> agreePlan(Offer.Plan plan, Settling settling) {
        var next =
                new Agreed.NextPlan(
                        serial++,
                        now,
                        settling,
                        plan.offers().stream().map(o -> line(o, 1)).toList());
        return agree(world.agree(next), slow.last().agree(next));
    }

    private Optional<String> give(Act.GiveCoupon coupon) {
        var agreed =
                new Agreed.Coupon(
                        serial++,
                        coupon.percent(),
                        coupon.cents(),
                        now,
                        coupon.days() == 0 ? SlowLine.EVER : now + (long) coupon.days() * DAY);
        world.give(agreed);
        slow.give(slow.last(), agreed);
        return Optional.empty();
    }

    private Optional<String> voidInvoice(int fromLast) {
        int which = slow.invoices().size() - 1 - fromLast;
        if (which < 0) {
            return Optional.empty();
        }
        SlowInvoice invoice = slow.invoices().get(which);
        Optional<InvoiceId> same =
                world.shown().invoices().entrySet().stream()
                        .filter(entry -> entry.getValue().equals(invoice.toString()))
                        .map(Map.Entry::getKey)
                        .findFirst();
        if (same.isEmpty() || !voided.add(same.get())) {
            return Optional.empty();
        }
        slow.voidInvoice(invoice);
        return agree(world.voidInvoice(same.get()), true);
    }

    private Optional<String> difference() {
        List<SlowInvoice> expected = since(slow.invoices());
        List<String> actual = since(List.copyOf(world.shown().invoices().values()));
        if (!agree(expected, actual)) {
            return Optional.of(
                    "invoices\n    expected %s\n    and got  %s".formatted(expected, actual));
        }
        compared += actual.size();
        return slow.balance().compareTo(world.shown().balance()) == 0
                ? Optional.empty()
                : Optional.of(
                        "credits: expected %s, got %s"
                                .formatted(slow.balance(), world.shown().balance()));
    }

    // Of what falls due in one moment the order is nobody's business, nor is which of it credits
    // pay first.
    private static boolean agree(List<SlowInvoice> expected, List<String> actual) {
        List<String> left = new ArrayList<>(actual);
        Map<Long, List<SlowInvoice>> moments =
                expected.stream().collect(Collectors.groupingBy(SlowInvoice::due));
        for (List<SlowInvoice> moment : moments.values()) {
            BigDecimal owed = BigDecimal.ZERO;
            for (SlowInvoice invoice : moment) {
                Optional<String> same = left.stream().filter(invoice::isBesideCredits).findFirst();
                if (same.isEmpty()) {
                    return false;
                }
                left.remove(same.get());
                owed = owed.add(invoice.credits()).subtract(SlowInvoice.credits(same.get()));
            }
            if (owed.signum() != 0) {
                return false;
            }
        }
        return left.isEmpty();
    }

    private <T> List<T> since(List<T> all) {
        return all.subList(Math.min(compared, all.size()), all.size());
    }

    @Override
    public void close() {
        world.close();
    }
}
