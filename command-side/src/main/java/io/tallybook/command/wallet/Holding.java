package io.tallybook.command.wallet;

import static io.tallybook.command.wallet.WalletRules.inOpen;

import io.tallybook.command.Decision;
import io.tallybook.command.History;
import io.tallybook.command.Rules;
import io.tallybook.command.wallet.Movements.About;
import io.tallybook.command.wallet.WalletState.Open;
import io.tallybook.core.Rejection;
import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.HoldId;
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

    static Decision<WalletEvent.Held> hold(
            WalletState state, WalletCommand.Hold c, History<WalletEvent> history) {
        return inOpen(
                state,
                c.walletId(),
                c.scope(),
                wallet -> {
                    Optional<WalletEvent.Held> before =
                            new Recall(wallet, history).begun(c.holdId());
                    if (before.isPresent()) {
                        return before.get().hold().credits().compareTo(c.credits()) == 0
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

    static Decision<WalletEvent> capture(
            WalletState state, WalletCommand.Capture c, History<WalletEvent> history) {
        return inOpen(
                state,
                c.walletId(),
                c.scope(),
                wallet -> {
                    HoldDocument hold = wallet.holds().get(c.holdId());
                    if (hold != null) {
                        return capture(wallet, hold, c);
                    }
                    return switch (ending(wallet, c.holdId(), history)) {
                        case Ending.Captured(var captured) -> repeated(captured, c);
                        case Ending.Released(var because) ->
                                Decision.refused(ended(c.holdId(), because));
                        case Ending.NeverBegun() -> Decision.notFound("hold", c.holdId());
                    };
                });
    }

    /** How a hold that does not stand has ended. */
    private sealed interface Ending {
        record Captured(WalletEvent.HoldCaptured captured) implements Ending {}

        record Released(HoldDocument.Status because) implements Ending {}

        record NeverBegun() implements Ending {}
    }

    private static Ending ending(Open wallet, HoldId hold, History<WalletEvent> history) {
        return switch (new Recall(wallet, history).hold(hold).orElse(null)) {
            case WalletEvent.HoldCaptured captured -> new Ending.Captured(captured);
            case WalletEvent.HoldReleased released -> new Ending.Released(released.because());
            case null, default -> new Ending.NeverBegun();
        };
    }

    private static Decision<WalletEvent> repeated(
            WalletEvent.HoldCaptured captured, WalletCommand.Capture c) {
        return captured.transaction().id().equals(c.transactionId())
                        && (c.credits() == null
                                || captured.transaction().credits().compareTo(c.credits()) == 0)
                ? Decision.alreadyDone()
                : Decision.refused(
                        Rejection.invalidOperation(
                                "hold '" + c.holdId() + "' was captured before"));
    }

    private static Rejection ended(HoldId hold, HoldDocument.Status how) {
        return Rejection.invalidOperation(
                "hold '" + hold + "' has ended before: " + how.name().toLowerCase(Locale.ROOT));
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
    static Decision<WalletEvent> release(
            WalletState state, WalletCommand.Release c, History<WalletEvent> history) {
        return inOpen(
                state,
                c.walletId(),
                c.scope(),
                wallet -> {
                    HoldDocument hold = wallet.holds().get(c.holdId());
                    if (hold != null) {
                        var released =
                                new WalletEvent.HoldReleased(c.walletId(), c.holdId(), c.because());
                        return Decision.accepted(withExpired(wallet, released, hold, c.at()));
                    }
                    return switch (ending(wallet, c.holdId(), history)) {
                        case Ending.Captured _ ->
                                Decision.refused(ended(c.holdId(), HoldDocument.Status.CAPTURED));
                        case Ending.Released _ -> Decision.alreadyDone();
                        case Ending.NeverBegun() -> Decision.notFound("hold", c.holdId());
                    };
                });
    }
}
