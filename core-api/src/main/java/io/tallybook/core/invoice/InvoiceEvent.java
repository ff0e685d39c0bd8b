package io.tallybook.core.invoice;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to an invoice. */
public sealed interface InvoiceEvent {
    InvoiceId invoiceId();

    /** It was about the money that is owed on it, and nothing else of it changed. */
    sealed interface OfMoney extends InvoiceEvent permits InvoicePaymentEvent {}

    /** A draft was opened. */
    record Opened(InvoiceId invoiceId, Scope scope, InvoiceOpening opening)
            implements InvoiceEvent {}

    /** Somebody asked for it to be finalized before its time. */
    record FinalizationRequested(InvoiceId invoiceId, Instant finalizeAt) implements InvoiceEvent {}

    /**
     * Somebody asked to be shown what the draft comes to, and does not wait for it.
     *
     * @param opening what it is computed for
     */
    record ComputationRequested(InvoiceId invoiceId, Instant requestedAt, InvoiceOpening opening)
            implements InvoiceEvent {}

    /**
     * Its lines were computed and its usage was frozen.
     *
     * @param creditable how much of it prepaid credits may pay
     * @param inputsDigest SHA-256 of the inputs in canonical form, in hexadecimal
     * @param engineVersion which version of the arithmetic it was
     * @param policy what the environment had chosen; absent for the usual
     * @param adjustments its coupons and taxes and what they came to; absent for none
     * @param closing when it gets its number; absent for after wallets
     */
    record Computed(
            InvoiceId invoiceId,
            CustomerId customerId,
            Conventions conventions,
            List<InvoiceLine> lines,
            Money subtotal,
            Money creditable,
            String inputsDigest,
            String engineVersion,
            @Nullable InvoicePolicy policy,
            @Nullable AdjustmentsApplied adjustments,
            @Nullable Closing closing)
            implements InvoiceEvent {
        public Computed {
            lines = List.copyOf(lines);
        }

        /** One by the usual policy, without coupons and taxes. */
        public Computed(
                InvoiceId invoiceId,
                CustomerId customerId,
                Conventions conventions,
                List<InvoiceLine> lines,
                Money subtotal,
                Money creditable,
                String inputsDigest,
                String engineVersion) {
            this(
                    invoiceId,
                    customerId,
                    conventions,
                    lines,
                    subtotal,
                    creditable,
                    inputsDigest,
                    engineVersion,
                    null,
                    null,
                    null);
        }

        /** Whether it is finalized in the same commit, and nobody has to see to it. */
        public boolean closesAtOnce() {
            return closing == Closing.AT_ONCE;
        }

        /** What the environment had chosen; of one computed before it could, the usual. */
        public InvoicePolicy chosen() {
            return policy == null ? InvoicePolicy.USUAL : policy;
        }
    }

    /**
     * What a draft came to at that moment; nothing of it is binding.
     *
     * @param adjustments its coupons and taxes and what they came to; absent for none
     */
    record DraftComputed(
            InvoiceId invoiceId,
            List<InvoiceLine> lines,
            Money subtotal,
            String inputsDigest,
            String engineVersion,
            @Nullable AdjustmentsApplied adjustments)
            implements InvoiceEvent {
        public DraftComputed {
            lines = List.copyOf(lines);
        }
    }

    /** There was nothing to charge: it gets no number and is owed by nobody. */
    record Skipped(
            InvoiceId invoiceId,
            List<InvoiceLine> lines,
            Money subtotal,
            String inputsDigest,
            String engineVersion)
            implements InvoiceEvent {
        public Skipped {
            lines = List.copyOf(lines);
        }
    }

    /** It got its number and will never change. */
    record Finalized(
            InvoiceId invoiceId,
            String number,
            Instant finalizedAt,
            Instant dueDate,
            List<LineSettlement> settlements,
            List<CreditBurnt> credits,
            InvoiceTotals totals)
            implements InvoiceEvent {
        public Finalized {
            settlements = List.copyOf(settlements);
            credits = List.copyOf(credits);
        }
    }

    /**
     * It was declared void.
     *
     * @param credits what wallets get back
     * @param replacement the invoice that is opened in its place; absent for none
     * @param money what of its payments goes back; absent for nothing
     */
    record Voided(
            InvoiceId invoiceId,
            Instant voidedAt,
            List<CreditBurnt> credits,
            @Nullable String reason,
            @Nullable InvoiceOpening replacement,
            @Nullable List<MoneyBack> money)
            implements InvoiceEvent {
        public Voided {
            credits = List.copyOf(credits);
            money = money == null || money.isEmpty() ? null : List.copyOf(money);
        }

        /** One whose money stays on it. */
        public Voided(
                InvoiceId invoiceId,
                Instant voidedAt,
                List<CreditBurnt> credits,
                @Nullable String reason,
                @Nullable InvoiceOpening replacement) {
            this(invoiceId, voidedAt, credits, reason, replacement, null);
        }

        /** One that nothing replaces. */
        public Voided(
                InvoiceId invoiceId,
                Instant voidedAt,
                List<CreditBurnt> credits,
                @Nullable String reason) {
            this(invoiceId, voidedAt, credits, reason, null, null);
        }

        /** What of its payments goes back. */
        public List<MoneyBack> moneyBack() {
            return money == null ? List.of() : money;
        }
    }

    /**
     * It did not keep a safety bound: it stays a draft, and waits for an operator.
     *
     * @param lines what it would have billed; none if that could not be computed, or are too many
     */
    record Parked(
            InvoiceId invoiceId,
            Instant parkedAt,
            List<Breach> breaches,
            List<InvoiceLine> lines,
            Money subtotal)
            implements InvoiceEvent {
        public Parked {
            breaches = List.copyOf(breaches);
            lines = List.copyOf(lines);
        }
    }

    /**
     * An operator let a parked invoice go on.
     *
     * @param opening what it is for, as it is to be computed now
     * @param accepted the breaches that were found right; none if it is held against all bounds
     */
    record Released(
            InvoiceId invoiceId,
            Instant releasedAt,
            InvoiceOpening opening,
            List<Breach> accepted,
            @Nullable String note)
            implements InvoiceEvent {
        public Released {
            accepted = List.copyOf(accepted);
        }
    }

    /** It says other things beside its amounts than before. */
    record Described(InvoiceId invoiceId, InvoiceDetails details) implements InvoiceEvent {}

    /**
     * Somebody asked that the customer be told of it once more: who delivers follows this event.
     */
    record CommunicationRequested(InvoiceId invoiceId, Instant requestedAt)
            implements InvoiceEvent {}
}
