package io.tallybook.command.wallet;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.WALLET;

import io.tallybook.command.Decision;
import io.tallybook.command.History;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletTerms;
import io.tallybook.domain.rating.Conventions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A wallet that was asked one thing after the other, and every step of it. */
record WalletLife(WalletEvent.Created created, List<Step> steps) {
    /**
     * One thing that was asked.
     *
     * @param told all that had happened before
     */
    record Step(
            WalletCommand command,
            List<WalletEvent> told,
            WalletState before,
            Decision<? extends WalletEvent> decision,
            WalletState after) {
        /** Asks something else instead. */
        Step instead(WalletCommand other) {
            return step(before, told, other);
        }

        /** Asks the same once more. */
        Step again() {
            List<WalletEvent> all = new ArrayList<>(told);
            all.addAll(events());
            return step(after, all, command);
        }

        List<? extends WalletEvent> events() {
            return decision instanceof Decision.Accepted<? extends WalletEvent>(var events)
                    ? events
                    : List.of();
        }
    }

    static WalletLife of(List<WalletCommand> commands) {
        return of(commands, BigDecimal.ONE, null);
    }

    static WalletLife of(
            List<WalletCommand> commands, BigDecimal rate, @Nullable Conventions burnOrder) {
        WalletTerms usual = WalletTerms.USUAL;
        return with(
                commands,
                rate,
                new WalletTerms(usual.kind(), null, null, burnOrder, usual.reach(), usual.topUp()));
    }

    static WalletLife with(List<WalletCommand> commands, BigDecimal rate, WalletTerms terms) {
        var created =
                new WalletEvent.Created(
                        WALLET,
                        SCOPE,
                        new WalletDocument(
                                CUSTOMER, USD, null, null, rate, BigDecimal.ONE, Map.of(), terms));
        WalletState state = new WalletState.Absent().evolve(created);
        List<WalletEvent> told = new ArrayList<>(List.of(created));
        List<Step> steps = new ArrayList<>();
        for (WalletCommand command : commands) {
            Step step = step(state, List.copyOf(told), command);
            steps.add(step);
            told.addAll(step.events());
            state = step.after();
        }
        return new WalletLife(created, steps);
    }

    /** Asks something that no wallet has to look back for. */
    static WalletState after(WalletState before, WalletCommand command) {
        return step(before, List.of(), command).after();
    }

    /** What happened, in order. */
    static History<WalletEvent> history(List<WalletEvent> told) {
        return place -> told.get(Math.toIntExact(place));
    }

    private static Step step(WalletState before, List<WalletEvent> told, WalletCommand command) {
        Decision<? extends WalletEvent> decision = decide(before, command, history(told));
        WalletState after = before;
        if (decision instanceof Decision.Accepted<? extends WalletEvent>(var events)) {
            for (WalletEvent event : events) {
                after = after.evolve(event);
            }
        }
        return new Step(command, told, before, decision, after);
    }

    private static Decision<? extends WalletEvent> decide(
            WalletState state, WalletCommand command, History<WalletEvent> past) {
        return switch (command) {
            case WalletCommand.Create c -> WalletDecider.create(state, c);
            case WalletCommand.Update c ->
                    TopUps.after(state, WalletDecider.update(state, c), c.at());
            case WalletCommand.TopUp c -> WalletDecider.topUp(state, c, past);
            case WalletCommand.CompletePurchase c -> WalletDecider.complete(state, c, past);
            case WalletCommand.FailPurchase c -> WalletDecider.fail(state, c, past);
            case WalletCommand.Debit c ->
                    TopUps.after(state, Spending.debit(state, c, past), c.at());
            case WalletCommand.GiveBack c -> Spending.giveBack(state, c, past);
            case WalletCommand.TakeOut c ->
                    TopUps.after(state, Spending.takeOut(state, c, past), c.at());
            case WalletCommand.Expire c -> TopUps.after(state, Spending.expire(state, c), c.at());
            case WalletCommand.Hold c -> TopUps.after(state, Holding.hold(state, c, past), c.at());
            case WalletCommand.Capture c -> Holding.capture(state, c, past);
            case WalletCommand.Release c -> Holding.release(state, c, past);
            case WalletCommand.CountUsed c -> TopUps.counted(state, c, c.version());
            case WalletCommand.TopUpByInterval c -> TopUps.byInterval(state, c);
            case WalletCommand.EndTopUpRest c -> TopUps.rested(state, c);
            case WalletCommand.Terminate c -> WalletDecider.terminate(state, c);
        };
    }

    List<WalletEvent> events() {
        List<WalletEvent> events = new ArrayList<>();
        steps.forEach(step -> events.addAll(step.events()));
        return events;
    }

    /** As it was opened, before any of it. */
    WalletState begin() {
        return new WalletState.Absent().evolve(created);
    }

    WalletState end() {
        return steps.getLast().after();
    }

    static WalletState.Open wallet(WalletState state) {
        return state instanceof WalletState.Closed(var last) ? last : (WalletState.Open) state;
    }

    /** The movement of an event that moved credits. */
    static Optional<TransactionDocument> moved(WalletEvent event) {
        return event instanceof WalletEvent.PurchaseBegun ? Optional.empty() : Recall.moved(event);
    }

    List<TransactionDocument> movements() {
        return events().stream().flatMap(event -> moved(event).stream()).toList();
    }
}
