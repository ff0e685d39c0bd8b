package io.tallybook.domain.entitlement;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of a quantity is left to be billed once an allowance is taken off, before any commitment or
 * price.
 */
public final class Allowance {
    private Allowance() {}

    /** What was used, cut as the allowance's reset asks for. */
    public sealed interface Usage {
        /** The whole billing period: the allowance begins with it. */
        record InPeriod(BigDecimal quantity) implements Usage {}

        /** Each window of the period in order of time: the allowance begins anew in each. */
        record PerWindow(List<BigDecimal> quantities) implements Usage {
            public PerWindow {
                quantities = List.copyOf(quantities);
            }
        }

        /** Everything since the subscription began, and what of it came before the period. */
        record Lifetime(BigDecimal sinceStart, BigDecimal beforePeriod) implements Usage {}
    }

    /**
     * The billable quantity.
     *
     * <p>Units: of the meter. In a period or window: what exceeds the allowance. Over a lifetime:
     * what exceeds it by the period's end less what had exceeded it before, so that the allowance
     * is granted once and not again each period. Rounding: none; never below zero. Source:
     * docs/conventions.md#allowances.
     */
    public static BigDecimal billable(Limit limit, Usage usage) {
        return switch (usage) {
            case Usage.InPeriod(BigDecimal quantity) -> limit.beyond(quantity);
            case Usage.PerWindow(List<BigDecimal> quantities) -> {
                BigDecimal billable = BigDecimal.ZERO;
                for (BigDecimal quantity : quantities) {
                    billable = billable.add(limit.beyond(quantity));
                }
                yield billable;
            }
            case Usage.Lifetime(BigDecimal sinceStart, BigDecimal beforePeriod) ->
                    limit.beyond(sinceStart)
                            .subtract(limit.beyond(beforePeriod))
                            .max(BigDecimal.ZERO);
        };
    }

    /**
     * One of several limits that count the same usage: how much its window had used before a
     * stretch of time and after it.
     */
    public record Counted(Limit limit, BigDecimal before, BigDecimal after) {}

    /**
     * What of the usage of one stretch of time lies beyond at least one of several limits.
     *
     * <p>Within a stretch in which no window ends, what lies beyond a limit is the last part of the
     * usage; so the longest of these parts has all the others in it, and no unit is billed twice.
     * Shapes: a stretch that lies within one window of each limit. Rounding: none; never below
     * zero. Source: docs/conventions.md#allowances.
     */
    public static BigDecimal beyondAny(List<Counted> limits) {
        return limits.stream()
                .map(it -> it.limit().beyond(it.after()).subtract(it.limit().beyond(it.before())))
                .reduce(BigDecimal.ZERO, BigDecimal::max);
    }

    /**
     * Levels of usage in one window as far as they last: what is taken back later, by a correction
     * or because a reading falls, counts as never used.
     *
     * <p>Shapes: the level where billing begins, then one at the end of each stretch in order of
     * time. Guarantee: as many, never falling; from the first to the last they rise by what the
     * window came to, and not at all if that is below the first.
     */
    public static List<BigDecimal> lasting(List<BigDecimal> levels) {
        List<BigDecimal> lasting = new ArrayList<>(levels);
        for (int i = levels.size() - 2; i > 0; i--) {
            lasting.set(i, levels.get(i).min(lasting.get(i + 1)));
        }
        lasting.replaceAll(level -> level.max(levels.getFirst()));
        return List.copyOf(lasting);
    }

    /** A window with what it may use, what of that was carried in, and what is billed. */
    public record Window(BigDecimal allowed, BigDecimal carriedIn, BigDecimal billable) {}

    /**
     * Windows in order of time where what is left of one is carried into the next, up to a cap.
     *
     * <p>What was carried in is used first, so that it is not carried twice as far as the cap
     * allows. Guarantee: in every window allowed + billable covers what was used. Errors:
     * IllegalArgumentException if the limit is unlimited, of which nothing can be left. Source:
     * docs/conventions.md#allowances.
     */
    public static List<Window> rolling(Limit limit, BigDecimal cap, List<BigDecimal> used) {
        BigDecimal grant =
                switch (limit) {
                    case Limit.UpTo(BigDecimal quantity) -> quantity;
                    case Limit.Unlimited _ ->
                            throw new IllegalArgumentException(
                                    "entitlement.rollover_cap: got a cap of "
                                            + cap.toPlainString()
                                            + " with an unlimited allowance, expected a limited"
                                            + " one");
                };
        List<Window> windows = new ArrayList<>();
        BigDecimal carried = BigDecimal.ZERO;
        for (BigDecimal quantity : used) {
            BigDecimal allowed = grant.add(carried);
            windows.add(
                    new Window(allowed, carried, quantity.subtract(allowed).max(BigDecimal.ZERO)));
            BigDecimal left = allowed.subtract(quantity).max(BigDecimal.ZERO);
            carried = left.min(cap).min(grant);
        }
        return windows;
    }

    /** Whether a use may happen, given what was used before in the window. */
    public sealed interface Decision {
        /** Within the allowance. */
        record Within() implements Decision {}

        /** Beyond a soft limit: allowed, and billed. */
        record Beyond(BigDecimal billed) implements Decision {}

        /** Beyond a hard limit: refused, with what would still fit. */
        record Refused(BigDecimal limit, BigDecimal used, BigDecimal asked, BigDecimal room)
                implements Decision {}
    }

    /** Decides one use. Source: docs/conventions.md#allowances. */
    public static Decision decide(
            Entitlement.Metered entitlement, BigDecimal used, BigDecimal asked) {
        BigDecimal before = entitlement.limit().beyond(used);
        BigDecimal after = entitlement.limit().beyond(used.add(asked));
        if (after.signum() == 0) {
            return new Decision.Within();
        }
        if (entitlement.hardness() == Hardness.SOFT) {
            return new Decision.Beyond(after.subtract(before));
        }
        return switch (entitlement.limit()) {
            case Limit.Unlimited _ -> new Decision.Within();
            case Limit.UpTo(BigDecimal limit) ->
                    new Decision.Refused(
                            limit, used, asked, limit.subtract(used).max(BigDecimal.ZERO));
        };
    }

    /**
     * The share of the allowance that is used, 1 for all of it; none of an unlimited or an empty
     * one.
     */
    public static Optional<BigDecimal> usedShare(Limit limit, BigDecimal used) {
        return switch (limit) {
            case Limit.Unlimited _ -> Optional.empty();
            case Limit.UpTo(BigDecimal quantity) ->
                    quantity.signum() == 0
                            ? Optional.empty()
                            : Optional.of(used.divide(quantity, MathContext.DECIMAL64));
        };
    }
}
