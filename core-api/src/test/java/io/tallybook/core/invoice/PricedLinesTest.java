package io.tallybook.core.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.BillingModel;
import io.tallybook.core.catalogue.PriceDocument.Conditions;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceDocument.Range;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceUnitId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.EventSelection.Except;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a price says besides its amount, in the amount of the line. */
class PricedLinesTest {
    private static final Instant NOV = Instant.parse("2023-11-01T00:00:00Z");
    private static final Instant DEC = Instant.parse("2023-12-01T00:00:00Z");
    private static final Instant JAN = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant MID_NOV = Instant.parse("2023-11-16T00:00:00Z");
    private static final CurrencyCode USD = CurrencyCode.of("USD");
    private static final MeterId METER = MeterId.of(ulid("meter"));
    private static final MeterDefinition CALLS =
            new MeterDefinition(METER, "call", List.of(), AggregationType.COUNT, null, null);

    private static Ulid ulid(String name) {
        return Ulid.derived(NOV, name);
    }

    private static PriceDocument price(
            String amount, InvoiceCadence cadence, @Nullable PeriodUnit period) {
        return new PriceDocument(
                PlanId.of(ulid("plan")),
                PriceDocument.Type.FIXED,
                BillingModel.FLAT_FEE,
                USD,
                new BigDecimal(amount),
                null,
                List.of(),
                null,
                period,
                1,
                cadence,
                null,
                null,
                null,
                null,
                Map.of());
    }

    private static PriceDocument usage(String amount, Map<String, List<String>> filters) {
        return new PriceDocument(
                PlanId.of(ulid("plan")),
                PriceDocument.Type.USAGE,
                BillingModel.FLAT_FEE,
                USD,
                new BigDecimal(amount),
                null,
                List.of(),
                null,
                PeriodUnit.MONTHLY,
                1,
                InvoiceCadence.ARREAR,
                METER,
                null,
                null,
                null,
                Map.of(),
                Range.WHOLE.forEvents(filters),
                Conditions.NONE);
    }

    private static LineItem line(String name, PriceDocument price, String quantity) {
        return new LineItem(
                LineItemId.of(ulid(name)),
                PriceId.of(ulid(name)),
                price,
                price.type() == PriceDocument.Type.USAGE ? CALLS : null,
                name,
                "Pro",
                new BigDecimal(quantity));
    }

    private static SubscriptionTerms terms(LineItem... lines) {
        return new SubscriptionTerms(
                CustomerId.of(ulid("customer")),
                "acme",
                PlanId.of(ulid("plan")),
                USD,
                NOV,
                null,
                NOV,
                BillingCycle.ANNIVERSARY,
                PeriodUnit.MONTHLY,
                1,
                "UTC",
                Conventions.FLEXPRICE,
                List.of(lines),
                null,
                Map.of());
    }

    private static List<String> invoice(SubscriptionTerms terms, BillingReason reason, int index) {
        BillingPeriod period = SubscriptionPeriods.of(terms).period(index);
        InvoiceOpening opening =
                new InvoiceOpening(
                        SubscriptionId.of(ulid("subscription")),
                        terms.customerId(),
                        USD,
                        reason,
                        index,
                        period,
                        period.end());
        InvoiceId id = InvoiceId.derived(opening);
        List<InvoiceLineInput> inputs =
                BillableLines.of(terms, opening).stream()
                        .map(line -> line.input(id, null))
                        .toList();
        var draft =
                InvoiceComputation.compute(
                        InvoiceDocuments.inputs(USD, terms.conventions(), inputs));
        List<String> shown = new ArrayList<>();
        InvoiceDocuments.lines(inputs, draft)
                .forEach(line -> shown.add(line.input().displayName() + " " + line.amount()));
        return shown;
    }

    @Test
    void aTrialIsTakenOffTheFirstPeriodByItsShare() {
        PriceDocument price =
                price("30", InvoiceCadence.ADVANCE, PeriodUnit.MONTHLY)
                        .on(new Conditions(null, 15, null));
        SubscriptionTerms terms = terms(line("seat", price, "1"));

        assertThat(invoice(terms, BillingReason.SUBSCRIPTION_CREATE, 0))
                .containsExactly("seat 15.00 USD");
        assertThat(invoice(terms, BillingReason.SUBSCRIPTION_CYCLE, 0))
                .containsExactly("seat 30.00 USD");
    }

    @Test
    void theLeastQuantityIsCharged() {
        PriceDocument price =
                price("10", InvoiceCadence.ARREAR, PeriodUnit.MONTHLY)
                        .on(new Conditions(new BigDecimal("5"), null, null));

        assertThat(
                        invoice(
                                terms(line("few", price, "2"), line("many", price, "7")),
                                BillingReason.SUBSCRIPTION_CYCLE,
                                0))
                .containsExactly("few 50.00 USD", "many 70.00 USD");
    }

    @Test
    void versionsShareAPeriodAndSumToTheWhole() {
        PriceDocument price = price("31", InvoiceCadence.ARREAR, PeriodUnit.MONTHLY);
        SubscriptionTerms terms =
                terms(
                        line("old", price, "1").holding(null, MID_NOV),
                        line("new", price, "1").holding(MID_NOV, null));

        assertThat(invoice(terms, BillingReason.SUBSCRIPTION_CYCLE, 0))
                .containsExactly("old 15.50 USD", "new 15.50 USD");
        assertThat(invoice(terms, BillingReason.SUBSCRIPTION_CYCLE, 1))
                .containsExactly("new 31.00 USD");
    }

    @Test
    void aPriceThatIsOwedOnceIsOnTheFirstInvoiceAlone() {
        SubscriptionTerms terms =
                terms(line("setup", price("99", InvoiceCadence.ADVANCE, null), "1"));

        assertThat(invoice(terms, BillingReason.SUBSCRIPTION_CREATE, 0))
                .containsExactly("setup 99.00 USD");
        assertThat(invoice(terms, BillingReason.SUBSCRIPTION_CYCLE, 0)).isEmpty();
        assertThat(invoice(terms, BillingReason.SUBSCRIPTION_CYCLE, 1)).isEmpty();
    }

    @Test
    void whatIsAgreedAfterItsPeriodBeganComesWithTheNextInvoice() {
        LineItem late =
                line("late", price("30", InvoiceCadence.ADVANCE, PeriodUnit.MONTHLY), "1")
                        .holding(MID_NOV, null)
                        .agreedAt(MID_NOV);

        assertThat(invoice(terms(late), BillingReason.SUBSCRIPTION_CREATE, 0)).isEmpty();
        assertThat(invoice(terms(late), BillingReason.SUBSCRIPTION_CYCLE, 0))
                .containsExactly("late 15.00 USD", "late 30.00 USD");
    }

    @Test
    void aPriceInAUnitIsConvertedAtTheRateItWasMadeWith() {
        PriceDocument price =
                price("0.333", InvoiceCadence.ARREAR, PeriodUnit.MONTHLY)
                        .on(
                                new Conditions(
                                        null,
                                        null,
                                        new PriceDocument.WrittenIn(
                                                PriceUnitId.of(ulid("unit")),
                                                "tok",
                                                "T",
                                                new BigDecimal("0.0333"),
                                                new BigDecimal("10"),
                                                List.of())));

        assertThat(
                        invoice(
                                terms(line("tokens", price, "100")),
                                BillingReason.SUBSCRIPTION_CYCLE,
                                0))
                .containsExactly("tokens 33.30 USD");
    }

    @Test
    void anEventIsPricedByTheNarrowestPriceAlone() {
        LineItem all = line("all", usage("1", Map.of()), "0");
        LineItem large = line("large", usage("5", Map.of("size", List.of("l", "xl"))), "0");
        LineItem eu =
                line("eu", usage("7", Map.of("size", List.of("l"), "region", List.of("eu"))), "0")
                        .holding(DEC, JAN);
        NarrowestPrice prices = NarrowestPrice.among(List.of(all, large, eu));

        assertThat(prices.selection(all).except())
                .containsExactly(
                        new Except(Map.of("size", List.of("l", "xl")), null, null),
                        new Except(
                                Map.of("size", List.of("l"), "region", List.of("eu")), DEC, JAN));
        assertThat(prices.selection(large).only()).isEqualTo(Map.of("size", List.of("l", "xl")));
        assertThat(prices.selection(large).except()).hasSize(1);
        assertThat(prices.selection(eu).except()).isEmpty();
    }

    @Test
    void usageIsCountedWhereThePriceHolds() {
        LineItem line = line("calls", usage("1", Map.of()), "0").holding(MID_NOV, null);
        BillingPeriod period = new BillingPeriod(NOV, DEC);
        InvoiceOpening opening =
                new InvoiceOpening(
                        SubscriptionId.of(ulid("subscription")),
                        CustomerId.of(ulid("customer")),
                        USD,
                        BillingReason.SUBSCRIPTION_CYCLE,
                        0,
                        period,
                        DEC);

        assertThat(BillableLines.of(terms(line), opening))
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.servicePeriod())
                                    .isEqualTo(new BillingPeriod(MID_NOV, DEC));
                            assertThat(found.reading()).isNotNull();
                        });
    }
}
