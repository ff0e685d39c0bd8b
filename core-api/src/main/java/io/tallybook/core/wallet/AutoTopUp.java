package io.tallybook.core.wallet;

import io.tallybook.domain.time.BillingSchedule;
import io.tallybook.domain.time.Cadence;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.domain.wallet.TopUpRule;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a wallet buys credits by itself.
 *
 * @param threshold it buys when so many credits or fewer are left; absent for never
 * @param interval it buys at regular times; absent for never
 * @param fixed so many credits at once, and as often as lifts it above its threshold
 * @param target or as many as bring it to so many credits; one of the two
 * @param granted credits given with each fixed step; absent for none
 * @param cooldownSeconds how long it does not buy again after it has; 0 for not at all
 * @param paying whether they are there before they are paid for
 * @param most how many credits it may buy by itself in one calendar month, in UTC; absent for any
 */
public record AutoTopUp(
        @Nullable BigDecimal threshold,
        @Nullable Interval interval,
        @Nullable BigDecimal fixed,
        @Nullable BigDecimal target,
        @Nullable BigDecimal granted,
        long cooldownSeconds,
        Paying paying,
        @Nullable BigDecimal most) {

    /** The key of a purchase's metadata that says by which trigger it was made. */
    public static final String MARK = "auto_topup";

    /** Why it buys. */
    public enum Trigger {
        THRESHOLD,
        INTERVAL
    }

    /** How what it buys is paid for. */
    public enum Paying {
        /** The credits are there at once, and paid for elsewhere. */
        DIRECT,
        /** By an invoice; the credits come in when it is paid. */
        INVOICED
    }

    /** Every so often, counted from a moment: the first time one interval after it. */
    public record Interval(PeriodUnit unit, int count, Instant from) {
        /** When a round comes, from 1. */
        public Instant at(int round) {
            return rounds().period(round).start();
        }

        /** The first round after a moment. */
        public int after(Instant moment) {
            return moment.isBefore(from) ? 1 : rounds().indexAt(moment) + 1;
        }

        private BillingSchedule rounds() {
            return BillingSchedule.anniversary(from, ZoneOffset.UTC, new Cadence(unit, count));
        }
    }

    /** How many credits it buys at once. */
    public TopUpRule rule() {
        if (target != null) {
            return new TopUpRule.Target(target);
        }
        return new TopUpRule.Fixed(
                Objects.requireNonNullElse(fixed, BigDecimal.ZERO),
                Objects.requireNonNullElse(granted, BigDecimal.ZERO));
    }
}
