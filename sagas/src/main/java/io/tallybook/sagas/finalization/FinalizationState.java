package io.tallybook.sagas.finalization;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tallybook.core.Scope;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the finalization of an invoice stands.
 *
 * <pre>
 *  NotBegun ── computed ──► Debiting ── last debit ──► Finalizing ── finalized ──► Done
 *                               │                          │
 *                             voided                     voided
 *                               ▼                          ▼
 *                           Returning ── last debit ──►  Done
 * </pre>
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "stage")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FinalizationState.NotBegun.class, name = "not_begun"),
    @JsonSubTypes.Type(value = FinalizationState.Debiting.class, name = "debiting"),
    @JsonSubTypes.Type(value = FinalizationState.Finalizing.class, name = "finalizing"),
    @JsonSubTypes.Type(value = FinalizationState.Returning.class, name = "returning"),
    @JsonSubTypes.Type(value = FinalizationState.Done.class, name = "done")
})
public sealed interface FinalizationState {
    /** The invoice is not computed. */
    record NotBegun() implements FinalizationState {}

    /**
     * A wallet was asked.
     *
     * @param at when the invoice was computed: the moment at which all of it takes effect
     * @param remaining what no wallet has paid yet, of what credits may pay; more than zero
     * @param asked the debit whose answer is awaited
     * @param wallets those to be asked afterwards, in order
     * @param burnt what was paid before
     * @param lines which of them each wallet may pay, the one asked first; absent if each may pay
     *     everything
     */
    record Debiting(
            InvoiceId invoiceId,
            Scope scope,
            Instant at,
            Money remaining,
            Asked asked,
            List<WalletId> wallets,
            List<CreditBurnt> burnt,
            @Nullable OpenLines lines)
            implements FinalizationState {
        public Debiting {
            wallets = List.copyOf(wallets);
            burnt = List.copyOf(burnt);
        }

        /** Of wallets that may pay everything. */
        public Debiting(
                InvoiceId invoiceId,
                Scope scope,
                Instant at,
                Money remaining,
                Asked asked,
                List<WalletId> wallets,
                List<CreditBurnt> burnt) {
            this(invoiceId, scope, at, remaining, asked, wallets, burnt, null);
        }
    }

    /** Every wallet has answered and the invoice was told what they paid. */
    record Finalizing(Scope scope, List<CreditBurnt> burnt) implements FinalizationState {
        public Finalizing {
            burnt = List.copyOf(burnt);
        }
    }

    /** The invoice was declared void while a wallet was being asked: what it pays goes back. */
    record Returning(Scope scope, Asked asked) implements FinalizationState {}

    /** Nothing is left to be done. */
    record Done() implements FinalizationState {}

    /** A debit that was asked for. */
    record Asked(WalletId walletId, WalletTransactionId transactionId) {}
}
