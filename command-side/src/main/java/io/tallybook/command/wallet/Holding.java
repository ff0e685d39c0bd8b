package io.tallybook.command.wallet;

import static io.tallybook.command.wallet.WalletRules.inOpen;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.wallet.Movements.About;
import io.tallybook.command.wallet.WalletState.Hold;
import io.tallybook.command.wallet.WalletState.Open;
import io.tallybook.core.Rejection;
import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How credits are kept for a purpose. A hold names the credits that it keeps, so that what it
 * promises is there when it is captured, also if they expire meanwhile.
 */
final class Holding {
    private Holding() {}

    static Decision<WalletEvent.Held> hold(WalletState state, WalletCommand.Hold c) {
        return inOpen(
                state,
                c.walletId(),
                c.scope(),
                wallet -> {
                    Hold before = wallet.holds().get(c.holdId());
                    if (before != null) {
                        return before.document().credits().compareTo(c.credits()) == 0
                                ? Decision.alreadyDone()
                                : Decision.refused(Rejection.conflict(c.holdId().value()));
                    }
                    Optional<Rejection> broken = broken(c);
                    BigDecimal available = Movements.available(wallet, c.at());
                    if (broken.isPresent()) {
                        return Decision.refused(broken.get());
                    }
                    return c.credits().compareTo(available) > 0
                            ? Decision.refused(
                                    WalletRules.insufficient(c.walletId(), c.credits(), available))
                            : Decision.accepted(held(wallet, c));
                });
    }

    private static Optional<Rejection> broken(WalletCommand.Hold c) {
        return Rules.begin()
                .positive(
                        "credits", c.credits(), WalletRules.CREDITS_MAX, WalletRules.CREDIT_PLACES)
                .moment("expires_at", c.expiresAt())
                .that(
                        c.expiresAt().isAfter(c.at()),
                        "expires_at",
                        c.expiresAt().toString(),
                        "a moment after " + c.at())
                .nameIfAny("reference_id", c.referenceId())
                .textIfAny("description", c.description(), Rules.TEXT_MAX)
                .metadata(c.metadata())
                .broken();
    }

    private static WalletEvent.Held held(Open wallet, WalletCommand.Hold c) {
        return new WalletEvent.Held(
                c.walletId(),
                new HoldDocument(
                        c.holdId(),
                        c.credits(),
                        Movements.worth(wallet, c.credits()),
                        c.expiresAt(),
                        c.referenceId(),
                        c.description(),
                        c.metadata(),
                        Movements.burn(wallet, c.credits(), c.at())));
    }

    static Decision<WalletEvent> capture(WalletState state, WalletCommand.Capture c) {
        return inOpen(
                state,
                c.walletId(),
                c.scope(),
                wallet -> {
                    Hold hold = wallet.holds().get(c.holdId());
                    if (hold == null) {
                        return Decision.notFound("hold", c.holdId());
                    }
                    return switch (hold.status()) {
                        case HELD -> capture(wallet, hold.document(), c);
                        case CAPTURED -> repeated(wallet, c);
                        case RELEASED, TIMED_OUT -> Decision.refused(ended(hold));
                    };
                });
    }

    private static Decision<WalletEvent> repeated(Open wallet, WalletCommand.Capture c) {
        return wallet.past().seen().get(c.transactionId())
                                instanceof WalletEvent.HoldCaptured captured
                        && captured.holdId().equals(c.holdId())
                        && (c.credits() == null
                                || captured.transaction().credits().compareTo(c.credits()) == 0)
                ? Decision.alreadyDone()
                : Decision.refused(
                        Rejection.invalidOperation(
                                "hold '" + c.holdId() + "' was captured before"));
    }

    private static Rejection ended(Hold hold) {
        return Rejection.invalidOperation(
                "hold '"
                        + hold.document().id()
                        + "' has ended before: "
                        + hold.status().name().toLowerCase(Locale.ROOT));
    }

    private static Decision<WalletEvent> capture(
            Open wallet, HoldDocument hold, WalletCommand.Capture c) {
        BigDecimal credits = c.credits() == null ? hold.credits() : c.credits();
        Optional<Rejection> broken =
                Rules.begin()
                        .positive(
                                "credits",
                                credits,
                                WalletRules.CREDITS_MAX,
                                WalletRules.CREDIT_PLACES)
                        .that(
                                credits.compareTo(hold.credits()) <= 0,
                                "credits",
                                credits.toPlainString(),
                                "at most the " + hold.credits().toPlainString() + " that are held")
                        .that(
                                !c.at().isAfter(hold.expiresAt()),
                                "hold_id",
                                hold.id().value(),
                                "a hold that has not timed out, at " + hold.expiresAt())
                        .broken();
        if (broken.isPresent()) {
            return Decision.refused(broken.get());
        }
        var captured =
                new WalletEvent.HoldCaptured(
                        c.walletId(),
                        c.holdId(),
                        Movements.out(
                                wallet,
                                new About(
                                        c.transactionId(),
                                        Reason.MANUAL_BALANCE_DEBIT,
                                        hold.referenceId(),
                                        null,
                                        hold.description(),
                                        hold.metadata(),
                                        null),
                                first(hold.parts(), credits)));
        return Decision.accepted(withExpired(wallet, captured, hold, c.at()));
    }

    /** The first so many credits of these parts. */
    private static List<Part> first(List<Part> parts, BigDecimal credits) {
        List<Part> taken = new ArrayList<>();
        BigDecimal open = credits;
        for (Part part : parts) {
            BigDecimal some = open.min(part.credits());
            if (some.signum() > 0) {
                taken.add(new Part(part.grant(), some));
                open = open.subtract(some);
            }
        }
        return taken;
    }

    private static List<WalletEvent> withExpired(
            Open wallet, WalletEvent ending, HoldDocument hold, Instant at) {
        List<WalletEvent> events = new ArrayList<>(List.of(ending));
        events.addAll(Movements.expired((Open) wallet.evolve(ending), hold.parts(), at));
        return events;
    }

    /** A hold that has ended otherwise has nothing left to set free. */
    static Decision<WalletEvent> release(WalletState state, WalletCommand.Release c) {
        return inOpen(
                state,
                c.walletId(),
                c.scope(),
                wallet -> {
                    Hold hold = wallet.holds().get(c.holdId());
                    if (hold == null) {
                        return Decision.notFound("hold", c.holdId());
                    }
                    return switch (hold.status()) {
                        case HELD ->
                                Decision.accepted(
                                        withExpired(
                                                wallet,
                                                new WalletEvent.HoldReleased(
                                                        c.walletId(), c.holdId(), c.because()),
                                                hold.document(),
                                                c.at()));
                        case RELEASED, TIMED_OUT -> Decision.alreadyDone();
                        case CAPTURED -> Decision.refused(ended(hold));
                    };
                });
    }
}
