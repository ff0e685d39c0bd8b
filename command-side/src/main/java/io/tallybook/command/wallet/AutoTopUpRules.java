package io.tallybook.command.wallet;

import io.tallybook.command.Rules;
import io.tallybook.core.Rejection;
import io.tallybook.core.wallet.AutoTopUp;
import io.tallybook.core.wallet.WalletTerms;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** In which ways a wallet may buy by itself. */
final class AutoTopUpRules {
    private static final long COOLDOWN_MAX_SECONDS = 366L * 86_400;
    private static final int COUNT_MAX = 366;

    private AutoTopUpRules() {}

    static Optional<Rejection> broken(WalletTerms terms) {
        AutoTopUp way = terms.autoTopUp();
        if (way == null) {
            return Optional.empty();
        }
        return Rules.begin()
                .that(
                        terms.kind() != WalletTerms.Kind.PROMOTIONAL,
                        "auto_topup",
                        "a way to buy credits",
                        "none: the credits of a promotional wallet are given")
                .that(
                        way.threshold() != null || way.interval() != null,
                        "auto_topup",
                        "neither threshold nor interval",
                        "a threshold or an interval")
                .that(
                        way.cooldownSeconds() >= 0 && way.cooldownSeconds() <= COOLDOWN_MAX_SECONDS,
                        "auto_topup.cooldown",
                        way.cooldownSeconds() + " seconds",
                        "0 to " + COOLDOWN_MAX_SECONDS + " seconds")
                .and(credits(way))
                .and(interval(way.interval()))
                .and(threshold(way))
                .broken();
    }

    private static Optional<Rejection> credits(AutoTopUp way) {
        BigDecimal target = way.target();
        return Rules.begin()
                .that(
                        (way.fixed() == null) != (target == null),
                        "auto_topup.amount",
                        way.fixed() == null ? "neither" : "both amount and target",
                        "either an amount or a target")
                .and(WalletRules.bound("auto_topup.amount", way.fixed()))
                .and(WalletRules.bound("auto_topup.target", target))
                .and(WalletRules.bound("auto_topup.granted", way.granted()))
                .and(WalletRules.bound("auto_topup.max_per_month", way.most()))
                .that(
                        way.granted() == null || target == null,
                        "auto_topup.granted",
                        String.valueOf(way.granted()),
                        "none with a target")
                .broken();
    }

    private static Optional<Rejection> threshold(AutoTopUp way) {
        BigDecimal threshold = way.threshold();
        BigDecimal target = way.target();
        return threshold == null
                ? Optional.empty()
                : Rules.begin()
                        .amount(
                                "auto_topup.threshold",
                                threshold,
                                WalletRules.CREDITS_MAX,
                                WalletRules.CREDIT_PLACES)
                        .that(
                                target == null || target.compareTo(threshold) > 0,
                                "auto_topup.target",
                                String.valueOf(target),
                                "more than the threshold, " + threshold)
                        .broken();
    }

    private static Optional<Rejection> interval(AutoTopUp.@Nullable Interval interval) {
        return interval == null
                ? Optional.empty()
                : Rules.begin()
                        .that(
                                interval.count() >= 1 && interval.count() <= COUNT_MAX,
                                "auto_topup.interval_count",
                                String.valueOf(interval.count()),
                                "1 to " + COUNT_MAX)
                        .moment("auto_topup.start_date", interval.from())
                        .broken();
    }
}
