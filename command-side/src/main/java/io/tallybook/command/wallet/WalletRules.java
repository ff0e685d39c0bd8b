package io.tallybook.command.wallet;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.wallet.WalletState.Absent;
import io.tallybook.command.wallet.WalletState.Closed;
import io.tallybook.command.wallet.WalletState.Open;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.wallet.Carry;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTerms;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What input a wallet takes. */
final class WalletRules {
    static final String KIND = "wallet";
    static final BigDecimal CREDITS_MAX = new BigDecimal("1e12");

    /**
     * As many as {@link io.tallybook.domain.wallet.CreditValue} keeps, so that what a wallet can
     * pay it also has.
     */
    static final int CREDIT_PLACES = 15;

    private static final BigDecimal RATE_MAX = new BigDecimal("1e9");
    private static final int RATE_PLACES = 12;
    private static final int SLABS_MAX = 20;
    private static final BigDecimal PERCENT_MAX = new BigDecimal("1000");

    /** Four decimals of currency more, and 64 bits of minor units are full. */
    private static final BigDecimal WORTH_MAX = new BigDecimal("1e14");

    private static final Set<Reason> COMING_IN =
            Set.of(
                    Reason.FREE_CREDIT_GRANT,
                    Reason.PURCHASED_CREDIT_DIRECT,
                    Reason.PURCHASED_CREDIT_INVOICED,
                    Reason.SUBSCRIPTION_CREDIT_GRANT,
                    Reason.CREDIT_ADJUSTMENT,
                    Reason.CREDIT_NOTE);

    private WalletRules() {}

    static Optional<Rejection> broken(WalletDocument wallet) {
        return Rules.begin()
                .nameIfAny("name", wallet.name())
                .textIfAny("description", wallet.description(), Rules.TEXT_MAX)
                .positive("conversion_rate", wallet.conversionRate(), RATE_MAX, RATE_PLACES)
                .positive(
                        "topup_conversion_rate",
                        wallet.topupConversionRate(),
                        RATE_MAX,
                        RATE_PLACES)
                .metadata(wallet.metadata())
                .and(broken(wallet.agreed()))
                .broken();
    }

    private static Optional<Rejection> broken(WalletTerms terms) {
        WalletTerms.TopUpTerms topUp = terms.topUp();
        Rules rules =
                Rules.begin()
                        .nameIfAny("price_unit", terms.priceUnit())
                        .and(bound("min_topup_credits", topUp.least()))
                        .and(bound("max_topup_credits", topUp.most()))
                        .that(
                                topUp.least() == null
                                        || topUp.most() == null
                                        || topUp.least().compareTo(topUp.most()) <= 0,
                                "max_topup_credits",
                                String.valueOf(topUp.most()),
                                "at least min_topup_credits, " + topUp.least())
                        .that(
                                topUp.bonus().size() <= SLABS_MAX,
                                "bonus_slabs",
                                topUp.bonus().size() + " slabs",
                                "at most " + SLABS_MAX);
        for (WalletTerms.BonusSlab slab : topUp.bonus()) {
            rules = rules.and(broken(slab));
        }
        return rules.and(AutoTopUpRules.broken(terms)).broken();
    }

    static Optional<Rejection> bound(String field, @Nullable BigDecimal credits) {
        return credits == null
                ? Optional.empty()
                : Rules.begin().positive(field, credits, CREDITS_MAX, CREDIT_PLACES).broken();
    }

    private static Optional<Rejection> broken(WalletTerms.BonusSlab slab) {
        Rules rules =
                Rules.begin()
                        .amount("bonus_slabs.from", slab.from(), CREDITS_MAX, CREDIT_PLACES)
                        .that(
                                (slab.credits() == null) != (slab.percent() == null),
                                "bonus_slabs",
                                slab.credits() == null ? "neither" : "both",
                                "either credits or percent");
        if (slab.credits() != null) {
            rules =
                    rules.positive(
                            "bonus_slabs.credits", slab.credits(), CREDITS_MAX, CREDIT_PLACES);
        }
        if (slab.percent() != null) {
            rules = rules.positive("bonus_slabs.percent", slab.percent(), PERCENT_MAX, 4);
        }
        return rules.broken();
    }

    /** What a wallet was made as, it stays. */
    static Optional<Rejection> changed(WalletDocument was, WalletDocument wanted) {
        return Rules.begin()
                .and(stays("customer_id", was.customerId(), wanted.customerId()))
                .and(stays("currency", was.currency().code(), wanted.currency().code()))
                .and(stays("conversion_rate", was.conversionRate(), wanted.conversionRate()))
                .and(
                        stays(
                                "topup_conversion_rate",
                                was.topupConversionRate(),
                                wanted.topupConversionRate()))
                .and(stays("wallet_type", was.agreed().kind(), wanted.agreed().kind()))
                .and(
                        stays(
                                "price_unit",
                                String.valueOf(was.agreed().priceUnit()),
                                String.valueOf(wanted.agreed().priceUnit())))
                .and(broken(wanted))
                .broken();
    }

    private static Optional<Rejection> stays(String field, Object was, Object wanted) {
        return Rules.begin()
                .that(
                        Objects.equals(was, wanted),
                        field,
                        wanted.toString(),
                        was + ", which cannot be changed")
                .broken();
    }

    static Optional<Rejection> broken(Open wallet, WalletCommand.TopUp c) {
        return Rules.begin()
                .positive("credits_to_add", c.credits(), CREDITS_MAX, CREDIT_PLACES)
                .that(
                        COMING_IN.contains(c.reason()),
                        "transaction_reason",
                        c.reason().name(),
                        "one of " + COMING_IN.stream().map(Enum::name).sorted().toList())
                .moment("expiry_date_utc", c.expiresAt())
                .that(
                        c.expiresAt() == null || c.expiresAt().isAfter(c.at()),
                        "expiry_date_utc",
                        String.valueOf(c.expiresAt()),
                        "a moment after " + c.at())
                .nameIfAny("idempotency_key", c.idempotencyKey())
                .textIfAny("description", c.description(), Rules.TEXT_MAX)
                .metadata(c.metadata())
                .and(carried(c))
                .then(() -> bought(wallet.wallet().agreed(), c))
                .then(() -> tooMuch(wallet, c))
                .broken();
    }

    private static Optional<Rejection> carried(WalletCommand.TopUp c) {
        Carry carry = c.further() == null ? null : c.further().carry();
        if (carry == null) {
            return Optional.empty();
        }
        return Rules.begin()
                .and(bound("rollover_cap", carry.cap()))
                .moment("rollover_until", carry.until())
                .that(
                        c.expiresAt() != null && carry.until().isAfter(c.expiresAt()),
                        "rollover_until",
                        carry.until().toString(),
                        "a moment after expiry_date_utc, " + c.expiresAt())
                .broken();
    }

    private static Optional<Rejection> bought(WalletTerms terms, WalletCommand.TopUp c) {
        boolean bought =
                c.reason() == Reason.PURCHASED_CREDIT_DIRECT
                        || c.reason() == Reason.PURCHASED_CREDIT_INVOICED;
        WalletCommand.Bonus bonus = c.further() == null ? null : c.further().bonus();
        BigDecimal given = bonus == null ? null : bonus.credits();
        Rules rules =
                Rules.begin()
                        .that(
                                !bought || terms.kind() != WalletTerms.Kind.PROMOTIONAL,
                                "transaction_reason",
                                c.reason().name(),
                                "credits that are given: the wallet is a promotional one")
                        .that(
                                bought || given == null,
                                "bonus_credits_to_add",
                                String.valueOf(given),
                                "a bonus with purchased credits only")
                        .and(
                                given == null || given.signum() == 0
                                        ? Optional.empty()
                                        : bound("bonus_credits_to_add", given));
        if (bonus != null) {
            rules =
                    rules.moment("bonus_credits_expiry_date_utc", bonus.expiresAt())
                            .that(
                                    bonus.expiresAt() == null || bonus.expiresAt().isAfter(c.at()),
                                    "bonus_credits_expiry_date_utc",
                                    String.valueOf(bonus.expiresAt()),
                                    "a moment after " + c.at());
        }
        return bought ? rules.and(within(terms.topUp(), c.credits())).broken() : rules.broken();
    }

    private static Optional<Rejection> within(WalletTerms.TopUpTerms terms, BigDecimal credits) {
        BigDecimal least = terms.least();
        BigDecimal most = terms.most();
        return Rules.begin()
                .that(
                        least == null || credits.compareTo(least) >= 0,
                        "credits_to_add",
                        credits.toPlainString(),
                        "at least " + least + " credits at once")
                .that(
                        most == null || credits.compareTo(most) <= 0,
                        "credits_to_add",
                        credits.toPlainString(),
                        "at most " + most + " credits at once")
                .broken();
    }

    private static Optional<Rejection> tooMuch(Open wallet, WalletCommand.TopUp c) {
        BigDecimal worth = Movements.value(wallet).worth(wallet.balance().add(c.credits()));
        return Rules.begin()
                .that(
                        worth.compareTo(WORTH_MAX) <= 0,
                        "credits_to_add",
                        c.credits().toPlainString(),
                        "a balance worth at most " + WORTH_MAX.toPlainString())
                .broken();
    }

    static Optional<Rejection> broken(Open wallet, WalletCommand.Debit c) {
        return Rules.begin()
                .that(
                        c.upTo().currency().equals(wallet.wallet().currency()),
                        "currency",
                        c.upTo().currency().code(),
                        wallet.wallet().currency().code())
                .that(!c.upTo().isNegative(), "amount", c.upTo().toString(), "0 or more")
                .broken();
    }

    static Optional<Rejection> credits(@Nullable BigDecimal credits) {
        return bound("credits", credits);
    }

    /** There is less than was asked for. */
    static Rejection insufficient(WalletId id, BigDecimal asked, BigDecimal available) {
        return new Rejection(
                Rejection.Reason.INVALID_OPERATION,
                "wallet '"
                        + id
                        + "' has "
                        + available.toPlainString()
                        + " credits available, got "
                        + asked.toPlainString(),
                Map.of(
                        "field",
                        "credits",
                        "sent",
                        asked.toPlainString(),
                        "expected",
                        "at most " + available.toPlainString() + ", what is available"));
    }

    /** For what only an open wallet of the caller's scope takes. */
    static <E> Decision<E> inOpen(
            WalletState state, WalletId id, Scope caller, Function<Open, Decision<E>> decide) {
        return inAny(
                state,
                id,
                caller,
                decide,
                _ -> Decision.refused(Rejection.invalidOperation("wallet '" + id + "' is closed")));
    }

    /** For what a closed wallet takes too, though otherwise. */
    static <E> Decision<E> inAny(
            WalletState state,
            WalletId id,
            Scope caller,
            Function<Open, Decision<E>> open,
            Function<Open, Decision<E>> closed) {
        return switch (state) {
            case Open wallet when wallet.created().scope().equals(caller) -> open.apply(wallet);
            case Closed(var last) when last.created().scope().equals(caller) -> closed.apply(last);
            case Absent _, Open _, Closed _ -> Decision.notFound(KIND, id);
        };
    }
}
