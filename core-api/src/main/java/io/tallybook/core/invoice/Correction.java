package io.tallybook.core.invoice;

import io.tallybook.core.Ulid;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a closed invoice should have billed, by what is known now, against what it and its earlier
 * corrections have billed: line by line, before discounts, taxes and credits.
 *
 * <p>A line keeps its id, since that follows from the invoice, the line item and the period served;
 * so the same line is met again however often it is computed. Once a correction was billed there is
 * no difference left, so that a second one bills nothing.
 */
public record Correction(InvoiceId invoice, List<Line> lines) {
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
     * @param corrected what earlier corrections added
     */
    public record Line(@Nullable InvoiceLine stored, @Nullable InvoiceLine now, Money corrected) {
        /** The line itself, as it is now if it still is. */
        public InvoiceLine either() {
            return now == null ? Objects.requireNonNull(stored) : now;
        }

        public Money billed() {
            return amount(stored);
        }

        public Money due() {
            return amount(now);
        }

        public Money difference() {
            return due().minus(billed()).minus(corrected);
        }

        private Money amount(@Nullable InvoiceLine line) {
            return line == null ? Money.zero(corrected.currency()) : line.amount();
        }
    }

    /**
     * Shapes: a line for each of either side, those of the invoice first.
     *
     * @param earlier the corrections of it that are not void
     */
    public static Correction of(
            InvoiceView closed, List<InvoiceLine> now, List<InvoiceView> earlier) {
        Map<InvoiceLineId, InvoiceLine> before = byId(closed.lines());
        Map<InvoiceLineId, InvoiceLine> after = byId(now);
        Map<InvoiceLineId, InvoiceLine> all = new LinkedHashMap<>(before);
        after.forEach(all::putIfAbsent);
        Map<String, Money> corrected = corrected(earlier);
        Money zero = Money.zero(closed.opening().currency());
        List<Line> lines = new ArrayList<>();
        for (InvoiceLineId id : all.keySet()) {
            lines.add(
                    new Line(
                            before.get(id),
                            after.get(id),
                            corrected.getOrDefault(id.value(), zero)));
        }
        return new Correction(closed.id(), lines);
    }

    private static Map<InvoiceLineId, InvoiceLine> byId(List<InvoiceLine> lines) {
        Map<InvoiceLineId, InvoiceLine> byId = new LinkedHashMap<>();
        lines.forEach(line -> byId.put(line.input().id(), line));
        return byId;
    }

    private static Map<String, Money> corrected(List<InvoiceView> earlier) {
        Map<String, Money> corrected = new LinkedHashMap<>();
        for (InvoiceView correction : earlier) {
            GivenInvoice given = correction.opening().given();
            if (given != null) {
                for (InvoiceLineInput line : given.lines()) {
                    InvoiceLineInput.Plain plain = line.plain();
                    if (plain != null && LINE.equals(plain.entityType())) {
                        corrected.merge(
                                String.valueOf(plain.entityId()), plain.amount(), Money::plus);
                    }
                }
            }
        }
        return corrected;
    }

    /** What is owed more than was billed; below zero for what was billed too much. */
    public Money difference() {
        return lines.stream().map(Line::difference).reduce(Money::plus).orElseThrow();
    }

    /** Those of which something else was billed than should have been. */
    public List<Line> differing() {
        return lines.stream().filter(line -> !line.difference().isZero()).toList();
    }

    /**
     * The invoice that bills what is owed more: the same every time it is asked for, as long as
     * nothing else was corrected.
     *
     * @param earlier how many corrections there were before
     */
    public InvoiceOpening opening(
            InvoiceView closed, Conventions conventions, int earlier, Instant at) {
        String key = invoice + "/" + earlier;
        List<InvoiceLineInput> inputs = new ArrayList<>();
        for (Line line : differing()) {
            InvoiceLineInput was = line.either().input();
            inputs.add(
                    InvoiceLineInput.plain(
                                    InvoiceLineId.of(
                                            Ulid.derived(
                                                    was.servicePeriod().start(),
                                                    "correction",
                                                    key,
                                                    was.id().value())),
                                    was.displayName(),
                                    was.planName(),
                                    was.servicePeriod(),
                                    BigDecimal.ONE,
                                    new InvoiceLineInput.Plain(
                                            line.difference(), LINE, was.id().value(), Map.of()))
                            .naming(was.priceId()));
        }
        return InvoiceOpening.of(
                        closed.opening().subscriptionId(),
                        closed.opening().customerId(),
                        closed.opening().currency(),
                        BillingReason.CORRECTION,
                        closed.opening().period(),
                        at,
                        new GivenInvoice(
                                key,
                                conventions,
                                inputs,
                                new InvoiceDetails(
                                        "Correction of "
                                                + (closed.number() == null
                                                        ? closed.id().value()
                                                        : closed.number()),
                                        Map.of(),
                                        null,
                                        null,
                                        null),
                                invoice))
                .servedTo(closed.opening().subscriber());
    }
}
