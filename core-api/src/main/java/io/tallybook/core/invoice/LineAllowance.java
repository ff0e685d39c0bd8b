package io.tallybook.core.invoice;

import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.entitlement.Allowance;
import io.tallybook.domain.entitlement.Limit;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a line's usage is free, and by what right.
 *
 * @param limit how much is free in each window; absent for all of it
 * @param entitlements from where it comes
 * @param windows that share time with the line's service period, in order; none without a limit
 * @param beside other limits that count the same usage; absent for none. Then each is told of every
 *     stretch of time in which no window of any of them ends
 */
public record LineAllowance(
        @Nullable BigDecimal limit,
        List<EntitlementId> entitlements,
        List<Window> windows,
        @Nullable List<Beside> beside) {
    public LineAllowance {
        entitlements = List.copyOf(entitlements);
        windows = List.copyOf(windows);
        beside = beside == null || beside.isEmpty() ? null : List.copyOf(beside);
    }

    /** One limit alone. */
    public LineAllowance(
            @Nullable BigDecimal limit, List<EntitlementId> entitlements, List<Window> windows) {
        this(limit, entitlements, windows, null);
    }

    /** A limit that counts the same usage; as many windows as the first has. */
    public record Beside(BigDecimal limit, List<EntitlementId> entitlements, List<Window> windows) {
        public Beside {
            entitlements = List.copyOf(entitlements);
            windows = List.copyOf(windows);
        }
    }

    /**
     * The usage of one window, as far as the service period or a stretch of it goes.
     *
     * @param used from the window's start on
     * @param before what of it an earlier invoice or stretch has billed; absent if the window
     *     begins in this one
     */
    public record Window(BillingPeriod window, UsageReading used, @Nullable UsageReading before) {}

    /**
     * What is to be billed: in each window what exceeds the limit, less what had exceeded it before
     * the service period, so that a window's allowance is given once over however many invoices. Of
     * several limits, what exceeds at least one of them.
     */
    public BigDecimal billable() {
        if (limit == null) {
            return BigDecimal.ZERO;
        }
        List<List<Allowance.Counted>> limits = new ArrayList<>();
        limits.add(counted(limit, windows));
        for (Beside other : beside == null ? List.<Beside>of() : beside) {
            limits.add(counted(other.limit(), other.windows()));
        }
        BigDecimal billable = BigDecimal.ZERO;
        for (int i = 0; i < windows.size(); i++) {
            int stretch = i;
            billable =
                    billable.add(
                            Allowance.beyondAny(
                                    limits.stream().map(all -> all.get(stretch)).toList()));
        }
        return billable;
    }

    /** Stretch by stretch, from window to window. */
    private static List<Allowance.Counted> counted(BigDecimal limit, List<Window> stretches) {
        List<Allowance.Counted> counted = new ArrayList<>();
        int i = 0;
        while (i < stretches.size()) {
            Window first = stretches.get(i);
            List<BigDecimal> levels = new ArrayList<>();
            levels.add(first.before() == null ? BigDecimal.ZERO : first.before().quantity());
            while (i < stretches.size() && stretches.get(i).window().equals(first.window())) {
                levels.add(stretches.get(i).used().quantity());
                i++;
            }
            List<BigDecimal> lasting = Allowance.lasting(levels);
            for (int n = 1; n < lasting.size(); n++) {
                counted.add(
                        new Allowance.Counted(
                                Limit.upTo(limit), lasting.get(n - 1), lasting.get(n)));
            }
        }
        return counted;
    }
}
