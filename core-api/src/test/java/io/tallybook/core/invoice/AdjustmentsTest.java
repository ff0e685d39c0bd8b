package io.tallybook.core.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.BillingModel;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.discount.CouponAssociationDocument;
import io.tallybook.core.discount.CouponAssociationId;
import io.tallybook.core.discount.CouponAssociationView;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.discount.CouponDocument.Cadence;
import io.tallybook.core.discount.CouponId;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.Family;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.Predecessor;
import io.tallybook.core.subscription.Predecessor.ContinuedLine;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionTermsBuilder;
import io.tallybook.core.tax.BorneTaxes;
import io.tallybook.core.tax.TaxAssociationDocument;
import io.tallybook.core.tax.TaxAssociationDocument.Bearer;
import io.tallybook.core.tax.TaxAssociationId;
import io.tallybook.core.tax.TaxAssociationView;
import io.tallybook.core.tax.TaxRateDocument;
import io.tallybook.core.tax.TaxRateDocument.Placement;
import io.tallybook.core.tax.TaxRateId;
import io.tallybook.core.tax.TaxRateView;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which coupons and taxes are on an invoice, and that what they come to adds up. */
class AdjustmentsTest {
    private static final Instant NOV = Instant.parse("2023-11-01T00:00:00Z");
    private static final Instant DEC_11 = Instant.parse("2023-12-11T00:00:00Z");
    private static final CurrencyCode USD = CurrencyCode.of("USD");
    private static final SubscriptionId SUBSCRIPTION = SubscriptionId.of(ulid("subscription"));
    private static final Scope SCOPE =
            new Scope(TenantId.of(ulid("tenant")), EnvironmentId.of(ulid("environment")));
    private static final SubscriptionTerms TERMS =
            new SubscriptionTerms(
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
                    List.of(item()),
                    null,
                    Map.of());

    private static Ulid ulid(String name) {
        return Ulid.derived(NOV, name);
    }

    private static PriceDocument price(long cents) {
        return new PriceDocument(
                PlanId.of(ulid("plan")),
                PriceDocument.Type.FIXED,
                BillingModel.FLAT_FEE,
                USD,
                BigDecimal.valueOf(cents, 2),
                null,
                List.of(),
                null,
                PeriodUnit.MONTHLY,
                1,
                InvoiceCadence.ARREAR,
                null,
                null,
                null,
                null,
                Map.of());
    }

    private static LineItem item() {
        return new LineItem(
                LineItemId.of(ulid("fee")),
                PriceId.of(ulid("fee")),
                price(10_000),
                null,
                "Fee",
                "Pro",
                BigDecimal.ONE);
    }

    private static InvoiceId invoice(int index) {
        return InvoiceId.of(ulid("invoice " + index));
    }

    private static InvoiceLineInput line(int index, String name, long cents) {
        return line(index, SubscriptionPeriods.of(TERMS).period(index), name, cents);
    }

    private static InvoiceLineInput line(int index, BillingPeriod period, String name, long cents) {
        return new InvoiceLineInput(
                InvoiceLineId.of(ulid("line " + name + index)),
                LineItemId.of(ulid(name)),
                PriceId.of(ulid(name)),
                price(cents),
                name,
                "Pro",
                period,
                BigDecimal.ONE,
                null);
    }

    private static CouponDocument coupon(
            CouponDocument.Type type, String value, Cadence cadence, @Nullable Integer periods) {
        boolean fixed = type == CouponDocument.Type.FIXED;
        return new CouponDocument(
                "c",
                null,
                type,
                fixed ? new BigDecimal(value) : null,
                fixed ? null : new BigDecimal(value),
                fixed ? USD : null,
                cadence,
                periods,
                null,
                null,
                null,
                null,
                Map.of());
    }

    private static CouponAssociationView held(
            String name,
            CouponDocument coupon,
            @Nullable String item,
            CouponAssociationView.Use... uses) {
        return new CouponAssociationView(
                CouponAssociationId.of(ulid(name)),
                SCOPE,
                new CouponAssociationDocument(
                        CouponId.of(ulid(name)),
                        coupon,
                        SUBSCRIPTION,
                        item == null ? null : LineItemId.of(ulid(item)),
                        NOV,
                        null,
                        Map.of()),
                List.of(uses),
                Stamp.first(NOV, "test", 0));
    }

    private static BorneTaxes.Borne tax(
            Bearer bearer, String id, String percent, Placement placement, int priority) {
        String code = bearer + percent + placement;
        return new BorneTaxes.Borne(
                new TaxAssociationView(
                        TaxAssociationId.of(ulid("named" + code)),
                        SCOPE,
                        new TaxAssociationDocument(
                                TaxRateId.of(ulid(code)),
                                bearer,
                                id,
                                priority,
                                TaxAssociationDocument.Application.AUTOMATIC,
                                null,
                                null,
                                null,
                                Map.of()),
                        Stamp.first(NOV, "test", 0)),
                new TaxRateView(
                        TaxRateId.of(ulid(code)),
                        SCOPE,
                        new TaxRateDocument(
                                code,
                                code,
                                null,
                                TaxRateDocument.Type.PERCENTAGE,
                                new BigDecimal(percent),
                                null,
                                placement,
                                TaxRateDocument.Reach.INTERNAL,
                                TaxRateDocument.Status.ACTIVE,
                                Map.of()),
                        Stamp.first(NOV, "test", 0)));
    }

    private static List<Adjustments.Coupon> applicable(
            int index, List<InvoiceLineInput> lines, CouponAssociationView... held) {
        return ApplicableCoupons.of(List.of(held), TERMS, invoice(index), lines);
    }

    @Test
    void whatIsRepeatedCoversSoManyPeriods() {
        var twice =
                held("r", coupon(CouponDocument.Type.PERCENTAGE, "20", Cadence.REPEATED, 2), null);
        for (int index = 0; index < 4; index++) {
            assertThat(applicable(index, List.of(line(index, "fee", 100)), twice))
                    .as("period %d", index)
                    .hasSize(index < 2 ? 1 : 0);
        }
        // An invoice may hold the period served and, in advance, the next one.
        var both = List.of(line(1, "fee", 100), line(2, "ahead", 100));
        assertThat(applicable(1, both, twice).getFirst().lines())
                .containsExactly(both.getFirst().id());
    }

    @Test
    void whatLastsForOneInvoiceIsNotOnAnother() {
        var used = new CouponAssociationView.Use(invoice(0), Money.ofMinor(700, USD));
        var share = coupon(CouponDocument.Type.PERCENTAGE, "20", Cadence.ONCE, null);
        var ten = coupon(CouponDocument.Type.FIXED, "10", Cadence.ONCE, null);
        List<InvoiceLineInput> lines = List.of(line(0, "fee", 100));
        assertThat(applicable(1, lines, held("s", share, null, used))).isEmpty();
        assertThat(applicable(0, lines, held("s", share, null, used))).hasSize(1);
        assertThat(applicable(1, lines, held("t", ten, null, used)).getFirst().amountOff())
                .isEqualTo(Money.ofMinor(300, USD));
        assertThat(applicable(0, lines, held("t", ten, null, used)).getFirst().amountOff())
                .isEqualTo(Money.ofMinor(1000, USD));
    }

    @Test
    void couponsOnLinesComeFirst() {
        var share = coupon(CouponDocument.Type.PERCENTAGE, "20", Cadence.FOREVER, null);
        List<InvoiceLineInput> lines = List.of(line(0, "fee", 100), line(0, "seats", 100));
        var found = applicable(0, lines, held("a", share, null), held("b", share, "seats"));
        assertThat(found)
                .extracting(Adjustments.Coupon::reach)
                .containsExactly(Adjustments.Reach.LINE, Adjustments.Reach.INVOICE);
        assertThat(found.getFirst().lines()).containsExactly(lines.getLast().id());
    }

    // By the month since November, by the year from 11 December on.
    private static SubscriptionTerms yearly() {
        return SubscriptionTermsBuilder.builder(TERMS)
                .startDate(DEC_11)
                .billingAnchor(DEC_11)
                .billingPeriod(PeriodUnit.ANNUAL)
                .arrangement(
                        Arrangement.USUAL.following(
                                Predecessor.of(
                                        SUBSCRIPTION,
                                        TERMS,
                                        DEC_11,
                                        List.of(
                                                new ContinuedLine(
                                                        LineItemId.of(ulid("fee")),
                                                        LineItemId.of(ulid("yearly"))))),
                                null))
                .build();
    }

    private static List<Adjustments.Coupon> inYear(int index, CouponAssociationView held) {
        return ApplicableCoupons.of(
                List.of(held),
                yearly(),
                invoice(9),
                List.of(
                        line(
                                index,
                                SubscriptionPeriods.of(yearly()).period(index),
                                "yearly",
                                100)));
    }

    @Test
    void periodsBeforeAnotherBillingPeriodCountForWhatIsRepeated() {
        for (int times = 1; times <= 5; times++) {
            var held =
                    held(
                            "r",
                            coupon(CouponDocument.Type.PERCENTAGE, "20", Cadence.REPEATED, times),
                            null);
            // November and the ten days of December are two.
            for (int year = 0; year < 4; year++) {
                assertThat(inYear(year, held))
                        .as("%d times, year %d", times, year)
                        .hasSize(year < times - 2 ? 1 : 0);
            }
        }
    }

    @Test
    void whatIsGivenWithAnotherBillingPeriodCountsFromThere() {
        CouponAssociationView held =
                held("r", coupon(CouponDocument.Type.PERCENTAGE, "20", Cadence.REPEATED, 1), null);
        CouponAssociationDocument given = held.association();
        var own =
                new CouponAssociationView(
                        held.id(),
                        SCOPE,
                        new CouponAssociationDocument(
                                given.couponId(),
                                given.coupon(),
                                SubscriptionId.of(ulid("next")),
                                null,
                                DEC_11,
                                null,
                                Map.of()),
                        List.of(),
                        held.stamp());
        assertThat(inYear(0, own)).hasSize(1);
        assertThat(inYear(1, own)).isEmpty();
    }

    @Test
    void whatCoversALineCoversTheLineAsWhichItGoesOn() {
        var share = coupon(CouponDocument.Type.PERCENTAGE, "20", Cadence.FOREVER, null);
        assertThat(inYear(3, held("a", share, "fee"))).hasSize(1);
        assertThat(inYear(3, held("a", share, "seats"))).isEmpty();
        assertThat(inYear(3, held("a", share, null))).hasSize(1);
    }

    @Test
    void whatWasUsedUpBeforeAnotherBillingPeriodStaysUsedUp() {
        var once = coupon(CouponDocument.Type.PERCENTAGE, "20", Cadence.ONCE, null);
        var used = new CouponAssociationView.Use(invoice(0), Money.ofMinor(700, USD));
        assertThat(inYear(0, held("a", once, null, used))).isEmpty();
        assertThat(inYear(0, held("a", once, null))).hasSize(1);
    }

    @Test
    void oneThatIsFollowedTwiceIsFollowedThroughout() {
        Instant nextYear = Instant.parse("2024-12-11T00:00:00Z");
        SubscriptionId second = SubscriptionId.of(ulid("second"));
        List<Predecessor> both =
                Predecessor.of(
                        second,
                        yearly(),
                        nextYear,
                        List.of(
                                new ContinuedLine(
                                        LineItemId.of(ulid("yearly")),
                                        LineItemId.of(ulid("third")))));
        assertThat(both).extracting(Predecessor::id).containsExactly(SUBSCRIPTION, second);
        assertThat(both.getFirst().continued(LineItemId.of(ulid("fee"))))
                .contains(LineItemId.of(ulid("third")));
        SubscriptionTerms third =
                SubscriptionTermsBuilder.builder(TERMS)
                        .startDate(nextYear)
                        .billingAnchor(nextYear)
                        .arrangement(Arrangement.USUAL.following(both, null))
                        .build();
        assertThat(third.lineage(SubscriptionId.of(ulid("third"))))
                .containsExactly(SubscriptionId.of(ulid("third")), SUBSCRIPTION, second);
        // Two months, a year, and one month more.
        var held =
                held("r", coupon(CouponDocument.Type.PERCENTAGE, "20", Cadence.REPEATED, 4), null);
        SubscriptionPeriods periods = SubscriptionPeriods.of(third);
        for (int month = 0; month < 3; month++) {
            InvoiceLineInput line = line(month, periods.period(month), "fee", 100);
            assertThat(ApplicableCoupons.of(List.of(held), third, invoice(8), List.of(line)))
                    .as("month %d", month)
                    .hasSize(month < 1 ? 1 : 0);
        }
    }

    @Test
    void theTaxesOfTheNearestAreBorneAndOfNoOther() {
        var tenant = tax(Bearer.TENANT, SCOPE.tenant().value(), "19", Placement.INCLUSIVE, 1);
        var second = tax(Bearer.TENANT, SCOPE.tenant().value(), "5", Placement.EXCLUSIVE, 0);
        var exempt = tax(Bearer.CUSTOMER, TERMS.customerId().value(), "0", Placement.EXCLUSIVE, 1);
        assertThat(taxes(tenant, second))
                .extracting(tax -> tax.rate().code())
                .containsExactly(second.rate().rate().code(), tenant.rate().rate().code());
        assertThat(taxes(tenant, exempt))
                .extracting(tax -> tax.rate().code())
                .containsExactly(exempt.rate().rate().code());
        assertThat(taxes(tax(Bearer.CUSTOMER, "another", "7", Placement.EXCLUSIVE, 1))).isEmpty();
    }

    @Test
    void whatASubscriptionBearsIsBorneByTheOneThatFollowsBesideItsOwn() {
        var next = SubscriptionId.of(ulid("next"));
        var before = tax(Bearer.SUBSCRIPTION, SUBSCRIPTION.value(), "19", Placement.EXCLUSIVE, 1);
        var own = tax(Bearer.SUBSCRIPTION, next.value(), "5", Placement.EXCLUSIVE, 2);
        var tenant = tax(Bearer.TENANT, SCOPE.tenant().value(), "7", Placement.EXCLUSIVE, 1);
        assertThat(ApplicableTaxes.bearers(SCOPE, next, yearly()))
                .contains(SUBSCRIPTION.value(), next.value());
        assertThat(
                        ApplicableTaxes.of(
                                new BorneTaxes(List.of(tenant, own, before)),
                                SCOPE,
                                next,
                                yearly(),
                                DEC_11))
                .extracting(tax -> tax.rate().code())
                .containsExactly(before.rate().rate().code(), own.rate().rate().code());
    }

    @Test
    void theTaxesOfTheCustomerAreThoseOfWhoeverPays() {
        var payer = CustomerId.of(ulid("payer"));
        var paid = TERMS.with(Family.paidBy(payer));
        var of = tax(Bearer.CUSTOMER, TERMS.customerId().value(), "19", Placement.EXCLUSIVE, 1);
        var his = tax(Bearer.CUSTOMER, payer.value(), "7", Placement.EXCLUSIVE, 1);
        assertThat(ApplicableTaxes.bearers(SCOPE, SUBSCRIPTION, paid))
                .contains(payer.value())
                .doesNotContain(TERMS.customerId().value());
        assertThat(taxes(paid, of, his))
                .extracting(tax -> tax.rate().code())
                .containsExactly(his.rate().rate().code());
    }

    private static List<Adjustments.Tax> taxes(BorneTaxes.Borne... borne) {
        return taxes(TERMS, borne);
    }

    private static List<Adjustments.Tax> taxes(SubscriptionTerms terms, BorneTaxes.Borne... borne) {
        return ApplicableTaxes.of(new BorneTaxes(List.of(borne)), SCOPE, SUBSCRIPTION, terms, NOV);
    }

    @Test
    void whatTheyCameToIsProvedFromWhatWasFrozen() {
        List<InvoiceLineInput> lines = List.of(line(0, "fee", 10_000), line(0, "seats", 3_333));
        var share = coupon(CouponDocument.Type.PERCENTAGE, "15", Cadence.FOREVER, null);
        var ten = coupon(CouponDocument.Type.FIXED, "10", Cadence.ONCE, null);
        var tenant = SCOPE.tenant().value();
        var adjustments =
                new Adjustments(
                        applicable(0, lines, held("a", share, "seats"), held("b", ten, null)),
                        taxes(
                                tax(Bearer.TENANT, tenant, "19", Placement.INCLUSIVE, 1),
                                tax(Bearer.TENANT, tenant, "5", Placement.EXCLUSIVE, 2)));
        InvoiceView settled = settled(lines, adjustments);
        assertThat(settled.totals().discount().isPositive()).isTrue();
        assertThat(settled.totals().tax().isPositive()).isTrue();
        assertThat(Recomputation.of(settled, Conventions.FLEXPRICE).differences()).isEmpty();

        InvoiceView without = settled(lines, Adjustments.NONE);
        InvoiceView forged = settled.with(without.adjustments());
        assertThat(Recomputation.of(forged, Conventions.FLEXPRICE).differences())
                .extracting(Recomputation.Difference::field)
                .contains("discount", "tax");
    }

    private static InvoiceView settled(List<InvoiceLineInput> inputs, Adjustments adjustments) {
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        InvoiceDocuments.inputs(USD, Conventions.FLEXPRICE, inputs, adjustments));
        BillingPeriod period = SubscriptionPeriods.of(TERMS).period(0);
        return new InvoiceView(
                        invoice(0),
                        SCOPE,
                        new InvoiceOpening(
                                SUBSCRIPTION,
                                TERMS.customerId(),
                                USD,
                                BillingReason.SUBSCRIPTION_CYCLE,
                                0,
                                period,
                                period.end()),
                        InvoiceView.Status.FINALIZED,
                        "INV-202312-00001",
                        InvoiceDocuments.lines(inputs, draft),
                        draft.lines().stream()
                                .map(
                                        line ->
                                                new LineSettlement(
                                                        new InvoiceLineId(line.id()),
                                                        line.discount(),
                                                        line.creditsApplied(),
                                                        line.tax()))
                                .toList(),
                        List.of(),
                        InvoiceDocuments.totals(draft),
                        period.end(),
                        period.end(),
                        period.end(),
                        null,
                        "digest",
                        "1",
                        Stamp.first(NOV, "test", 0),
                        null,
                        null,
                        null)
                .with(AdjustedInputs.applied(adjustments, draft));
    }

    @Property(tries = 300)
    void partsSumToWholes(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 100_000) Integer> cents,
            @ForAll @IntRange(min = 1, max = 100) int percent,
            @ForAll @IntRange(min = 1, max = 50_000) int amount,
            @ForAll @IntRange(max = 30) int inclusive,
            @ForAll @IntRange(max = 30) int exclusive) {
        List<InvoiceLineInput> lines = new ArrayList<>();
        IntStream.range(0, cents.size()).forEach(i -> lines.add(line(0, "line" + i, cents.get(i))));
        String off = BigDecimal.valueOf(amount, 2).toPlainString();
        var adjustments =
                new Adjustments(
                        applicable(
                                0,
                                lines,
                                held(
                                        "a",
                                        coupon(
                                                CouponDocument.Type.PERCENTAGE,
                                                Integer.toString(percent),
                                                Cadence.FOREVER,
                                                null),
                                        null),
                                held(
                                        "b",
                                        coupon(
                                                CouponDocument.Type.FIXED,
                                                off,
                                                Cadence.FOREVER,
                                                null),
                                        "line0")),
                        taxes(
                                tax(
                                        Bearer.TENANT,
                                        SCOPE.tenant().value(),
                                        Integer.toString(inclusive),
                                        Placement.INCLUSIVE,
                                        1),
                                tax(
                                        Bearer.TENANT,
                                        SCOPE.tenant().value(),
                                        Integer.toString(exclusive),
                                        Placement.EXCLUSIVE,
                                        2)));
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        InvoiceDocuments.inputs(USD, Conventions.FLEXPRICE, lines, adjustments));
        AdjustmentsApplied applied = AdjustedInputs.applied(adjustments, draft);
        Money none = Money.zero(USD);
        InvoiceTotals before =
                new InvoiceTotals(draft.subtotal(), none, none, none, draft.subtotal());

        assertThat(applied.inputs()).isEqualTo(adjustments);
        assertThat(applied.after(before)).isEqualTo(InvoiceDocuments.totals(draft));
        for (AdjustmentsApplied.CouponApplied coupon : applied.coupons()) {
            Money parts =
                    coupon.lines().stream()
                            .map(AdjustmentsApplied.LinePart::amount)
                            .reduce(none, Money::plus);
            assertThat(parts).isEqualTo(coupon.taken());
            assertThat(coupon.from().isLessThan(coupon.taken())).isFalse();
        }
        // What the price contains of the inclusive tax and the net make the price again.
        var contained = applied.taxes().getFirst();
        Money net = draft.subtotal().minus(draft.totalDiscount());
        assertThat(contained.taxable().plus(contained.amount()).minus(net).minor())
                .isBetween(-1L, 1L);
    }
}
