package io.tallybook.api.flexprice.wallet;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Pause;
import io.tallybook.core.wallet.AutoTopUp;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a wallet is to buy credits by itself, as a request says it. */
final class AutoTopUpRequest {
    private static final Choice<PeriodUnit> PERIODS = Choice.of(PeriodUnit.class);
    private static final int COUNT_MAX = 366;

    private AutoTopUpRequest() {}

    /** Null for not at all. Errors: complaints naming the fields. */
    static @Nullable AutoTopUp of(Fields in) {
        Boolean enabled = in.optional("enabled").truth();
        BigDecimal fixed = positive(in, "amount");
        BigDecimal target = positive(in, "target");
        BigDecimal threshold = in.optional("threshold").amount();
        AutoTopUp.Interval interval = interval(in);
        BigDecimal granted = positive(in, "granted");
        BigDecimal most = positive(in, "max_per_month");
        boolean invoiced = Boolean.TRUE.equals(in.optional("invoicing").truth());
        long cooldown = cooldown(in);
        if (!Boolean.TRUE.equals(enabled)) {
            return null;
        }
        if (threshold == null && interval == null) {
            in.complain("threshold", "a threshold or an interval", "neither");
        }
        if ((fixed == null) == (target == null)) {
            in.complain(
                    "amount", "either an amount or a target", fixed == null ? "neither" : "both");
        }
        return new AutoTopUp(
                threshold,
                interval,
                fixed,
                target,
                granted,
                cooldown,
                invoiced ? AutoTopUp.Paying.INVOICED : AutoTopUp.Paying.DIRECT,
                most);
    }

    private static @Nullable BigDecimal positive(Fields in, String name) {
        BigDecimal value = in.optional(name).decimal();
        if (value != null && value.signum() <= 0) {
            in.complain(name, "a number above zero", value.toPlainString());
        }
        return value;
    }

    private static AutoTopUp.@Nullable Interval interval(Fields in) {
        PeriodUnit unit = in.optional("interval").choice(PERIODS);
        int count = in.optional("interval_count").integer(1, COUNT_MAX, 1);
        Instant from = in.optional("start_date").instant();
        if (unit == null) {
            return null;
        }
        if (from == null) {
            in.complain("start_date", "the moment from which intervals are counted", "nothing");
            return null;
        }
        return new AutoTopUp.Interval(unit, count, from);
    }

    private static long cooldown(Fields in) {
        Fields wait = in.optional("cooldown").object();
        return wait == null ? 0 : Pause.seconds(wait);
    }
}
