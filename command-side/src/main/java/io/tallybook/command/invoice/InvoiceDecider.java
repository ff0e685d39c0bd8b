package io.tallybook.command.invoice;

import io.tallybook.command.Decision;
import io.tallybook.command.InvariantViolated;
import io.tallybook.command.Rules;
import io.tallybook.command.invoice.InvoiceState.Absent;
import io.tallybook.command.invoice.InvoiceState.Computed;
import io.tallybook.command.invoice.InvoiceState.Draft;
import io.tallybook.command.invoice.InvoiceState.Finalized;
import io.tallybook.command.invoice.InvoiceState.Parked;
import io.tallybook.command.invoice.InvoiceState.Skipped;
import io.tallybook.command.invoice.InvoiceState.Voided;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.Adjustments;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceDocuments;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoicePolicy;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.LineSettlement;
import io.tallybook.core.invoice.MoneyBack;
import io.tallybook.core.subscription.PaymentTerms;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be done with an invoice: draft, computed, finalized, and then nothing but being voided.
 *
 * <p>All amounts come from one computation, called here and stored in events; nothing is ever
 * computed again from them.
 */
final class InvoiceDecider {
    static final String KIND = "invoice";

    private InvoiceDecider() {}

    static Decision<InvoiceEvent.Opened> open(InvoiceState state, InvoiceCommand.Open c) {
        InvoiceEvent.Opened opened = new InvoiceEvent.Opened(c.invoiceId(), c.scope(), c.opening());
        return switch (state) {
            case Absent() -> PaperRules.opening(c, opened);
            case Draft(var before, var _) -> repeated(before.opened(), opened);
            case Parked(var before, var _) -> repeated(before.opened(), opened);
            case Computed(var before, var _) -> repeated(before.opened(), opened);
            case Finalized(var before, var _, var _, var _) -> repeated(before.opened(), opened);
            case Skipped(var before) -> repeated(before.opened(), opened);
            case Voided(var before, var _, var _) -> repeated(before.opened(), opened);
        };
    }

    /** Brings the finalization of a draft forward; where it has begun there is nothing to do. */
    static Decision<InvoiceEvent.FinalizationRequested> request(
            InvoiceState state, InvoiceCommand.RequestFinalization c) {
        return switch (visible(state, c.scope())) {
            case Absent() -> Decision.notFound(KIND, c.invoiceId());
            case Draft(var _, var finalizeAt) ->
                    finalizeAt.isAfter(c.at())
                            ? Decision.accepted(
                                    new InvoiceEvent.FinalizationRequested(c.invoiceId(), c.at()))
                            : Decision.alreadyDone();
            case Parked(var _, var parked) ->
                    Decision.refused(SafetyRules.waiting(c.invoiceId(), parked));
            case Computed _, Finalized _ -> Decision.alreadyDone();
            case Skipped _ -> Decision.refused(skipped(c.invoiceId()));
            case Voided(var _, var voidedAt, var _) ->
                    Decision.refused(voided(c.invoiceId(), voidedAt.toString()));
        };
    }

    /** Freezes usage and lines; an invoice on which nothing is owed is skipped instead. */
    static Decision<InvoiceEvent> compute(InvoiceState state, InvoiceCommand.Compute c) {
        return switch (visible(state, c.scope())) {
            case Absent() -> Decision.notFound(KIND, c.invoiceId());
            case Draft(var paper, var _) ->
                    Decision.accepted(SafetyRules.guarded(paper, c, () -> computed(paper, c)));
            case Parked _, Computed _, Finalized _, Skipped _ -> Decision.alreadyDone();
            case Voided(var _, var voidedAt, var _) ->
                    Decision.refused(voided(c.invoiceId(), voidedAt.toString()));
        };
    }

    /** Has a draft computed soon; to ask again has it computed again. */
    static Decision<InvoiceEvent.ComputationRequested> requestComputation(
            InvoiceState state, InvoiceCommand.RequestComputation c) {
        return switch (visible(state, c.scope())) {
            case Absent() -> Decision.notFound(KIND, c.invoiceId());
            case Draft(var paper, var _) -> Decision.accepted(computationRequested(paper, c));
            case Parked(var paper, var _) -> Decision.accepted(computationRequested(paper, c));
            case Computed _, Finalized _, Skipped _ -> Decision.refused(noDraft(c.invoiceId()));
            case Voided(var _, var voidedAt, var _) ->
                    Decision.refused(voided(c.invoiceId(), voidedAt.toString()));
        };
    }

    private static InvoiceEvent.ComputationRequested computationRequested(
            InvoiceState.Paper paper, InvoiceCommand.RequestComputation c) {
        return new InvoiceEvent.ComputationRequested(c.invoiceId(), c.at(), paper.opening());
    }

    private static Rejection noDraft(InvoiceId id) {
        return Rejection.invalidOperation(
                "invoice '" + id + "' is computed for good and is no draft any more");
    }

    /** Shows what a draft comes to by now. */
    static Decision<InvoiceEvent.DraftComputed> computeDraft(
            InvoiceState state, InvoiceCommand.ComputeDraft c) {
        return switch (visible(state, c.scope())) {
            case Absent() -> Decision.notFound(KIND, c.invoiceId());
            case Draft(var paper, var _) -> Decision.accepted(draftComputed(paper, c));
            case Parked(var paper, var _) -> Decision.accepted(draftComputed(paper, c));
            case Computed _, Finalized _, Skipped _ -> Decision.refused(noDraft(c.invoiceId()));
            case Voided(var _, var voidedAt, var _) ->
                    Decision.refused(voided(c.invoiceId(), voidedAt.toString()));
        };
    }

    private static InvoiceEvent.DraftComputed draftComputed(
            InvoiceState.Paper paper, InvoiceCommand.ComputeDraft c) {
        CurrencyCode currency = paper.opening().currency();
        InvoiceDraft draft =
                Arithmetic.compute(
                        c.invoiceId(),
                        currency,
                        c.conventions(),
                        c.lines(),
                        c.adjustments(),
                        List.of());
        return new InvoiceEvent.DraftComputed(
                c.invoiceId(),
                InvoiceDocuments.lines(c.lines(), draft),
                draft.subtotal(),
                InputsDigest.of(currency, c.conventions(), c.lines(), c.adjustments()),
                Arithmetic.ENGINE_VERSION,
                Arithmetic.applied(c.adjustments(), draft));
    }

    /** Declares a closed invoice void for another in its place; what credits paid goes back. */
    static Decision<InvoiceEvent.Voided> replace(InvoiceState state, InvoiceCommand.Replace c) {
        return switch (visible(state, c.scope())) {
            case Absent() -> Decision.notFound(KIND, c.invoiceId());
            case Draft _, Parked _, Computed _ ->
                    Decision.refused(
                            Rejection.invalidOperation(
                                    "invoice '"
                                            + c.invoiceId()
                                            + "' is not closed yet: compute it instead"));
            case Finalized(var paper, var _, var _, var account) ->
                    replaced(paper, account.creditsLeft(), c);
            case Skipped(var paper) -> replaced(paper, List.of(), c);
            case Voided(var _, var voidedAt, var _) ->
                    Decision.refused(voided(c.invoiceId(), voidedAt.toString()));
        };
    }

    private static Decision<InvoiceEvent.Voided> replaced(
            InvoiceState.Paper paper, List<CreditBurnt> credits, InvoiceCommand.Replace c) {
        return Decision.unless(
                Rules.begin().textIfAny("reason", c.reason(), Rules.TEXT_MAX).broken(),
                new InvoiceEvent.Voided(
                        c.invoiceId(),
                        c.at(),
                        credits,
                        c.reason(),
                        paper.opening().replacing(c.invoiceId(), c.finalizeAt())));
    }

    /** Settles a computed invoice; the number is taken afterwards, by {@link Settled#numbered}. */
    static Decision<Settled> settle(InvoiceState state, InvoiceCommand.Finalize c) {
        return switch (visible(state, c.scope())) {
            case Absent() -> Decision.notFound(KIND, c.invoiceId());
            case Draft _, Parked _ ->
                    Decision.refused(
                            Rejection.invalidOperation(
                                    "invoice '" + c.invoiceId() + "' has not been computed yet"));
            case Computed(var paper, var computed) ->
                    Decision.accepted(settled(paper, computed, c));
            case Finalized _ -> Decision.alreadyDone();
            case Skipped _ -> Decision.refused(skipped(c.invoiceId()));
            case Voided(var _, var voidedAt, var _) ->
                    Decision.refused(voided(c.invoiceId(), voidedAt.toString()));
        };
    }

    /** Declares an invoice void, except in the moment in which wallets are paying it. */
    static Decision<InvoiceEvent.Voided> voidInvoice(
            InvoiceState state, InvoiceCommand.VoidInvoice c) {
        return switch (visible(state, c.scope())) {
            case Absent() -> Decision.notFound(KIND, c.invoiceId());
            case Draft _, Parked _, Skipped _ -> voiding(c, List.of(), List.of());
            case Computed _ ->
                    Decision.refused(
                            Rejection.invalidOperation(
                                    "invoice '"
                                            + c.invoiceId()
                                            + "' is being finalized and can be voided when it is"));
            case Finalized(var paper, var _, var _, var account) ->
                    voiding(c, account.creditsLeft(), back(paper, account, c));
            case Voided _ -> Decision.alreadyDone();
        };
    }

    /** What came of a computation, and what a safety bound looks at. */
    record Outcome(InvoiceEvent event, List<InvoiceLine> lines, Money subtotal) {}

    private static Outcome computed(InvoiceState.Paper paper, InvoiceCommand.Compute c) {
        CurrencyCode currency = paper.opening().currency();
        InvoiceDraft draft =
                Arithmetic.compute(
                        c.invoiceId(),
                        currency,
                        c.conventions(),
                        c.lines(),
                        c.adjustments(),
                        List.of());
        List<InvoiceLine> lines = InvoiceDocuments.lines(c.lines(), draft);
        String digest = InputsDigest.of(currency, c.conventions(), c.lines(), c.adjustments());
        InvoicePolicy policy = c.policy() == null ? InvoicePolicy.USUAL : c.policy();
        if (draft.subtotal().isZero() && policy.zero() == InvoicePolicy.Zero.SKIPPED) {
            var skipped =
                    new InvoiceEvent.Skipped(
                            c.invoiceId(),
                            lines,
                            draft.subtotal(),
                            digest,
                            Arithmetic.ENGINE_VERSION);
            return new Outcome(skipped, lines, draft.subtotal());
        }
        Arithmetic.totals(c.invoiceId(), lines, Arithmetic.settlements(lines, draft), draft);
        var computed =
                new InvoiceEvent.Computed(
                        c.invoiceId(),
                        paper.opening().customerId(),
                        c.conventions(),
                        lines,
                        draft.subtotal(),
                        draft.creditable(),
                        digest,
                        Arithmetic.ENGINE_VERSION,
                        c.policy(),
                        Arithmetic.applied(c.adjustments(), draft),
                        c.closing());
        return new Outcome(computed, lines, draft.subtotal());
    }

    private static Settled settled(
            InvoiceState.Paper paper, InvoiceEvent.Computed computed, InvoiceCommand.Finalize c) {
        InvoiceId id = c.invoiceId();
        List<CreditBurnt> credits =
                c.credits().stream().filter(credit -> !credit.amount().isZero()).toList();
        requireOwed(id, computed, credits);
        List<InvoiceLineInput> inputs = computed.lines().stream().map(InvoiceLine::input).toList();
        Adjustments adjustments =
                computed.adjustments() == null ? null : computed.adjustments().inputs();
        InvoiceDraft draft =
                Arithmetic.compute(
                        id,
                        paper.opening().currency(),
                        computed.conventions(),
                        inputs,
                        adjustments,
                        credits);
        if (!Arithmetic.isSame(Arithmetic.applied(adjustments, draft), computed.adjustments())) {
            throw new InvariantViolated(
                    "finalization_keeps_coupons_and_taxes", id, draft, computed);
        }
        if (!InvoiceDocuments.lines(inputs, draft).equals(computed.lines())) {
            throw new InvariantViolated(
                    "finalization_keeps_the_computed_lines", id, draft.lines(), computed.lines());
        }
        List<LineSettlement> settlements = Arithmetic.settlements(computed.lines(), draft);
        InvoiceTotals totals = Arithmetic.totals(id, computed.lines(), settlements, draft);
        Arithmetic.require(id, "the_subtotal_stays", totals.subtotal(), computed.subtotal());
        return new Settled(
                id,
                paper.opening().customerId(),
                computed.chosen().numbering(),
                c.at(),
                dueDate(paper, computed.chosen(), c.at()),
                settlements,
                credits,
                totals);
    }

    private static Instant dueDate(
            InvoiceState.Paper paper, InvoicePolicy policy, Instant finalizedAt) {
        Instant agreed = paper.details().dueDate();
        if (agreed != null) {
            return agreed;
        }
        PaymentTerms terms = paper.opening().paymentTerms();
        return finalizedAt.plus(
                Duration.ofDays(terms == null ? policy.daysToPay() : terms.netDays()));
    }

    private static void requireOwed(
            InvoiceId id, InvoiceEvent.Computed computed, List<CreditBurnt> credits) {
        Set<Object> transactions = new HashSet<>();
        for (CreditBurnt credit : credits) {
            if (credit.amount().isNegative()) {
                throw new InvariantViolated(
                        "credits_are_not_negative", id, credit, computed.creditable());
            }
            if (!transactions.add(credit.transactionId())) {
                throw new InvariantViolated(
                        "a_debit_pays_once", id, credit.transactionId(), credits);
            }
        }
        Money paid =
                Arithmetic.sum(
                        credits, CreditBurnt::amount, Money.zero(computed.subtotal().currency()));
        if (computed.creditable().isLessThan(paid)) {
            throw new InvariantViolated(
                    "credits_within_creditable", id, paid, computed.creditable());
        }
    }

    private static Decision<InvoiceEvent.Voided> voiding(
            InvoiceCommand.VoidInvoice c, List<CreditBurnt> credits, List<MoneyBack> money) {
        return Decision.unless(
                Rules.begin().textIfAny("reason", c.reason(), Rules.TEXT_MAX).broken(),
                new InvoiceEvent.Voided(c.invoiceId(), c.at(), credits, c.reason(), null, money));
    }

    // Once it is void it asks for nothing: all that was paid was too much.
    private static List<MoneyBack> back(
            InvoiceState.Paper paper, Account account, InvoiceCommand.VoidInvoice c) {
        CustomerId customer = paper.opening().customerId();
        return switch (c.money()) {
            case NOWHERE -> List.of();
            case WALLET -> back(account, c, customer);
            case PAYMENT -> back(account, c, null);
        };
    }

    private static List<MoneyBack> back(
            Account account, InvoiceCommand.VoidInvoice c, @Nullable CustomerId toWalletOf) {
        Money nothing = Money.zero(account.billed().currency());
        return account.settled(c.at()).excess(nothing).stream()
                .map(part -> part.back(c.invoiceId(), toWalletOf))
                .toList();
    }

    /** What a caller may see: nothing, if it is another's. */
    static InvoiceState visible(InvoiceState state, Scope caller) {
        return switch (state) {
            case Absent absent -> absent;
            case Draft(var paper, var _) -> visible(state, paper.opened(), caller);
            case Parked(var paper, var _) -> visible(state, paper.opened(), caller);
            case Computed(var paper, var _) -> visible(state, paper.opened(), caller);
            case Finalized(var paper, var _, var _, var _) ->
                    visible(state, paper.opened(), caller);
            case Skipped(var paper) -> visible(state, paper.opened(), caller);
            case Voided(var paper, var _, var _) -> visible(state, paper.opened(), caller);
        };
    }

    private static InvoiceState visible(
            InvoiceState state, InvoiceEvent.Opened opened, Scope caller) {
        return opened.scope().equals(caller) ? state : new Absent();
    }

    private static Decision<InvoiceEvent.Opened> repeated(
            InvoiceEvent.Opened before, InvoiceEvent.Opened now) {
        return Decision.repeated(KIND, now.invoiceId(), before.scope(), now.scope(), before, now);
    }

    static Rejection skipped(InvoiceId id) {
        return Rejection.invalidOperation(
                "invoice '" + id + "' was skipped, since nothing is owed on it");
    }

    static Rejection voided(InvoiceId id, String at) {
        return Rejection.invalidOperation("invoice '" + id + "' was voided at " + at);
    }
}
