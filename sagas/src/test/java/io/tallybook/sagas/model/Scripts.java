package io.tallybook.sagas.model;

import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.Settling;
import io.tallybook.domain.time.BillingCycle;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random scripts; the same seed always gives the same one. */
final class Scripts {
    private static final int DAY = 24;
    private static final String[] ZONES = {"UTC", "Europe/Berlin", "America/New_York"};

    private final SplittableRandom random;

    private Scripts(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A subscription and what happens to it, in so many steps. */
    static List<Act> of(long seed, int steps) {
        Scripts scripts = new Scripts(seed);
        List<Act> acts = new ArrayList<>();
        acts.add(scripts.subscribe());
        while (acts.size() < steps) {
            acts.add(scripts.act());
        }
        return List.copyOf(acts);
    }

    private Act act() {
        return switch (random.nextInt(54)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8 -> new Act.Wait(days(1, 36));
            case 9, 10 -> new Act.Wait(random.nextInt(1, 5));
            case 11, 12, 13 -> new Act.WaitForPeriodEnd(random.nextInt(3));
            case 14, 15, 16, 17, 18, 19, 20 -> new Act.Use(calls(), hoursBack());
            case 21, 22, 23 -> new Act.ChangePlan(pick(Offer.Plan.values()), settling(), back());
            case 24, 25 ->
                    new Act.ChangeUnits(random.nextInt(4), random.nextInt(6), settling(), back());
            case 26, 27 ->
                    new Act.Pause(
                            pick(Course.Rest.values()),
                            random.nextBoolean() ? random.nextInt(1, 50) : 0);
            case 28, 29, 30 -> new Act.Resume();
            case 31, 32 -> coupon();
            case 33, 34 -> new Act.TopUp(random.nextInt(1, 5000));
            case 35 -> cancel();
            case 36 -> new Act.WithdrawCancellation();
            case 37 -> new Act.VoidInvoice(random.nextInt(3));
            case 38 ->
                    new Act.PauseLater(
                            pick(Course.Rest.values()),
                            random.nextInt(50),
                            random.nextBoolean() ? days(1, 40) : 0);
            case 39, 40 -> new Act.AgreePlan(pick(Offer.Plan.values()), settling());
            case 41, 42, 43 -> new Act.UseBeside(member(), calls(), hoursBack());
            case 44, 45 -> new Act.Join(member());
            case 46 -> new Act.Leave(member());
            case 47, 48, 49 ->
                    new Act.ChangePromise(
                            random.nextInt(3),
                            pick(new Integer[] {50, 100, 100, 200}),
                            settling(),
                            back());
            case 50, 51 ->
                    new Act.Succeed(
                            pick(Offer.Plan.values()),
                            pick(BillingCycle.values()),
                            pick(ProrationBehavior.values()));
            default -> subscribe();
        };
    }

    private Act subscribe() {
        return new Act.Subscribe(
                pick(ZONES),
                pick(new Integer[] {0, 0, 9, 17}),
                pick(new Integer[] {0, 0, 1, 40, 100}),
                pick(BillingCycle.values()),
                pick(new Integer[] {0, 0, 0, 7, 14, 45}),
                pick(ProrationBehavior.values()),
                pick(Offer.Plan.values()),
                random.nextBoolean() ? pledge() : null);
    }

    private Agreed.Pledge pledge() {
        return new Agreed.Pledge(
                pick(new Integer[] {0, 0, 1, 3, 12}),
                new BigDecimal(pick(new String[] {"20", "60.005", "150", "400"})),
                new BigDecimal(pick(new String[] {"1", "1.5", "2"})),
                random.nextInt(3) > 0);
    }

    private Act coupon() {
        boolean percentage = random.nextBoolean();
        return new Act.GiveCoupon(
                percentage ? random.nextInt(1, 101) : 0,
                percentage ? 0 : random.nextInt(1, 4000),
                random.nextBoolean() ? random.nextInt(1, 100) : 0);
    }

    private Act cancel() {
        return new Act.Cancel(
                pick(
                        new CancellationType[] {
                            CancellationType.IMMEDIATE,
                            CancellationType.END_OF_PERIOD,
                            CancellationType.SCHEDULED_DATE
                        }),
                days(1, 50),
                pick(OpenUsage.values()),
                pick(ProrationBehavior.values()));
    }

    private int member() {
        return random.nextInt(3);
    }

    private Settling settling() {
        return pick(Settling.values());
    }

    private int calls() {
        return random.nextInt(4) == 0 ? random.nextInt(3000) : random.nextInt(150);
    }

    private int hoursBack() {
        return random.nextInt(3) == 0 ? random.nextInt(40 * DAY) : 0;
    }

    private int back() {
        return random.nextInt(3) == 0 ? random.nextInt(12 * DAY) : 0;
    }

    // Whole days, but for some that begin at another hour.
    private int days(int least, int most) {
        return random.nextInt(least, most) * DAY
                + (random.nextInt(3) == 0 ? random.nextInt(DAY) : 0);
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
