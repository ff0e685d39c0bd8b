package io.tallybook.sagas.alerting;

import static io.tallybook.sagas.Samples.CUSTOMER;
import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.INVOICE;
import static io.tallybook.sagas.Samples.IN_DECEMBER;
import static io.tallybook.sagas.Samples.NOVEMBER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.subscription;
import static io.tallybook.sagas.Samples.ulid;
import static io.tallybook.sagas.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Stamp;
import io.tallybook.core.creditnote.CreditNoteDocument.Kind;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.invoice.InvoicePaymentsBuilder;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.LineSettlement;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.wallet.OpenCosts;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.sagas.Samples;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A subscription was used for 30 dollars in November and for 25 in December. */
class LifetimeSpendTest {
    private static final LineItem CALLS = Samples.usage("calls", "0.10");
    private static final OpenCosts.Line USED_IN_NOVEMBER = used(SUBSCRIPTION, NOVEMBER, "30");
    private static final OpenCosts.Line USED_IN_DECEMBER = used(SUBSCRIPTION, IN_DECEMBER, "25");
    private static final InvoiceView BILLED = billed("30");

    /** A parent's calls of 30 less 3, and a child's texts of 20 less 4, on the parent's invoice. */
    private static final SubscriptionId CHILD = subscription("child");

    private static final LineItem TEXTS = Samples.usage("texts", "0.10");
    private static final InvoiceLine PARENTS = line(CALLS, "30", null);
    private static final InvoiceLine CHILDS = line(TEXTS, "20", CHILD);
    private static final InvoiceView TOGETHER =
            billed(
                    List.of(PARENTS, CHILDS),
                    List.of(settled(PARENTS, "3", "5.40"), settled(CHILDS, "4", "3.20")));
    private static final List<OpenCosts.Line> OPEN =
            List.of(
                    used(SUBSCRIPTION, CALLS, NOVEMBER, "30", "3"),
                    used(CHILD, TEXTS, NOVEMBER, "20", "4"));

    private static OpenCosts.Line used(
            SubscriptionId subscription, BillingPeriod period, String amount, InvoiceId... billed) {
        return used(subscription, CALLS, period, amount, "0", billed);
    }

    private static OpenCosts.Line used(
            SubscriptionId subscription,
            LineItem item,
            BillingPeriod period,
            String amount,
            String discount,
            InvoiceId... billed) {
        return new OpenCosts.Line(
                subscription,
                item.id(),
                item.price(),
                period,
                new BigDecimal(amount).movePointRight(1),
                usd(amount),
                usd(discount),
                List.of(billed));
    }

    private static OpenCosts costs(List<OpenCosts.Line> open, List<OpenCosts.Line> closing) {
        return new OpenCosts(CUSTOMER, "acme", open, closing, List.of(), false, DECEMBER, true);
    }

    /** A line of usage of November; of another subscription than the invoice, if one is named. */
    private static InvoiceLine line(LineItem item, String amount, @Nullable SubscriptionId of) {
        var input =
                new InvoiceLineInput(
                        InvoiceLineId.of(ulid("line " + item.id())),
                        item.id(),
                        item.priceId(),
                        item.price(),
                        item.displayName(),
                        item.planName(),
                        NOVEMBER,
                        new BigDecimal(amount).movePointRight(1),
                        null);
        return new InvoiceLine(
                of == null ? input : input.servedTo(new InvoiceLineInput.Served(of, CUSTOMER)),
                new BigDecimal(amount),
                usd(amount),
                List.of());
    }

    private static LineSettlement settled(InvoiceLine line, String discount, String tax) {
        return new LineSettlement(line.input().id(), usd(discount), usd("0"), usd(tax));
    }

    private static InvoiceView billed(String amount) {
        return billed(List.of(line(CALLS, amount, null)), List.of());
    }

    private static InvoiceView billed(List<InvoiceLine> lines, List<LineSettlement> settlements) {
        return new InvoiceView(
                INVOICE,
                SCOPE,
                Samples.opening(BillingReason.SUBSCRIPTION_CYCLE, 0, NOVEMBER, DECEMBER),
                InvoiceView.Status.FINALIZED,
                "INV-1",
                lines,
                settlements,
                List.of(),
                new InvoiceTotals(usd("0"), usd("0"), usd("0"), usd("0"), usd("0")),
                DECEMBER,
                DECEMBER,
                null,
                null,
                null,
                null,
                Stamp.first(DECEMBER, "tester", 2),
                null,
                null,
                null);
    }

    private static InvoiceView credited(InvoiceView invoice, InvoiceLine line, String amount) {
        var note =
                new InvoicePayments.Note(
                        CreditNoteId.of(ulid("note " + line.input().id())),
                        Kind.ADJUSTMENT,
                        usd(amount),
                        List.of(new InvoicePayments.Note.Line(line.input().id(), usd(amount))),
                        null);
        return invoice.paid(
                InvoicePaymentsBuilder.builder(invoice.money()).notes(List.of(note)).build(),
                invoice.stamp());
    }

    private static BigDecimal spent(OpenCosts costs, InvoiceView... finalized) {
        return LifetimeSpend.of(SUBSCRIPTION, costs, List.of(finalized));
    }

    @Test
    void whatIsBilledAndWhatIsOpenAreAddedUp() {
        assertThat(spent(costs(List.of(USED_IN_DECEMBER), List.of()), BILLED))
                .isEqualByComparingTo("55");
    }

    @Test
    void aPeriodIsNotCountedAgainFromCostsThatAreOlderThanItsInvoice() {
        assertThat(spent(costs(List.of(USED_IN_NOVEMBER), List.of()), BILLED))
                .isEqualByComparingTo("30");
        assertThat(spent(costs(List.of(USED_IN_DECEMBER), List.of(USED_IN_NOVEMBER)), BILLED))
                .isEqualByComparingTo("55");
    }

    @Test
    void aPeriodThatHasEndedCountsBeforeItIsInvoiced() {
        assertThat(spent(costs(List.of(USED_IN_DECEMBER), List.of(USED_IN_NOVEMBER))))
                .isEqualByComparingTo("55");
    }

    @Test
    void whatWasBilledBeforeThePeriodWasOverIsOffTheOpenCostsAndCounts() {
        var rest = used(SUBSCRIPTION, NOVEMBER, "12", INVOICE);
        assertThat(spent(costs(List.of(rest), List.of()), BILLED)).isEqualByComparingTo("42");
    }

    @Test
    void whatAnotherSubscriptionUsedIsNotCounted() {
        var another = used(subscription("another"), IN_DECEMBER, "7");
        assertThat(spent(costs(List.of(USED_IN_DECEMBER, another), List.of(another)), BILLED))
                .isEqualByComparingTo("55");
    }

    private static void haveSpent(
            String parent, String child, OpenCosts costs, InvoiceView... finalized) {
        assertThat(LifetimeSpend.of(SUBSCRIPTION, costs, List.of(finalized)))
                .as("parent")
                .isEqualByComparingTo(parent);
        assertThat(LifetimeSpend.of(CHILD, costs, List.of(finalized)))
                .as("child")
                .isEqualByComparingTo(child);
    }

    @Test
    void whatWasOpenIsWhatIsBilledOfEachOfThoseThatAreInvoicedTogether() {
        haveSpent("27", "16", costs(OPEN, List.of()));
        haveSpent("27", "16", costs(List.of(), OPEN));
        haveSpent("27", "16", costs(List.of(), OPEN), TOGETHER);
        haveSpent("27", "16", costs(List.of(), List.of()), TOGETHER);
    }

    @Test
    void whatIsUsedInTheNextPeriodIsAddedToEach() {
        List<OpenCosts.Line> next =
                List.of(
                        used(SUBSCRIPTION, CALLS, IN_DECEMBER, "5", "0"),
                        used(CHILD, TEXTS, IN_DECEMBER, "7", "1"));
        haveSpent("32", "22", costs(next, OPEN));
        haveSpent("32", "22", costs(next, List.of()), TOGETHER);
    }

    @Test
    void aCreditNoteIsTakenOffWhosesLineItCreditsWithoutItsTax() {
        // 9.60 of 19.20 are 8.00 and 1.60 of tax
        haveSpent("27", "8", costs(List.of(), List.of()), credited(TOGETHER, CHILDS, "9.60"));
        haveSpent("0", "16", costs(List.of(), List.of()), credited(TOGETHER, PARENTS, "32.40"));
    }

    @Test
    void whatOthersPayForIsCountedToo() {
        var payer = costs(OPEN, List.of());
        var own = costs(List.of(), List.of());
        assertThat(spent(own)).isEqualByComparingTo("0");
        assertThat(spent(own.with(SUBSCRIPTION, List.of(payer)))).isEqualByComparingTo("27");
    }
}
