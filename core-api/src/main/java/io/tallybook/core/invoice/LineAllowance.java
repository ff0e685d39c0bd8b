package io.tallybook.core.invoice;

import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.entitlement.Allowance;
import io.tallybook.domain.entitlement.Limit;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a line's usage is free, and by what right.
 *
 * @param limit how much is free in each window; absent for all of it
 * @param entitlements from where it comes
 * @param windows that share time with the line's service period, in order; none without a limit
 */
public record LineAllowance(
        @Nullable BigDecimal limit, List<EntitlementId> entitlements, List<Window> windows) {
    public LineAllowance {
        entitlements = List.copyOf(entitlements);
        windows = List.copyOf(windows);
    }

    /**
     * The usage of one window, as far as the service period goes.
     *
     * @param used from the window's start on
     * @param before what of it an earlier invoice has billed; absent if the window begins in the
     *     service period
     */
    public record Window(BillingPeriod window, UsageReading used, @Nullable UsageReading before) {}

    /**
     * What is to be billed: in each window what exceeds the limit, less what had exceeded it before
     * the service period, so that a window's allowance is given once over however many invoices.
     */
    public BigDecimal billable() {
        if (limit == null) {
            return BigDecimal.ZERO;
        }
        Limit each = Limit.upTo(limit);
        return windows.stream()
                .map(window -> Allowance.billable(each, usage(window)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Allowance.Usage usage(Window window) {
        UsageReading before = window.before();
        return before == null
                ? new Allowance.Usage.InPeriod(window.used().quantity())
                : new Allowance.Usage.Lifetime(window.used().quantity(), before.quantity());
    }
}
