package io.tallybook.core.wire;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.discount.CouponAssociationDocument;
import io.tallybook.core.discount.CouponAssociationEvent;
import io.tallybook.core.discount.CouponAssociationId;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.discount.CouponEvent;
import io.tallybook.core.discount.CouponId;
import io.tallybook.core.invoice.Adjustments;
import io.tallybook.core.invoice.AdjustmentsApplied;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.tax.TaxAssociationChange;
import io.tallybook.core.tax.TaxAssociationDocument;
import io.tallybook.core.tax.TaxAssociationEvent;
import io.tallybook.core.tax.TaxAssociationId;
import io.tallybook.core.tax.TaxRateChange;
import io.tallybook.core.tax.TaxRateDocument;
import io.tallybook.core.tax.TaxRateEvent;
import io.tallybook.core.tax.TaxRateId;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One example of every event about coupons and taxes. */
final class DiscountSamples {
    private static final Instant MOMENT = Instant.parse("2023-11-15T12:34:56.789012Z");
    private static final Instant JAN = Instant.parse("2024-01-01T00:00:00Z");
    private static final Scope SCOPE =
            new Scope(TenantId.of(ulid("tenant")), EnvironmentId.of(ulid("environment")));
    private static final CouponId COUPON = CouponId.of(ulid("coupon"));
    private static final TaxRateId RATE = TaxRateId.of(ulid("tax rate"));
    private static final Map<String, String> METADATA = Map.of("source", "import");

    private DiscountSamples() {}

    static List<Object> all() {
        return Stream.of(couponsAndRates(), holdings(), bearers()).flatMap(List::stream).toList();
    }

    private static List<Object> holdings() {
        CouponAssociationId held = CouponAssociationId.of(ulid("coupon association"));
        InvoiceId invoice = InvoiceId.of(ulid("invoice"));
        return List.of(
                new CouponAssociationEvent.Created(
                        held,
                        SCOPE,
                        new CouponAssociationDocument(
                                COUPON,
                                coupon(),
                                SubscriptionId.of(ulid("subscription")),
                                LineItemId.of(ulid("line item")),
                                MOMENT,
                                JAN,
                                METADATA)),
                new CouponAssociationEvent.Used(
                        held, invoice, Money.ofMinor(1050, CurrencyCode.of("USD"))),
                new CouponAssociationEvent.GivenBack(held, invoice),
                new CouponAssociationEvent.Ended(held, JAN),
                new CouponAssociationEvent.Withdrawn(held));
    }

    private static List<Object> bearers() {
        TaxAssociationId named = TaxAssociationId.of(ulid("tax association"));
        return List.of(
                new TaxAssociationEvent.Created(
                        named,
                        SCOPE,
                        new TaxAssociationDocument(
                                RATE,
                                TaxAssociationDocument.Bearer.CUSTOMER,
                                "cust_01HE42W2000D8XH0ZZ4BY0TD2J",
                                1,
                                TaxAssociationDocument.Application.AUTOMATIC,
                                CurrencyCode.of("USD"),
                                MOMENT,
                                JAN,
                                METADATA)),
                new TaxAssociationEvent.Updated(
                        named,
                        new TaxAssociationChange(
                                2, TaxAssociationDocument.Application.MANUAL, METADATA)),
                new TaxAssociationEvent.Deleted(named));
    }

    private static List<Object> couponsAndRates() {
        return List.of(
                new CouponEvent.Created(COUPON, SCOPE, coupon()),
                new CouponEvent.Updated(COUPON, "Ten off", METADATA),
                new CouponEvent.Deleted(COUPON),
                new TaxRateEvent.Created(RATE, SCOPE, rate()),
                new TaxRateEvent.Updated(
                        RATE,
                        new TaxRateChange(
                                "VAT", "vat", null, TaxRateDocument.Status.INACTIVE, METADATA)),
                new TaxRateEvent.Deleted(RATE));
    }

    /** What a coupon took off a line, and a tax that its price contains. */
    static AdjustmentsApplied applied(InvoiceLineId line) {
        CurrencyCode usd = CurrencyCode.of("USD");
        Money taken = Money.ofMinor(1050, usd);
        return new AdjustmentsApplied(
                List.of(
                        new AdjustmentsApplied.CouponApplied(
                                new Adjustments.Coupon(
                                        CouponAssociationId.of(ulid("coupon association")),
                                        COUPON,
                                        coupon(),
                                        taken,
                                        List.of(line),
                                        Adjustments.Reach.INVOICE),
                                Money.ofMinor(4772, usd),
                                taken,
                                List.of(new AdjustmentsApplied.LinePart(line, taken)))),
                List.of(
                        new AdjustmentsApplied.TaxApplied(
                                new Adjustments.Tax(
                                        RATE,
                                        rate(),
                                        TaxAssociationId.of(ulid("tax association")),
                                        TaxAssociationDocument.Bearer.TENANT,
                                        SCOPE.tenant().value()),
                                Money.ofMinor(3128, usd),
                                Money.ofMinor(594, usd))));
    }

    private static CouponDocument coupon() {
        return new CouponDocument(
                "Ten off",
                "TEN",
                CouponDocument.Type.FIXED,
                new BigDecimal("10.50"),
                null,
                CurrencyCode.of("USD"),
                CouponDocument.Cadence.REPEATED,
                3,
                100,
                MOMENT,
                JAN,
                Map.of("plans", "[\"pro\"]"),
                METADATA);
    }

    private static TaxRateDocument rate() {
        return new TaxRateDocument(
                "VAT",
                "vat",
                "Value added tax",
                TaxRateDocument.Type.PERCENTAGE,
                new BigDecimal("19"),
                null,
                TaxRateDocument.Placement.INCLUSIVE,
                TaxRateDocument.Reach.INTERNAL,
                TaxRateDocument.Status.ACTIVE,
                METADATA);
    }

    private static Ulid ulid(String name) {
        return Ulid.derived(JAN, name);
    }
}
