package io.tallybook.api.flexprice.invoice.document;

import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.customer.PersonalData;
import io.tallybook.core.invoice.AdjustmentsApplied;
import io.tallybook.core.invoice.AdjustmentsApplied.CouponApplied;
import io.tallybook.core.invoice.AdjustmentsApplied.TaxApplied;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.tenancy.BillingDetails;
import io.tallybook.core.tenancy.TenantDocument;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice says on paper, in the words of its reader: text alone, laid out by nobody yet.
 *
 * @param heading what it is, and how far it has come
 * @param seller who sends it, line by line
 * @param buyer who owes it, line by line
 * @param facts number, dates and period
 * @param columns the headings of the lines
 * @param totals from the subtotal down to what remains
 */
public record InvoiceDocument(
        String heading,
        List<String> seller,
        List<String> buyer,
        List<Fact> facts,
        Line columns,
        List<Line> lines,
        List<Fact> totals,
        @Nullable String note) {

    /** Something that has a name. */
    public record Fact(String name, String value) {}

    /** One line; {@code beneath} says what it is for, in smaller letters. */
    public record Line(String text, String beneath, String quantity, String amount) {}

    public InvoiceDocument {
        seller = List.copyOf(seller);
        buyer = List.copyOf(buyer);
        facts = List.copyOf(facts);
        lines = List.copyOf(lines);
        totals = List.copyOf(totals);
    }

    public static InvoiceDocument of(
            InvoiceView view, TenantDocument seller, CustomerView buyer, Words words) {
        return new InvoiceDocument(
                words.of("status." + view.status()),
                seller(seller),
                buyer(buyer.personal()),
                facts(view, words),
                new Line(words.of("line"), "", words.of("quantity"), words.of("amount")),
                view.lines().stream().map(line -> line(line, words)).toList(),
                totals(view, words),
                view.said().details().description());
    }

    private static List<String> seller(TenantDocument tenant) {
        BillingDetails billing = tenant.billing();
        BillingDetails.Address at = billing == null ? null : billing.address();
        return said(
                tenant.name(),
                at == null ? null : at.line1(),
                at == null ? null : at.line2(),
                at == null ? null : joined(at.postalCode(), at.city()),
                at == null ? null : joined(at.state(), at.country()),
                billing == null ? null : billing.email(),
                billing == null ? null : billing.phone());
    }

    private static List<String> buyer(PersonalData who) {
        List<String> lines =
                new ArrayList<>(
                        said(
                                who.name(),
                                who.addressLine1(),
                                who.addressLine2(),
                                joined(who.addressPostalCode(), who.addressCity()),
                                joined(who.addressState(), who.addressCountry()),
                                who.email()));
        who.taxIds().forEach(id -> lines.add(id.type() + " " + id.value()));
        return lines;
    }

    private static List<Fact> facts(InvoiceView view, Words words) {
        List<Fact> facts = new ArrayList<>();
        add(facts, words, "number", view.number());
        add(facts, words, "issued", day(view.finalizedAt(), words));
        Instant due = view.dueDate() == null ? view.said().details().dueDate() : view.dueDate();
        add(facts, words, "due", day(due, words));
        add(facts, words, "period", words.period(view.opening().period()));
        add(facts, words, "currency", view.opening().currency().code());
        return facts;
    }

    private static @Nullable String day(@Nullable Instant moment, Words words) {
        return moment == null ? null : words.day(moment);
    }

    private static Line line(InvoiceLine line, Words words) {
        InvoiceLineInput input = line.input();
        String period = words.period(input.servicePeriod());
        return new Line(
                input.displayName(),
                input.planName().isEmpty() ? period : input.planName() + " · " + period,
                words.number(input.quantity()),
                words.money(line.amount()));
    }

    private static List<Fact> totals(InvoiceView view, Words words) {
        InvoiceTotals totals = view.totals();
        List<Fact> sums = new ArrayList<>();
        add(sums, words, "subtotal", words.money(totals.subtotal()));
        AdjustmentsApplied applied = view.adjustments();
        if (applied != null) {
            applied.coupons().forEach(coupon -> sums.add(discount(coupon, words)));
        }
        less(sums, words, "credits", totals.credits());
        if (applied != null) {
            applied.taxes().forEach(tax -> sums.add(tax(tax, words)));
        }
        add(sums, words, "total", words.money(totals.total()));
        if (view.status() != InvoiceView.Status.FINALIZED) {
            return sums;
        }
        InvoicePayments money = view.money();
        less(sums, words, "credit_notes", money.adjusted());
        less(sums, words, "paid", money.paid());
        if (money.refunded().isPositive()) {
            add(sums, words, "refunded", words.money(money.refunded()));
        }
        less(sums, words, "written_off", money.writtenOff());
        add(sums, words, "remaining", words.money(money.remaining(view.billed())));
        return sums;
    }

    private static Fact discount(CouponApplied applied, Words words) {
        BigDecimal percentage = applied.coupon().coupon().percentageOff();
        String name = applied.coupon().coupon().name();
        return new Fact(
                percentage == null ? name : name + " (" + words.percent(percentage) + ")",
                words.less(applied.taken()));
    }

    private static Fact tax(TaxApplied applied, Words words) {
        var rate = applied.tax().rate();
        BigDecimal percentage = rate.percentage();
        String name =
                percentage == null
                        ? rate.name()
                        : rate.name() + " (" + words.percent(percentage) + ")";
        return new Fact(
                rate.containedInPrice() ? name + ", " + words.of("contained") : name,
                words.money(applied.amount()));
    }

    private static void less(List<Fact> facts, Words words, String name, Money amount) {
        if (amount.isPositive()) {
            add(facts, words, name, words.less(amount));
        }
    }

    private static void add(List<Fact> facts, Words words, String name, @Nullable String value) {
        if (value != null) {
            facts.add(new Fact(words.of(name), value));
        }
    }

    private static @Nullable String joined(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one + " " + other;
    }

    private static List<String> said(@Nullable String... lines) {
        return Stream.of(lines).filter(line -> line != null && !line.isBlank()).toList();
    }
}
