package io.tallybook.core.invoice;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.creditnote.CreditNoteLineId;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a closed invoice should have billed, by what is known now, against what it and its earlier
 * corrections have billed: line by line, after coupons and with taxes, before credits.
 *
 * <p>A line keeps its id, since that follows from the invoice, the line item and the period served;
 * so the same line is met again however often it is computed. Once a correction was billed, or
 * given back, there is no difference left, so that a second one does nothing.
 *
 * @param number which it is: the same every time, as long as nothing else was corrected
 */
public record Correction(
        InvoiceView closed, int number, Conventions conventions, List<Line> lines) {
    /** What a correcting line says that it belongs to. */
    public static final String LINE = "invoice_line";

    public Correction {
        lines = List.copyOf(lines);
    }

    /**
     * One line that differs or was billed.
     *
     * @param stored as it was billed; absent for one that was not on the invoice
     * @param now as it would be billed; absent for one that would not be
     * @param billed what it was billed
     * @param due what it should have been billed
     * @param corrected what earlier corrections have billed of it, less what they gave back
     */
    public record Line(
            @Nullable InvoiceLine stored,
            @Nullable InvoiceLine now,
            LineSum billed,
            LineSum due,
            LineSum corrected) {
        /** The line itself, as it is now if it still is. */
        public InvoiceLine either() {
            return now == null ? Objects.requireNonNull(stored) : now;
        }

        public InvoiceLineId id() {
            return either().input().id();
        }

        /** What is missing, or too much if it is below zero. */
        public Money difference() {
            return due.total().minus(billed.total()).minus(corrected.total());
        }

        /** The same before taxes. */
        Money net() {
            return due.net().minus(billed.net()).minus(corrected.net());
        }
    }

    /**
     * What of an invoice is corrected, and what has corrected it.
     *
     * @param invoices the corrections of it, also those that are void
     * @param notes how many credit notes have corrected it, also those that are void
     */
    public record Earlier(List<InvoiceView> invoices, int notes) {
        public static final Earlier NONE = new Earlier(List.of(), 0);

        public Earlier {
            invoices = List.copyOf(invoices);
        }
    }

    /**
     * Shapes: a line for each of either side, those of the invoice first.
     *
     * @param now what it would be computed from
     */
    public static Correction of(InvoiceView closed, InvoiceQuery.Inputs now, Earlier earlier) {
        Money zero = Money.zero(closed.opening().currency());
        var draft =
                InvoiceComputation.compute(
                        InvoiceDocuments.inputs(
                                closed.opening().currency(),
                                now.conventions(),
                                now.lines(),
                                CorrectedAdjustments.of(closed, now)));
        Map<InvoiceLineId, InvoiceLine> before = byId(closed.lines());
        Map<InvoiceLineId, InvoiceLine> after = byId(InvoiceDocuments.lines(now.lines(), draft));
        Map<InvoiceLineId, LineSum> billed = LineSum.billed(closed, now.conventions());
        Map<InvoiceLineId, LineSum> due = LineSum.of(now.lines(), draft);
        Map<InvoiceLineId, LineSum> corrected = corrected(closed, earlier, billed);
        Set<InvoiceLineId> ids = new LinkedHashSet<>(before.keySet());
        ids.addAll(after.keySet());
        LineSum none = new LineSum(zero, zero, zero);
        List<Line> lines = new ArrayList<>();
        for (InvoiceLineId id : ids) {
            lines.add(
                    new Line(
                            before.get(id),
                            after.get(id),
                            billed.getOrDefault(id, none),
                            due.getOrDefault(id, none),
                            corrected.getOrDefault(id, none)));
        }
        return new Correction(
                closed, earlier.invoices().size() + earlier.notes(), now.conventions(), lines);
    }

    private static Map<InvoiceLineId, InvoiceLine> byId(List<InvoiceLine> lines) {
        Map<InvoiceLineId, InvoiceLine> byId = new LinkedHashMap<>();
        lines.forEach(line -> byId.put(line.input().id(), line));
        return byId;
    }

    private static Map<InvoiceLineId, LineSum> corrected(
            InvoiceView closed, Earlier earlier, Map<InvoiceLineId, LineSum> billed) {
        Map<InvoiceLineId, LineSum> corrected = new LinkedHashMap<>();
        for (InvoiceView correction : earlier.invoices()) {
            GivenInvoice given = correction.opening().given();
            if (given != null && correction.status() != InvoiceView.Status.VOIDED) {
                LineSum.given(given, closed.opening().currency())
                        .forEach((id, sum) -> corrected.merge(id, sum, LineSum::plus));
            }
        }
        int most = earlier.invoices().size() + earlier.notes();
        for (int n = 0; n <= most; n++) {
            CreditNoteId ours = noteId(closed.scope(), closed.id() + "/" + n);
            closed.money().notes().stream()
                    .filter(note -> note.creditNoteId().equals(ours))
                    .flatMap(note -> note.lines().stream())
                    .forEach(
                            line -> {
                                LineSum of = billed.get(line.lineId());
                                if (of != null) {
                                    corrected.merge(
                                            line.lineId(),
                                            of.partOf(line.amount()).negated(),
                                            LineSum::plus);
                                }
                            });
        }
        return corrected;
    }

    /** What is owed more than was billed; below zero for what was billed too much. */
    public Money difference() {
        return lines.stream().map(Line::difference).reduce(zero(), Money::plus);
    }

    /** Those of which something else was billed than should have been. */
    public List<Line> differing() {
        return lines.stream().filter(line -> !line.difference().isZero()).toList();
    }

    private String key(int one) {
        return closed.id() + "/" + one;
    }

    private Money zero() {
        return Money.zero(closed.opening().currency());
    }

    /** What tells the credit notes of corrections from all others. */
    public static String noteKey(String key) {
        return "correction/" + key;
    }

    private static CreditNoteId noteId(Scope scope, String key) {
        return CreditNoteId.keyed(scope, noteKey(key));
    }

    /**
     * One credit note of a correction.
     *
     * @param id follows from the correction
     */
    public record Note(CreditNoteId id, CreditNoteDocument document) {
        private static Note of(Scope scope, String key, CreditNoteDocument all, List<Part> parts) {
            CreditNoteId id = noteId(scope, key);
            return new Note(
                    id,
                    new CreditNoteDocument(
                            all.invoiceId(),
                            all.customerId(),
                            all.subscriptionId(),
                            all.currency(),
                            all.reason(),
                            parts.stream().map(part -> part.line(id)).toList(),
                            all.memo(),
                            noteKey(key),
                            all.metadata()));
        }
    }

    private record Part(InvoiceLineId of, @Nullable String name, Money amount) {
        CreditNoteDocument.Line line(CreditNoteId note) {
            return new CreditNoteDocument.Line(
                    CreditNoteLineId.of(Ulid.derived(Instant.EPOCH, note.value(), of.value())),
                    of,
                    name,
                    amount,
                    Map.of());
        }
    }

    /**
     * The credit notes that take off what was billed too much.
     *
     * @param first all of it in one
     * @param restKey names the second one, if it takes two
     */
    public record Notes(Scope scope, String key, String restKey, Note first) {
        /** The ids that they may bear. */
        public List<CreditNoteId> ids() {
            return List.of(first.id(), noteId(scope, restKey));
        }

        /** One while all of it is still owed or nothing is; else what is owed, and the rest. */
        public List<Note> over(Money owed) {
            CreditNoteDocument all = first.document();
            if (!owed.isPositive() || !owed.isLessThan(all.total())) {
                return List.of(first);
            }
            List<Part> lowered = new ArrayList<>();
            List<Part> rest = new ArrayList<>();
            Money left = owed;
            for (CreditNoteDocument.Line line : all.lines()) {
                Money part = line.amount().min(left);
                left = left.minus(part);
                add(lowered, line, part);
                add(rest, line, line.amount().minus(part));
            }
            return List.of(Note.of(scope, key, all, lowered), Note.of(scope, restKey, all, rest));
        }

        private static void add(List<Part> parts, CreditNoteDocument.Line line, Money amount) {
            if (amount.isPositive()) {
                parts.add(new Part(line.invoiceLineId(), line.displayName(), amount));
            }
        }
    }

    /** What gives back what was billed too much: of its lines what the others do not lack. */
    public Notes notes() {
        Money left = zero().minus(difference());
        List<Part> credited = new ArrayList<>();
        for (Line line : lines) {
            Money part = zero().minus(line.difference()).min(left);
            if (part.isPositive()) {
                credited.add(new Part(line.id(), line.either().input().displayName(), part));
                left = left.minus(part);
            }
        }
        var all =
                new CreditNoteDocument(
                        closed.id(),
                        closed.opening().customerId(),
                        closed.opening().subscriptionId(),
                        closed.opening().currency(),
                        CreditNoteDocument.Reason.BILLING_ERROR,
                        List.of(),
                        "Correction of " + name(),
                        null,
                        Map.of());
        return new Notes(
                closed.scope(),
                key(number),
                key(number + 1),
                Note.of(closed.scope(), key(number), all, credited));
    }

    private String name() {
        return closed.number() == null ? closed.id().value() : closed.number();
    }

    /**
     * The invoice that bills what is owed more: the same every time it is asked for, as long as
     * nothing else was corrected. Its lines are what is missing after coupons, its taxes those of
     * the closed one; where they would come to another sum, the lines contain them.
     */
    public InvoiceOpening opening(Instant at) {
        return InvoiceOpening.of(
                        closed.opening().subscriptionId(),
                        closed.opening().customerId(),
                        closed.opening().currency(),
                        BillingReason.CORRECTION,
                        closed.opening().period(),
                        at,
                        given())
                .servedTo(closed.opening().subscriber());
    }

    private GivenInvoice given() {
        Money net = lines.stream().map(Line::net).reduce(zero(), Money::plus);
        if (!net.isPositive()) {
            return given(Line::difference);
        }
        GivenInvoice lacking = given(Line::net);
        GivenInvoice taxed =
                lacking.with(CorrectedAdjustments.taxes(closed, lacking, difference()));
        return LineSum.draft(taxed, zero().currency()).total().equals(difference())
                ? taxed
                : given(Line::difference);
    }

    private GivenInvoice given(Function<Line, Money> amount) {
        List<InvoiceLineInput> inputs = new ArrayList<>();
        for (Line line : lines) {
            if (!amount.apply(line).isZero()) {
                inputs.add(input(line, amount.apply(line)));
            }
        }
        return new GivenInvoice(
                key(number),
                conventions,
                inputs,
                new InvoiceDetails("Correction of " + name(), Map.of(), null, null, null),
                closed.id());
    }

    private InvoiceLineInput input(Line line, Money amount) {
        InvoiceLineInput was = line.either().input();
        InvoiceLineInput more =
                InvoiceLineInput.plain(
                                InvoiceLineId.of(
                                        Ulid.derived(
                                                was.servicePeriod().start(),
                                                "correction",
                                                key(number),
                                                was.id().value())),
                                was.displayName(),
                                was.planName(),
                                was.servicePeriod(),
                                BigDecimal.ONE,
                                new InvoiceLineInput.Plain(
                                        amount, LINE, was.id().value(), Map.of()))
                        .naming(was.priceId());
        return was.served() == null ? more : more.servedTo(was.served());
    }
}
