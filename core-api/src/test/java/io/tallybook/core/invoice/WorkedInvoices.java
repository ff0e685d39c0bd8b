package io.tallybook.core.invoice;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.BillingModel;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceDocument.Tier;
import io.tallybook.core.catalogue.PriceDocument.TierMode;
import io.tallybook.core.catalogue.PriceDocument.TransformQuantity;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.discount.CouponAssociationId;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.discount.CouponId;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.CollectionMethod;
import io.tallybook.core.subscription.CommitmentBucket;
import io.tallybook.core.subscription.CommitmentBucketId;
import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.PaymentBehavior;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SpendCommitment;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.tax.TaxAssociationDocument.Bearer;
import io.tallybook.core.tax.TaxAssociationId;
import io.tallybook.core.tax.TaxRateDocument;
import io.tallybook.core.tax.TaxRateId;
import io.tallybook.core.usage.UsageQuery.WindowSize;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.domain.time.TimeOfDay;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the worked invoices are made of: prices, terms, coupons and taxes with round figures. */
final class WorkedInvoices {
    static final SubscriptionId SUBSCRIPTION = SubscriptionId.of(ulid("subscription"));
    static final CustomerId CUSTOMER = CustomerId.of(ulid("customer"));
    static final CurrencyCode USD = CurrencyCode.of("USD");
    static final Arrangement PRORATED =
            new Arrangement(
                    CollectionMethod.CHARGE_AUTOMATICALLY,
                    PaymentBehavior.DEFAULT_ACTIVE,
                    ProrationBehavior.CREATE_PRORATIONS,
                    null,
                    null,
                    null,
                    null);

    private WorkedInvoices() {}

    static Ulid ulid(String name) {
        return Ulid.derived(Instant.EPOCH, "worked", name);
    }

    /** Midnight of a day in UTC. */
    static Instant day(String day) {
        return midnight(day, "UTC");
    }

    static Instant midnight(String day, String zone) {
        return LocalDate.parse(day).atStartOfDay(ZoneId.of(zone)).toInstant();
    }

    static SubscriptionTerms terms(Instant start, LineItem... items) {
        return terms(USD, start, start, PeriodUnit.MONTHLY, "UTC", null, items);
    }

    static SubscriptionTerms terms(
            CurrencyCode currency,
            Instant start,
            Instant anchor,
            PeriodUnit unit,
            String zone,
            @Nullable Instant end,
            LineItem... items) {
        return new SubscriptionTerms(
                CUSTOMER,
                "acme",
                PlanId.of(ulid("plan")),
                currency,
                start,
                end,
                anchor,
                BillingCycle.ANNIVERSARY,
                unit,
                1,
                zone,
                Conventions.FLEXPRICE,
                List.of(items),
                null,
                Map.of());
    }

    /** A promise over all usage, trued up. */
    static Arrangement promising(String amount, String factor, @Nullable PeriodUnit duration) {
        return promising(amount, factor, duration, SpendCommitment.Shortfall.CHARGED);
    }

    static Arrangement promising(
            String amount,
            String factor,
            @Nullable PeriodUnit duration,
            SpendCommitment.Shortfall shortfall) {
        return new Arrangement(
                CollectionMethod.CHARGE_AUTOMATICALLY,
                PaymentBehavior.DEFAULT_ACTIVE,
                ProrationBehavior.NONE,
                null,
                null,
                new SpendCommitment(
                        new BigDecimal(amount), new BigDecimal(factor), duration, shortfall),
                null);
    }

    /** The same line, counted hour by hour. */
    static LineItem inHours(LineItem line) {
        MeterDefinition meter = Objects.requireNonNull(line.meter());
        return line.counting(
                new MeterDefinition(
                        meter.meterId(),
                        meter.eventName(),
                        List.of(),
                        AggregationType.SUM,
                        "units",
                        null,
                        WindowSize.HOUR,
                        null,
                        null));
    }

    /** A promise for each hour, beyond it twice the price; of 0 for the hours named alone. */
    static LineItem byTheHour(
            LineItem line,
            String amount,
            SpendCommitment.Shortfall shortfall,
            CommitmentBucket... hours) {
        BigDecimal value = new BigDecimal(amount);
        return inHours(line)
                .promising(
                        value.signum() == 0
                                ? LineCommitment.ofHours(List.of(hours))
                                : new LineCommitment(
                                        LineCommitment.Measure.AMOUNT,
                                        value,
                                        BigDecimal.TWO,
                                        null,
                                        shortfall,
                                        LineCommitment.Span.WINDOW,
                                        null,
                                        List.of(hours)));
    }

    /** Hours of the day at a price of their own, beyond their promise at twice of it. */
    static CommitmentBucket hours(
            String from,
            String until,
            String price,
            String amount,
            SpendCommitment.Shortfall shortfall) {
        BigDecimal value = new BigDecimal(amount);
        LineItem line = perUnit("Hours", price);
        return new CommitmentBucket(
                CommitmentBucketId.of(ulid(from)),
                new TimeOfDay(LocalTime.parse(from), LocalTime.parse(until)),
                new CommitmentBucket.Own(line.priceId(), line.price()),
                LineCommitment.Measure.AMOUNT,
                value,
                value.signum() == 0 ? BigDecimal.ONE : BigDecimal.TWO,
                shortfall);
    }

    /** A promise of so many units in each period, trued up. */
    static LineCommitment calls(String quantity, String factor) {
        return new LineCommitment(
                LineCommitment.Measure.QUANTITY,
                new BigDecimal(quantity),
                new BigDecimal(factor),
                null,
                SpendCommitment.Shortfall.CHARGED,
                LineCommitment.Span.TERM,
                null);
    }

    static InvoiceView finalized(
            Scope scope, InvoiceOpening opening, List<InvoiceLine> lines, InvoiceTotals totals) {
        return new InvoiceView(
                InvoiceId.derived(opening),
                scope,
                opening,
                InvoiceView.Status.FINALIZED,
                "INV-1",
                lines,
                List.of(),
                List.of(),
                totals,
                opening.finalizeAt(),
                opening.finalizeAt(),
                null,
                null,
                null,
                null,
                Stamp.first(opening.finalizeAt(), "process:test", 0),
                null,
                null,
                null);
    }

    static LineItem advance(String name, String amount) {
        return fixed(name, amount, InvoiceCadence.ADVANCE, PeriodUnit.MONTHLY, USD, "1");
    }

    static LineItem arrear(String name, String amount) {
        return fixed(name, amount, InvoiceCadence.ARREAR, PeriodUnit.MONTHLY, USD, "1");
    }

    static LineItem fixed(
            String name,
            String amount,
            InvoiceCadence cadence,
            PeriodUnit unit,
            CurrencyCode currency,
            String quantity) {
        return item(
                name,
                price(
                        PriceDocument.Type.FIXED,
                        BillingModel.FLAT_FEE,
                        currency,
                        amount,
                        null,
                        List.of(),
                        null,
                        unit,
                        cadence,
                        null),
                null,
                quantity);
    }

    static LineItem perUnit(String name, String amount) {
        return usage(name, BillingModel.FLAT_FEE, amount, null, List.of(), null);
    }

    /** One whose own period is another. */
    static LineItem perUnit(String name, String amount, PeriodUnit unit) {
        LineItem monthly = perUnit(name, amount);
        MeterDefinition meter = Objects.requireNonNull(monthly.meter());
        return item(
                name,
                price(
                        PriceDocument.Type.USAGE,
                        BillingModel.FLAT_FEE,
                        USD,
                        amount,
                        null,
                        List.of(),
                        null,
                        unit,
                        InvoiceCadence.ARREAR,
                        meter.meterId()),
                meter,
                "1");
    }

    static LineItem tiered(String name, TierMode mode, Tier... tiers) {
        return usage(name, BillingModel.TIERED, "0", mode, List.of(tiers), null);
    }

    static LineItem inPackages(String name, String amount, String of) {
        return usage(
                name,
                BillingModel.PACKAGE,
                amount,
                null,
                List.of(),
                new TransformQuantity(new BigDecimal(of), PriceDocument.Round.UP));
    }

    static Tier tier(@Nullable String upTo, String unit) {
        return new Tier(
                upTo == null ? null : new BigDecimal(upTo), new BigDecimal(unit), BigDecimal.ZERO);
    }

    private static LineItem usage(
            String name,
            BillingModel model,
            String amount,
            @Nullable TierMode mode,
            List<Tier> tiers,
            @Nullable TransformQuantity transform) {
        var meter =
                new MeterDefinition(
                        MeterId.of(ulid("meter" + name)),
                        "request",
                        List.of(),
                        AggregationType.COUNT,
                        null,
                        null);
        return item(
                name,
                price(
                        PriceDocument.Type.USAGE,
                        model,
                        USD,
                        amount,
                        mode,
                        tiers,
                        transform,
                        PeriodUnit.MONTHLY,
                        InvoiceCadence.ARREAR,
                        meter.meterId()),
                meter,
                "0");
    }

    private static PriceDocument price(
            PriceDocument.Type type,
            BillingModel model,
            CurrencyCode currency,
            String amount,
            @Nullable TierMode mode,
            List<Tier> tiers,
            @Nullable TransformQuantity transform,
            PeriodUnit unit,
            InvoiceCadence cadence,
            @Nullable MeterId meter) {
        return new PriceDocument(
                PlanId.of(ulid("plan")),
                type,
                model,
                currency,
                new BigDecimal(amount),
                mode,
                tiers,
                transform,
                unit,
                1,
                cadence,
                meter,
                null,
                null,
                null,
                Map.of());
    }

    private static LineItem item(
            String name, PriceDocument price, @Nullable MeterDefinition meter, String quantity) {
        return new LineItem(
                LineItemId.of(ulid("item" + name)),
                PriceId.of(ulid("price" + name)),
                price,
                meter,
                name,
                "Plan",
                new BigDecimal(quantity));
    }

    /** A coupon on the whole invoice: so many hundredths, or an amount. */
    static Adjustments.Coupon coupon(
            @Nullable String percentage, @Nullable String amount, List<InvoiceLineId> lines) {
        return coupon(percentage, amount, lines, CouponDocument.Cadence.ONCE);
    }

    static Adjustments.Coupon coupon(
            @Nullable String percentage,
            @Nullable String amount,
            List<InvoiceLineId> lines,
            CouponDocument.Cadence cadence) {
        return new Adjustments.Coupon(
                CouponAssociationId.of(ulid("held")),
                CouponId.of(ulid("coupon")),
                new CouponDocument(
                        "Welcome",
                        null,
                        percentage == null
                                ? CouponDocument.Type.FIXED
                                : CouponDocument.Type.PERCENTAGE,
                        amount == null ? null : new BigDecimal(amount),
                        percentage == null ? null : new BigDecimal(percentage),
                        amount == null ? null : USD,
                        cadence,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of()),
                amount == null ? null : Money.of(new BigDecimal(amount), USD),
                lines,
                Adjustments.Reach.INVOICE);
    }

    static Adjustments.Tax tax(String percentage, TaxRateDocument.Placement placement) {
        return new Adjustments.Tax(
                TaxRateId.of(ulid("rate")),
                new TaxRateDocument(
                        "VAT",
                        "vat",
                        null,
                        TaxRateDocument.Type.PERCENTAGE,
                        new BigDecimal(percentage),
                        null,
                        placement,
                        TaxRateDocument.Reach.INTERNAL,
                        TaxRateDocument.Status.ACTIVE,
                        Map.of()),
                TaxAssociationId.of(ulid("borne")),
                Bearer.CUSTOMER,
                CUSTOMER.value());
    }
}
