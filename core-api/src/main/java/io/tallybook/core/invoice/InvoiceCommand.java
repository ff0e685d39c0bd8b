package io.tallybook.core.invoice;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import io.tallybook.core.SharedLane;
import io.tallybook.domain.rating.Conventions;
import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of an invoice. */
public sealed interface InvoiceCommand extends Command, SharedLane {
    @TargetAggregateIdentifier
    InvoiceId invoiceId();

    /** Invoices of an environment are numbered one after the other. */
    @Override
    default String lane() {
        return scope().environment().value();
    }

    /** Opens a draft. */
    record Open(InvoiceId invoiceId, Scope scope, Instant at, InvoiceOpening opening)
            implements InvoiceCommand {}

    /** Asks for a draft to be finalized now rather than at its time. */
    record RequestFinalization(InvoiceId invoiceId, Scope scope, Instant at)
            implements InvoiceCommand {}

    /**
     * Computes a draft from frozen inputs, for good: what comes in later is no longer on it. With
     * nothing to charge the invoice is skipped instead.
     *
     * @param policy what the environment has chosen; absent for the usual
     * @param adjustments its coupons and taxes; absent for none
     * @param safety what it is held against, and parked if it does not keep it; absent for nothing
     * @param closing when it gets its number
     */
    record Compute(
            InvoiceId invoiceId,
            Scope scope,
            Instant at,
            Conventions conventions,
            List<InvoiceLineInput> lines,
            @Nullable InvoicePolicy policy,
            @Nullable Adjustments adjustments,
            @Nullable SafetyCheck safety,
            Closing closing)
            implements InvoiceCommand {
        public Compute {
            lines = List.copyOf(lines);
        }

        /** One whose wallets are asked. */
        public Compute(
                InvoiceId invoiceId,
                Scope scope,
                Instant at,
                Conventions conventions,
                List<InvoiceLineInput> lines,
                @Nullable InvoicePolicy policy,
                @Nullable Adjustments adjustments,
                @Nullable SafetyCheck safety) {
            this(
                    invoiceId,
                    scope,
                    at,
                    conventions,
                    lines,
                    policy,
                    adjustments,
                    safety,
                    Closing.AFTER_WALLETS);
        }

        /** One that is held against nothing. */
        public Compute(
                InvoiceId invoiceId,
                Scope scope,
                Instant at,
                Conventions conventions,
                List<InvoiceLineInput> lines,
                @Nullable InvoicePolicy policy,
                @Nullable Adjustments adjustments) {
            this(invoiceId, scope, at, conventions, lines, policy, adjustments, null);
        }

        /** One by the usual policy, without coupons and taxes. */
        public Compute(
                InvoiceId invoiceId,
                Scope scope,
                Instant at,
                Conventions conventions,
                List<InvoiceLineInput> lines) {
            this(invoiceId, scope, at, conventions, lines, null, null, null);
        }

        /** The same, held against this. */
        public Compute within(SafetyCheck check) {
            return new Compute(
                    invoiceId, scope, at, conventions, lines, policy, adjustments, check, closing);
        }

        /** The same for an invoice that asks no wallet. */
        public Compute atOnce() {
            return new Compute(
                    invoiceId,
                    scope,
                    at,
                    conventions,
                    lines,
                    policy,
                    adjustments,
                    safety,
                    Closing.AT_ONCE);
        }
    }

    /** Lets a parked invoice go on: it is computed anew, and finalized if it may be. */
    record Release(InvoiceId invoiceId, Scope scope, Instant at, How how, @Nullable String note)
            implements InvoiceCommand {
        /** What has been found out about why it was parked. */
        public enum How {
            /** It is right as it is: the bounds that it broke count no longer, as far as it did. */
            ACCEPT,
            /** The cause is mended: it is held against all bounds once more. */
            CHECK_AGAIN
        }
    }

    /** Has a draft computed soon, for somebody who does not wait for it. */
    record RequestComputation(InvoiceId invoiceId, Scope scope, Instant at)
            implements InvoiceCommand {}

    /**
     * Shows what a draft comes to by now; it stays a draft, and is computed again.
     *
     * @param adjustments its coupons and taxes; absent for none
     */
    record ComputeDraft(
            InvoiceId invoiceId,
            Scope scope,
            Instant at,
            Conventions conventions,
            List<InvoiceLineInput> lines,
            @Nullable Adjustments adjustments)
            implements InvoiceCommand {
        public ComputeDraft {
            lines = List.copyOf(lines);
        }

        /** From what an invoice would be computed for good. */
        public static ComputeDraft of(Compute compute) {
            return new ComputeDraft(
                    compute.invoiceId(),
                    compute.scope(),
                    compute.at(),
                    compute.conventions(),
                    compute.lines(),
                    compute.adjustments());
        }
    }

    /**
     * Declares a finalized or skipped invoice void and has another opened in its place, which is
     * computed from what is known then.
     *
     * @param finalizeAt when the other is finalized by itself
     */
    record Replace(
            InvoiceId invoiceId,
            Scope scope,
            Instant at,
            @Nullable String reason,
            Instant finalizeAt)
            implements InvoiceCommand {}

    /** Gives a computed invoice its number, with the credits that wallets have really paid. */
    record Finalize(InvoiceId invoiceId, Scope scope, Instant at, List<CreditBurnt> credits)
            implements InvoiceCommand {
        public Finalize {
            credits = List.copyOf(credits);
        }
    }

    /**
     * Declares an invoice void; what credits had paid is given back.
     *
     * @param money where what was paid in money goes
     */
    record VoidInvoice(
            InvoiceId invoiceId,
            Scope scope,
            Instant at,
            @Nullable String reason,
            MoneyBack.To money)
            implements InvoiceCommand {
        /** One whose money stays on it. */
        public VoidInvoice(InvoiceId invoiceId, Scope scope, Instant at, @Nullable String reason) {
            this(invoiceId, scope, at, reason, MoneyBack.To.NOWHERE);
        }
    }

    /** Says other things beside the amounts, whatever stage the invoice is in. */
    record Describe(InvoiceId invoiceId, Scope scope, Instant at, InvoiceDetails details)
            implements InvoiceCommand {}

    /** Asks that the customer be told of a finalized invoice once more. */
    record RequestCommunication(InvoiceId invoiceId, Scope scope, Instant at)
            implements InvoiceCommand {}
}
