package io.tallybook.command.wallet;

import io.tallybook.command.InvariantViolated;
import io.tallybook.command.wallet.WalletState.Credit;
import io.tallybook.command.wallet.WalletState.Open;
import io.tallybook.core.Ulid;
import io.tallybook.core.wallet.Carry;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.wallet.BurnDown;
import io.tallybook.domain.wallet.CreditValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How movements are written: with the balance before and after, and where credits went. */
final class Movements {
    private Movements() {}

    /**
     * What a movement is about, apart from credits.
     *
     * @param parent the movement that it belongs to
     */
    record About(
            WalletTransactionId id,
            Reason reason,
            @Nullable String referenceId,
            @Nullable String idempotencyKey,
            @Nullable String description,
            Map<String, String> metadata,
            @Nullable WalletTransactionId parent) {
        static About of(WalletTransactionId id, Reason reason, @Nullable String referenceId) {
            return new About(id, reason, referenceId, null, null, Map.of(), null);
        }

        About within(WalletTransactionId other) {
            return new About(id, reason, referenceId, idempotencyKey, description, metadata, other);
        }
    }

    static CreditValue value(Open wallet) {
        return new CreditValue(wallet.wallet().conversionRate(), wallet.wallet().currency());
    }

    static Money worth(Open wallet, BigDecimal credits) {
        return value(wallet).payable(credits);
    }

    /** What may be taken at this moment: neither expired nor held. */
    static BigDecimal available(Open wallet, Instant at) {
        return BurnDown.available(wallet.grants(), at);
    }

    /**
     * Takes credits in the wallet's order of burning.
     *
     * <p>Errors: InvariantViolated if there are fewer.
     */
    static List<Part> burn(Open wallet, BigDecimal credits, Instant at) {
        Conventions order = wallet.wallet().agreed().burnOrder();
        BurnDown burn =
                BurnDown.burn(
                        wallet.grants(),
                        credits,
                        at,
                        order == null ? Conventions.FLEXPRICE : order);
        if (burn.unmet().signum() != 0) {
            throw new InvariantViolated(
                    "credits_cover_what_they_are_worth",
                    wallet.created().walletId(),
                    burn.unmet(),
                    credits);
        }
        return burn.parts().stream()
                .map(part -> new Part(new WalletTransactionId(part.grantId()), part.credits()))
                .toList();
    }

    static BigDecimal sum(List<Part> parts) {
        return parts.stream().map(Part::credits).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Credits that come in. */
    static TransactionDocument in(
            Open wallet,
            About about,
            BigDecimal credits,
            @Nullable Instant expiresAt,
            @Nullable Integer priority) {
        return in(wallet, about, credits, expiresAt, priority, null);
    }

    /** Credits that come in, of which some may last longer. */
    static TransactionDocument in(
            Open wallet,
            About about,
            BigDecimal credits,
            @Nullable Instant expiresAt,
            @Nullable Integer priority,
            @Nullable Carry carry) {
        BigDecimal balance = wallet.balance();
        return new TransactionDocument(
                about.id(),
                TransactionDocument.Type.CREDIT,
                about.reason(),
                credits,
                worth(wallet, credits),
                balance,
                balance.add(credits),
                about.referenceId(),
                expiresAt,
                priority,
                about.idempotencyKey(),
                about.description(),
                about.metadata(),
                List.of(),
                about.parent(),
                carry);
    }

    /** Credits that leave, worth what they are worth. */
    static TransactionDocument out(Open wallet, About about, List<Part> parts) {
        return out(wallet, about, parts, worth(wallet, sum(parts)));
    }

    /** Credits that leave and pay this amount. */
    static TransactionDocument out(Open wallet, About about, List<Part> parts, Money amount) {
        BigDecimal credits = sum(parts);
        return moved(
                wallet,
                TransactionDocument.Type.DEBIT,
                about,
                parts,
                amount,
                wallet.balance().subtract(credits));
    }

    /** Credits that come back to where they were taken from. */
    static TransactionDocument back(Open wallet, About about, List<Part> parts, Money amount) {
        return moved(
                wallet,
                TransactionDocument.Type.CREDIT,
                about,
                parts,
                amount,
                wallet.balance().add(sum(parts)));
    }

    private static TransactionDocument moved(
            Open wallet,
            TransactionDocument.Type type,
            About about,
            List<Part> parts,
            Money amount,
            BigDecimal balanceAfter) {
        return new TransactionDocument(
                about.id(),
                type,
                about.reason(),
                sum(parts),
                amount,
                wallet.balance(),
                balanceAfter,
                about.referenceId(),
                null,
                null,
                about.idempotencyKey(),
                about.description(),
                about.metadata(),
                parts,
                about.parent());
    }

    /**
     * What follows from credits being free in a wallet at a moment: those whose last moment has
     * passed leave.
     *
     * @param wallet as it is after all that was decided
     * @param freed the credits to look at
     */
    static List<WalletEvent> expired(Open wallet, List<Part> freed, Instant at) {
        List<WalletEvent> events = new ArrayList<>();
        Open now = wallet;
        for (WalletTransactionId id : freed.stream().map(Part::grant).distinct().toList()) {
            Credit credit =
                    now.credit(id)
                            .orElseThrow(
                                    () ->
                                            new InvariantViolated(
                                                    "parts_name_credits_of_the_wallet",
                                                    wallet.created().walletId(),
                                                    id,
                                                    freed));
            if (credit.isOverAt(at) && credit.free().signum() > 0) {
                for (WalletEvent event : over(now, credit, at)) {
                    events.add(event);
                    now = (Open) now.evolve(event);
                }
            }
        }
        return events;
    }

    /** What leaves of a credit whose last moment has passed: all of it that is not held. */
    static WalletEvent.Expired expired(Open wallet, Credit credit, Instant at) {
        return expired(wallet, credit, at, credit.free());
    }

    /**
     * What becomes of a credit at its last moment: what lasts longer stays, all else that is not
     * held leaves. Once: what was carried over before leaves altogether.
     */
    static List<WalletEvent> over(Open wallet, Credit credit, Instant at) {
        Carry carry = credit.carry();
        if (carry == null || credit.left().signum() == 0 || !carry.until().isAfter(at)) {
            return List.of(expired(wallet, credit, at));
        }
        BigDecimal lasting = carry.of(credit.left());
        BigDecimal leaving = credit.left().subtract(lasting).min(credit.free());
        List<WalletEvent> events = new ArrayList<>();
        if (leaving.signum() > 0) {
            events.add(expired(wallet, credit, at, leaving));
        }
        events.add(
                new WalletEvent.CarriedOver(
                        wallet.created().walletId(),
                        credit.id(),
                        credit.left().subtract(leaving),
                        carry.until()));
        return events;
    }

    private static WalletEvent.Expired expired(
            Open wallet, Credit credit, Instant at, BigDecimal leaving) {
        if (leaving.signum() == 0) {
            return new WalletEvent.Expired(wallet.created().walletId(), credit.id(), null);
        }
        var id =
                WalletTransactionId.of(
                        Ulid.derived(
                                at,
                                "expiry",
                                credit.id().value(),
                                String.valueOf(wallet.past().movements())));
        return new WalletEvent.Expired(
                wallet.created().walletId(),
                credit.id(),
                out(
                        wallet,
                        About.of(id, Reason.CREDIT_EXPIRED, null).within(credit.id()),
                        List.of(new Part(credit.id(), leaving))));
    }
}
