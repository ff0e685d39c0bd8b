package io.tallybook.query.invoice;

import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.invoice.BilledWithin;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.KeptPromise;
import io.tallybook.core.invoice.LifetimeUsage;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds up usage that was billed and usage that was not, each once.
 *
 * <pre>
 *  one stretch of service of a line       quantity     amount
 *  AUTO_INVOICE_THRESHOLD   ═════╡           800        16.00
 *  AUTO_INVOICE_THRESHOLD   ══════════╡     2200        16.00
 *  SUBSCRIPTION_CYCLE       ═══════════│    2300         1.00   less the 32.00 before
 *  all of it                                2300        33.00
 * </pre>
 */
final class LifetimeCharges {
    private LifetimeCharges() {}

    /** A line item from some moment on: what was used of it is on one invoice, or in parts. */
    record Stretch(LineItemId lineItem, Instant begins) {
        private static @Nullable Stretch of(InvoiceLineInput line) {
            return line.lineItemId() == null
                    ? null
                    : new Stretch(line.lineItemId(), line.servicePeriod().start());
        }
    }

    /** That something was billed of a stretch before it was over, or before that was known. */
    record Part(Stretch stretch, InvoiceId invoice) {}

    /**
     * Lines of one line item and price that are on invoices.
     *
     * @param ends when the last service ended
     * @param part absent of all that is closed; otherwise its quantity is that of its stretch so
     *     far
     */
    record Billed(
            @Nullable LineItemId lineItem,
            PriceId priceId,
            PriceDocument price,
            String displayName,
            BigDecimal quantity,
            Money amount,
            boolean overage,
            Instant ends,
            @Nullable Part part) {
        private static Billed of(InvoiceLine line, BigDecimal quantity, @Nullable Part part) {
            InvoiceLineInput input = line.input();
            return new Billed(
                    input.lineItemId(),
                    Objects.requireNonNull(input.priceId()),
                    input.price(),
                    input.displayName(),
                    quantity,
                    line.amount(),
                    KeptPromise.of(line).map(kept -> kept.overage().signum() > 0).orElse(false),
                    input.servicePeriod().end(),
                    part);
        }

        private Billed counting(BigDecimal units) {
            return new Billed(
                    lineItem, priceId, price, displayName, units, amount, overage, ends, part);
        }

        private Billed plus(Billed other) {
            Billed last = other.ends.isBefore(ends) ? this : other;
            return new Billed(
                    lineItem,
                    priceId,
                    last.price,
                    last.displayName,
                    quantity.add(other.quantity),
                    amount.plus(other.amount),
                    overage || other.overage,
                    last.ends,
                    null);
        }

        private LifetimeUsage.Charge charge() {
            BigDecimal units = quantity.stripTrailingZeros();
            return new LifetimeUsage.Charge(
                    lineItem,
                    priceId,
                    price,
                    displayName,
                    units.scale() < 0 ? units.setScale(0) : units,
                    amount,
                    overage);
        }
    }

    private record Key(@Nullable LineItemId lineItem, PriceId priceId) {}

    /** What is not billed yet, as its invoices would be now. */
    static final class Live {
        private static final Comparator<Billed> IN_ORDER =
                Comparator.comparing(Billed::ends).thenComparing(Billed::quantity);

        private final Map<Stretch, InvoiceLine> lines = new LinkedHashMap<>();
        private final List<Billed> parts = new ArrayList<>();

        /** The usage of one more; of a stretch that is here already, nothing. */
        void add(InvoiceView preview) {
            for (InvoiceLine line : preview.lines()) {
                Stretch stretch = Stretch.of(line.input());
                if (line.input().price().type() == PriceDocument.Type.USAGE && stretch != null) {
                    if (preview.opening().reason() == BillingReason.AUTO_INVOICE_THRESHOLD) {
                        // The rest of its stretch is told elsewhere, and with it the quantity.
                        parts.add(
                                Billed.of(line, BigDecimal.ZERO, new Part(stretch, preview.id())));
                    } else {
                        lines.putIfAbsent(stretch, line);
                    }
                }
            }
        }

        Set<Stretch> stretches() {
            return lines.keySet();
        }

        /** With what was billed, in the order of first use. */
        List<LifetimeUsage.Charge> and(List<Billed> billed) {
            List<Billed> all = new ArrayList<>(billed);
            all.addAll(parts);
            Map<Stretch, Billed> last = lastOfEach(billed);
            Map<Key, Billed> sums = new LinkedHashMap<>();
            for (Billed one : all) {
                Part part = one.part();
                if (part == null) {
                    add(sums, one);
                } else if (!lines.containsKey(part.stretch())) {
                    Billed latest = last.get(part.stretch());
                    boolean isLast = latest != null && part.equals(latest.part());
                    add(sums, isLast ? one : one.counting(BigDecimal.ZERO));
                } else if (isOff(lines.get(part.stretch()), part.invoice())) {
                    add(sums, one.counting(BigDecimal.ZERO));
                }
            }
            lines.values()
                    .forEach(line -> add(sums, Billed.of(line, line.input().quantity(), null)));
            return sums.values().stream().map(Billed::charge).toList();
        }

        // Of one moment, the one that counted most.
        private static Map<Stretch, Billed> lastOfEach(List<Billed> all) {
            Map<Stretch, Billed> last = new HashMap<>();
            for (Billed one : all) {
                if (one.part() != null) {
                    last.merge(
                            one.part().stretch(),
                            one,
                            (a, b) -> IN_ORDER.compare(a, b) < 0 ? b : a);
                }
            }
            return last;
        }

        // What a line was computed without knowing of is in its amount still.
        private static boolean isOff(@Nullable InvoiceLine line, InvoiceId invoice) {
            BilledWithin before = line == null ? null : line.input().before();
            return before != null && before.invoices().contains(invoice);
        }

        private static void add(Map<Key, Billed> sums, Billed one) {
            sums.merge(new Key(one.lineItem(), one.priceId()), one, Billed::plus);
        }
    }
}
