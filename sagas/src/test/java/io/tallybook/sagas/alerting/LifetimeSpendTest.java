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
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.wallet.OpenCosts;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.sagas.Samples;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A subscription was used for 30 dollars in November and for 25 in December. */
class LifetimeSpendTest {
    private static final LineItem CALLS = Samples.usage("calls", "0.10");
    private static final OpenCosts.Line USED_IN_NOVEMBER = used(SUBSCRIPTION, NOVEMBER, "30");
    private static final OpenCosts.Line USED_IN_DECEMBER = used(SUBSCRIPTION, IN_DECEMBER, "25");
    private static final InvoiceView BILLED = billed("30");

    private static OpenCosts.Line used(
            SubscriptionId subscription, BillingPeriod period, String amount, InvoiceId... billed) {
        return new OpenCosts.Line(
                subscription,
                CALLS.id(),
                CALLS.price(),
                period,
                new BigDecimal(amount).movePointRight(1),
                usd(amount),
                List.of(billed));
    }

    private static OpenCosts costs(List<OpenCosts.Line> open, List<OpenCosts.Line> closing) {
        return new OpenCosts(CUSTOMER, "acme", open, closing, List.of(), false, DECEMBER, true);
    }

    private static InvoiceView billed(String amount) {
        var input =
                new InvoiceLineInput(
                        InvoiceLineId.of(ulid("line")),
                        CALLS.id(),
                        CALLS.priceId(),
                        CALLS.price(),
                        CALLS.displayName(),
                        CALLS.planName(),
                        NOVEMBER,
                        new BigDecimal(amount).movePointRight(1),
                        null);
        return new InvoiceView(
                INVOICE,
                SCOPE,
                Samples.opening(BillingReason.SUBSCRIPTION_CYCLE, 0, NOVEMBER, DECEMBER),
                InvoiceView.Status.FINALIZED,
                "INV-1",
                List.of(new InvoiceLine(input, new BigDecimal(amount), usd(amount), List.of())),
                List.of(),
                List.of(),
                new InvoiceTotals(usd(amount), usd("0"), usd("0"), usd("0"), usd(amount)),
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
}
