package io.tallybook.query.entitlement;

import io.tallybook.core.entitlement.AccessAnswer.Verdict;
import io.tallybook.core.entitlement.AllowanceWindows;
import io.tallybook.core.entitlement.Grants;
import io.tallybook.core.entitlement.LimitReading;
import io.tallybook.domain.entitlement.Allowance;
import io.tallybook.domain.entitlement.Hardness;
import io.tallybook.domain.entitlement.Limit;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the limits that count a feature's usage side by side, and what it says to one more use.
 *
 * @param window absent while none is open, and the next begins with the use
 * @param used in the window that is open
 */
record CountedPart(
        Grants.Part part, @Nullable BillingPeriod window, BigDecimal used, Verdict verdict) {
    /** As many decimals as a limit that an amount buys is shown with. */
    private static final int SHOWN_PLACES = 12;

    static CountedPart of(Grants.Part part, LimitReading.Counted counted, BigDecimal asked) {
        return new CountedPart(
                part, counted.window(), counted.used(), verdict(part, counted.used(), asked));
    }

    /**
     * The one that decides: of those who refuse, that which begins anew last; else who lets it be
     * billed; else where the least is left.
     */
    static CountedPart deciding(List<CountedPart> parts) {
        return parts.stream()
                .min(
                        Comparator.comparing(CountedPart::rank)
                                .thenComparing(CountedPart::refusedUntil, Comparator.reverseOrder())
                                .thenComparing(
                                        CountedPart::left,
                                        Comparator.nullsLast(Comparator.naturalOrder())))
                .orElseThrow(() -> new IllegalArgumentException("no limit of a metered feature"));
    }

    private Instant refusedUntil() {
        if (verdict != Verdict.LIMIT_REACHED) {
            return Instant.EPOCH;
        }
        // More than there is in any window is refused in the next one too.
        return window == null ? AllowanceWindows.NEVER : window.end();
    }

    boolean isSoft() {
        return part.metered().hardness() == Hardness.SOFT;
    }

    /** Absent without end. */
    @Nullable BigDecimal limit() {
        return switch (part.metered().limit()) {
            case Limit.Unlimited _ -> null;
            case Limit.UpTo(BigDecimal quantity) ->
                    quantity.scale() > SHOWN_PLACES
                            ? quantity.setScale(SHOWN_PLACES, RoundingMode.FLOOR)
                            : quantity;
        };
    }

    private @Nullable BigDecimal left() {
        BigDecimal limit = limit();
        return limit == null ? null : limit.subtract(used);
    }

    private int rank() {
        return switch (verdict) {
            case LIMIT_REACHED -> 0;
            case BEYOND_SOFT_LIMIT -> 1;
            case WITHIN_LIMIT,
                    UNLIMITED,
                    GRANTED,
                    NOT_ENTITLED,
                    UNKNOWN_CUSTOMER,
                    UNKNOWN_FEATURE ->
                    2;
        };
    }

    private static Verdict verdict(Grants.Part part, BigDecimal used, BigDecimal asked) {
        return switch (Allowance.decide(part.metered(), used, asked)) {
            case Allowance.Decision.Within _ ->
                    part.metered().limit() instanceof Limit.Unlimited
                            ? Verdict.UNLIMITED
                            : Verdict.WITHIN_LIMIT;
            case Allowance.Decision.Beyond _ -> Verdict.BEYOND_SOFT_LIMIT;
            case Allowance.Decision.Refused _ -> Verdict.LIMIT_REACHED;
        };
    }
}
