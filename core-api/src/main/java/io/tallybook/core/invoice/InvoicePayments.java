package io.tallybook.core.invoice;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.creditnote.CreditNoteDocument.Kind;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.RefundId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of the money of an invoice, from events alone.
 *
 * <pre>
 *  owed      = billed - adjusted - credited - written off      (billed is 0 once it is void)
 *  kept      = paid - refunded
 *  remaining = owed - kept, if more than zero       overpaid = kept - owed, if more than zero
 * </pre>
 *
 * @param applied every payment that came, in order
 * @param held what is kept for attempts that are under way
 * @param refunds what went back, each once
 * @param notes the credit notes that hold
 * @param writtenOff what is no longer expected
 * @param paidAt when nothing was left to pay
 * @param overdueSince when its due date passed with something left to pay
 * @param givenUpAt when the last attempt to collect it by itself failed
 */
@RecordBuilder
public record InvoicePayments(
        List<Applied> applied,
        List<Held> held,
        List<Refund> refunds,
        List<Note> notes,
        Money writtenOff,
        @Nullable Instant paidAt,
        @Nullable Instant overdueSince,
        @Nullable Instant givenUpAt) {
    public InvoicePayments {
        applied = List.copyOf(applied);
        held = List.copyOf(held);
        refunds = List.copyOf(refunds);
        notes = List.copyOf(notes);
    }

    /** A payment that came. */
    public record Applied(PaymentId paymentId, Money amount, Instant at) {}

    /**
     * A credit note: what it took off each line.
     *
     * @param amount what of it is money
     * @param lines with what goes back to wallets
     * @param back what of it wallets get back; absent for nothing
     */
    public record Note(
            CreditNoteId creditNoteId,
            Kind kind,
            Money amount,
            List<Line> lines,
            @Nullable BackToWallets back) {
        public Note {
            lines = List.copyOf(lines);
        }

        /** What was taken off one line. */
        public record Line(InvoiceLineId lineId, Money amount) {}
    }

    /** What is kept for an attempt of a payment. */
    public record Held(PaymentId paymentId, int attempt, Money amount) {}

    /** What of a payment went back. */
    public record Refund(RefundId refundId, PaymentId paymentId, Money amount, Instant at) {}

    /** How it stands with the payment of an invoice. */
    public enum Status {
        PENDING,
        /** Somebody is being asked for money. */
        PROCESSING,
        PARTIALLY_PAID,
        SUCCEEDED,
        OVERPAID,
        /** It could not be collected. */
        FAILED,
        /** What is left is not expected any more. */
        WRITTEN_OFF,
        PARTIALLY_REFUNDED,
        REFUNDED
    }

    public static InvoicePayments none(CurrencyCode currency) {
        Money zero = Money.zero(currency);
        return new InvoicePayments(
                List.of(), List.of(), List.of(), List.of(), zero, null, null, null);
    }

    public Money paid() {
        return sum(applied.stream().map(Applied::amount));
    }

    /** What went back, by payments or by credit notes. */
    public Money refunded() {
        return sum(refunds.stream().map(Refund::amount)).plus(credited());
    }

    /** What credit notes took off what was owed. */
    public Money adjusted() {
        return noted(Kind.ADJUSTMENT);
    }

    /** What credit notes took off what was paid, and is given back. */
    public Money credited() {
        return noted(Kind.REFUND);
    }

    private Money noted(Kind kind) {
        return sum(notes.stream().filter(note -> note.kind() == kind).map(Note::amount));
    }

    /** What credit notes took off each line; without those of which they took nothing. */
    public Map<InvoiceLineId, Money> creditedByLine() {
        return notes.stream()
                .flatMap(note -> note.lines().stream())
                .collect(Collectors.toMap(Note.Line::lineId, Note.Line::amount, Money::plus));
    }

    /** What of that went back to wallets, since credits had paid it. */
    public Map<InvoiceLineId, Money> backToWalletsByLine() {
        return backs().flatMap(back -> back.lines().stream())
                .collect(
                        Collectors.toMap(
                                BackToWallets.OfLine::lineId,
                                BackToWallets.OfLine::amount,
                                Money::plus));
    }

    /** What of a debit credit notes have given back. */
    public Money backOf(WalletTransactionId debit) {
        return sum(
                backs().flatMap(back -> back.credits().stream())
                        .filter(one -> one.transactionId().equals(debit))
                        .map(CreditBurnt::amount));
    }

    /** What credit notes have given back to wallets. */
    public Money backToWallets() {
        return sum(backs().flatMap(back -> back.credits().stream()).map(CreditBurnt::amount));
    }

    private Stream<BackToWallets> backs() {
        return notes.stream().map(Note::back).filter(Objects::nonNull);
    }

    /** What came and was not given back. */
    public Money kept() {
        return zero().max(paid().minus(refunded()));
    }

    /** What of {@code billed} is asked for in all, never less than zero. */
    public Money owed(Money billed) {
        return zero().max(billed.minus(adjusted()).minus(credited()).minus(writtenOff));
    }

    public Money remaining(Money billed) {
        return zero().max(owed(billed).minus(kept()));
    }

    public Money overpaid(Money billed) {
        return zero().max(kept().minus(owed(billed)));
    }

    /** What of the rest no attempt is asking for. */
    public Money free(Money billed) {
        return zero().max(remaining(billed).minus(sum(held.stream().map(Held::amount))));
    }

    /** What of a payment was not given back; zero of one that did not come. */
    public Money keptOf(PaymentId payment) {
        return sum(applied.stream()
                        .filter(one -> one.paymentId().equals(payment))
                        .map(Applied::amount))
                .minus(
                        sum(
                                refunds.stream()
                                        .filter(one -> one.paymentId().equals(payment))
                                        .map(Refund::amount)));
    }

    /**
     * What of each payment was too much, the latest first: what it was that nobody owed. What
     * credit notes have given back was that of the latest as well.
     *
     * @param billed what the invoice asks for, nothing once it is void
     */
    public List<Excess> excess(Money billed) {
        Money left = overpaid(billed);
        List<Excess> parts = new ArrayList<>();
        for (var refundable : refundable().entrySet()) {
            PaymentId payment = refundable.getKey();
            Money amount = refundable.getValue().min(left);
            if (amount.isPositive()) {
                parts.add(new Excess(payment, keptOf(payment), amount));
                left = left.minus(amount);
            }
        }
        return List.copyOf(parts);
    }

    /**
     * What of a payment can still go back: what credit notes have given back, in money or in
     * credits, cannot go back once more. It was that of the latest payment.
     */
    public Money refundableOf(PaymentId payment) {
        return refundable().getOrDefault(payment, zero());
    }

    /** As it stands once these have gone back as well. */
    public InvoicePayments giving(List<MoneyBack> back, Instant at) {
        return InvoicePaymentsBuilder.builder(this)
                .refunds(
                        Stream.concat(
                                        refunds.stream(),
                                        back.stream()
                                                .map(
                                                        one ->
                                                                new Refund(
                                                                        one.refundId(),
                                                                        one.paymentId(),
                                                                        one.amount(),
                                                                        at)))
                                .toList())
                .build();
    }

    private Map<PaymentId, Money> refundable() {
        Money noted = credited();
        Map<PaymentId, Money> left = new LinkedHashMap<>();
        for (PaymentId payment : latestFirst()) {
            Money kept = keptOf(payment);
            Money gone = kept.min(noted);
            noted = noted.minus(gone);
            left.put(payment, kept.minus(gone));
        }
        return left;
    }

    /** The payments that came, each once. */
    public List<PaymentId> latestFirst() {
        return applied.reversed().stream().map(Applied::paymentId).distinct().toList();
    }

    /**
     * What of a payment was too much.
     *
     * @param kept what of it had not gone back before
     */
    public record Excess(PaymentId paymentId, Money kept, Money amount) {
        /** As it is given back: once, to a wallet of this customer or the way it came. */
        public MoneyBack back(InvoiceId invoice, @Nullable CustomerId toWalletOf) {
            return new MoneyBack(
                    RefundId.ofExcess(invoice, paymentId, kept), paymentId, amount, toWalletOf);
        }
    }

    public Status status(Money billed) {
        if (overpaid(billed).isPositive()) {
            return Status.OVERPAID;
        }
        if (remaining(billed).isPositive()) {
            return unpaid();
        }
        if (writtenOff.isPositive()) {
            return Status.WRITTEN_OFF;
        }
        if (!refunded().isPositive()) {
            return Status.SUCCEEDED;
        }
        return kept().isPositive() ? Status.PARTIALLY_REFUNDED : Status.REFUNDED;
    }

    private Status unpaid() {
        if (!held.isEmpty()) {
            return Status.PROCESSING;
        }
        if (givenUpAt != null) {
            return Status.FAILED;
        }
        return kept().isPositive() ? Status.PARTIALLY_PAID : Status.PENDING;
    }

    /**
     * After one more event.
     *
     * @param billed what the invoice asks for
     */
    public InvoicePayments after(InvoicePaymentEvent event, Money billed) {
        return switch (event) {
            case InvoicePaymentEvent.PaymentHeld e ->
                    holding(
                            plus(
                                    without(e.paymentId()),
                                    new Held(e.paymentId(), e.attempt(), e.amount())));
            case InvoicePaymentEvent.PaymentReleased e -> released(e, billed);
            case InvoicePaymentEvent.PaymentApplied e ->
                    applied(e).recovered(billed).dated(billed, e.appliedAt());
            // Nothing has gone back yet.
            case InvoicePaymentEvent.RefundOrdered _ -> this;
            case InvoicePaymentEvent.RefundApplied e -> refunded(e).dated(billed, e.refundedAt());
            case InvoicePaymentEvent.LinesCredited e ->
                    noting(plus(notes, note(e))).dated(billed, e.creditedAt());
            case InvoicePaymentEvent.CreditTakenBack e ->
                    noting(
                                    notes.stream()
                                            .filter(
                                                    one ->
                                                            !one.creditNoteId()
                                                                    .equals(e.creditNoteId()))
                                            .toList())
                            .dated(billed, e.takenBackAt());
            case InvoicePaymentEvent.CollectionGivenUp e ->
                    InvoicePaymentsBuilder.builder(this).givenUpAt(e.givenUpAt()).build();
            case InvoicePaymentEvent.DueDatePassed e ->
                    with(writtenOff, e.remaining().isPositive() ? e.passedAt() : null);
            case InvoicePaymentEvent.WrittenOff e -> with(writtenOff.plus(e.amount()), null);
        };
    }

    private InvoicePayments with(Money loss, @Nullable Instant overdue) {
        return InvoicePaymentsBuilder.builder(this).writtenOff(loss).overdueSince(overdue).build();
    }

    /** What comes in after all is no loss any more. */
    private InvoicePayments recovered(Money billed) {
        return with(writtenOff.minus(writtenOff.min(overpaid(billed))), overdueSince);
    }

    private InvoicePayments applied(InvoicePaymentEvent.PaymentApplied e) {
        return InvoicePaymentsBuilder.builder(this)
                .applied(plus(applied, new Applied(e.paymentId(), e.amount(), e.appliedAt())))
                .held(without(e.paymentId()))
                .givenUpAt(null)
                .build();
    }

    private InvoicePayments refunded(InvoicePaymentEvent.RefundApplied e) {
        return InvoicePaymentsBuilder.builder(this)
                .refunds(
                        plus(
                                refunds,
                                new Refund(
                                        e.refundId(), e.paymentId(), e.amount(), e.refundedAt())))
                .build();
    }

    private InvoicePayments released(InvoicePaymentEvent.PaymentReleased e, Money billed) {
        Instant failed = e.givenUpAt() == null ? givenUpAt : e.givenUpAt();
        return InvoicePaymentsBuilder.builder(this)
                .held(without(e.paymentId()))
                .givenUpAt(remaining(billed).isPositive() ? failed : null)
                .build();
    }

    private static Note note(InvoicePaymentEvent.LinesCredited e) {
        return new Note(
                e.creditNoteId(),
                e.kind(),
                e.money(),
                e.note().lines().stream()
                        .map(line -> new Note.Line(line.invoiceLineId(), line.amount()))
                        .toList(),
                e.back());
    }

    private InvoicePayments noting(List<Note> now) {
        return InvoicePaymentsBuilder.builder(this).notes(now).build();
    }

    private InvoicePayments holding(List<Held> now) {
        return InvoicePaymentsBuilder.builder(this).held(now).build();
    }

    /** It is paid from the moment at which nothing is left, and overdue no longer. */
    private InvoicePayments dated(Money billed, Instant at) {
        boolean settled = !remaining(billed).isPositive() && !writtenOff.isPositive();
        Instant since = paidAt == null ? at : paidAt;
        return InvoicePaymentsBuilder.builder(this)
                .paidAt(settled ? since : null)
                .overdueSince(remaining(billed).isPositive() ? overdueSince : null)
                .givenUpAt(settled ? null : givenUpAt)
                .build();
    }

    private List<Held> without(PaymentId payment) {
        return held.stream().filter(one -> !one.paymentId().equals(payment)).toList();
    }

    private static <T> List<T> plus(List<T> list, T one) {
        return Stream.concat(list.stream(), Stream.of(one)).toList();
    }

    private Money sum(Stream<Money> amounts) {
        return amounts.reduce(zero(), Money::plus);
    }

    private Money zero() {
        return Money.zero(writtenOff.currency());
    }
}
