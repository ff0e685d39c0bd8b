package io.tallybook.sagas.finalization;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceEvent.Computed;
import io.tallybook.core.invoice.InvoiceEvent.Voided;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletEvent.Debited;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTerms;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.Money;
import io.tallybook.sagas.GiveBacks;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.Step;
import io.tallybook.sagas.finalization.FinalizationState.Asked;
import io.tallybook.sagas.finalization.FinalizationState.Debiting;
import io.tallybook.sagas.finalization.FinalizationState.Done;
import io.tallybook.sagas.finalization.FinalizationState.Finalizing;
import io.tallybook.sagas.finalization.FinalizationState.NotBegun;
import io.tallybook.sagas.finalization.FinalizationState.Returning;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A computed invoice asks one wallet after the other, and is finalized with what they really paid.
 *
 * <p>Every id is derived from the invoice and the wallet, so a step that is repeated sends the same
 * commands. Guarantee: each debit ends up on the finalized invoice or is given back.
 */
final class FinalizationProcess {
    private FinalizationProcess() {}

    /** With wallets that may each pay everything. */
    static Step<FinalizationState> computed(
            Computed event, List<WalletId> wallets, Occurrence when) {
        return computed(event, wallets, Map.of(), when);
    }

    /**
     * @param wallets whom to ask, in order
     * @param reaches what they may pay, of those that may not pay everything
     */
    static Step<FinalizationState> computed(
            Computed event,
            List<WalletId> wallets,
            Map<WalletId, WalletTerms.Reach> reaches,
            Occurrence when) {
        if (event.closesAtOnce()) {
            return Step.of(new Done());
        }
        return next(
                event.invoiceId(),
                when.scope(),
                when.effectiveAt(),
                event.creditable(),
                wallets,
                List.of(),
                reaches.isEmpty() ? null : OpenLines.of(event, wallets, reaches));
    }

    static Step<FinalizationState> debited(
            FinalizationState state, Debited event, Occurrence when) {
        return switch (state) {
            case Debiting debiting when answers(debiting.asked(), event) ->
                    paid(debiting, event.transaction().amount());
            case Returning returning when answers(returning.asked(), event) ->
                    event.transaction().amount().isPositive()
                            ? Step.of(
                                    new Done(),
                                    GiveBacks.of(
                                            returning.scope(),
                                            returning.asked().walletId(),
                                            returning.asked().transactionId(),
                                            when.effectiveAt()))
                            : Step.of(new Done());
            case Debiting debiting -> Step.of(debiting);
            case Returning returning -> Step.of(returning);
            case NotBegun nothing -> Step.of(nothing);
            case Finalizing finalizing -> Step.of(finalizing);
            case Done done -> Step.of(done);
        };
    }

    /** A wallet will not be asked again for this invoice; the next one is. */
    static Step<FinalizationState> refused(FinalizationState state, WalletCommand.Debit debit) {
        return state instanceof Debiting debiting
                        && debiting.asked().transactionId().equals(debit.transactionId())
                ? paid(debiting, Money.zero(debiting.remaining().currency()))
                : Step.of(state);
    }

    /** What the invoice itself knows was paid is in the event, and is given back as due work. */
    static Step<FinalizationState> voided(FinalizationState state, Voided event, Occurrence when) {
        return switch (state) {
            case Debiting debiting ->
                    new Step<>(
                            new Returning(debiting.scope(), debiting.asked()),
                            giveBack(debiting.scope(), debiting.burnt(), event, when));
            case Finalizing finalizing ->
                    new Step<>(
                            new Done(),
                            giveBack(finalizing.scope(), finalizing.burnt(), event, when));
            case Returning returning -> Step.of(returning);
            case NotBegun _, Done _ -> Step.of(new Done());
        };
    }

    private static boolean answers(Asked asked, Debited event) {
        return asked.walletId().equals(event.walletId())
                && asked.transactionId().equals(event.transaction().id());
    }

    private static Step<FinalizationState> paid(Debiting state, Money amount) {
        List<CreditBurnt> burnt = new ArrayList<>(state.burnt());
        if (amount.isPositive()) {
            burnt.add(
                    new CreditBurnt(
                            state.asked().walletId(), state.asked().transactionId(), amount));
        }
        return next(
                state.invoiceId(),
                state.scope(),
                state.at(),
                state.remaining().minus(amount),
                state.wallets(),
                burnt,
                state.lines() == null ? null : state.lines().after(amount));
    }

    private static Step<FinalizationState> next(
            InvoiceId invoice,
            Scope scope,
            Instant at,
            Money remaining,
            List<WalletId> wallets,
            List<CreditBurnt> burnt,
            @Nullable OpenLines lines) {
        if (!remaining.isPositive() || wallets.isEmpty()) {
            // What nothing was taken for has nothing to give back: there is nothing to remember.
            return Step.of(
                    burnt.isEmpty() ? new Done() : new Finalizing(scope, burnt),
                    new InvoiceCommand.Finalize(invoice, scope, at, burnt));
        }
        WalletId wallet = wallets.getFirst();
        Money upTo = lines == null ? remaining : lines.most(remaining);
        if (lines != null && !upTo.isPositive()) {
            return next(
                    invoice,
                    scope,
                    at,
                    remaining,
                    wallets.subList(1, wallets.size()),
                    burnt,
                    lines.after(upTo));
        }
        var id = WalletTransactionId.of(Ulid.derived(at, "debit", invoice.value(), wallet.value()));
        return Step.of(
                new Debiting(
                        invoice,
                        scope,
                        at,
                        remaining,
                        new Asked(wallet, id),
                        wallets.subList(1, wallets.size()),
                        burnt,
                        lines),
                new WalletCommand.Debit(wallet, scope, at, id, invoice, upTo));
    }

    private static List<Command> giveBack(
            Scope scope, List<CreditBurnt> burnt, Voided event, Occurrence when) {
        return burnt.stream()
                .filter(credit -> !event.credits().contains(credit))
                .<Command>map(
                        credit ->
                                GiveBacks.of(
                                        scope,
                                        credit.walletId(),
                                        credit.transactionId(),
                                        when.effectiveAt()))
                .toList();
    }
}
