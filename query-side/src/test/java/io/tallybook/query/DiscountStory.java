package io.tallybook.query;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.discount.CouponAssociationDocument;
import io.tallybook.core.discount.CouponAssociationEvent;
import io.tallybook.core.discount.CouponAssociationId;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.discount.CouponEvent;
import io.tallybook.core.discount.CouponId;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.tax.TaxAssociationChange;
import io.tallybook.core.tax.TaxAssociationDocument;
import io.tallybook.core.tax.TaxAssociationEvent;
import io.tallybook.core.tax.TaxAssociationId;
import io.tallybook.core.tax.TaxRateChange;
import io.tallybook.core.tax.TaxRateDocument;
import io.tallybook.core.tax.TaxRateEvent;
import io.tallybook.core.tax.TaxRateId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.query.Story.Told;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The lives of a coupon and of a tax rate. */
final class DiscountStory {
    private DiscountStory() {}

    static List<List<Told>> of(Scope scope, String name) {
        CouponId coupon = CouponId.of(ulid(name + "coupon"));
        TaxRateId rate = TaxRateId.of(ulid(name + "tax rate"));
        CouponAssociationId held = CouponAssociationId.of(ulid(name + "held"));
        TaxAssociationId named = TaxAssociationId.of(ulid(name + "named"));
        InvoiceId invoice = InvoiceId.of(ulid(name + "invoice"));
        Instant start = Instant.parse("2024-01-01T00:00:00Z");
        return List.of(
                List.of(
                        told(
                                held,
                                new CouponAssociationEvent.Created(
                                        held,
                                        scope,
                                        new CouponAssociationDocument(
                                                coupon,
                                                fifth(),
                                                SubscriptionId.of(ulid(name + "subscription")),
                                                null,
                                                start,
                                                null,
                                                Map.of()))),
                        told(
                                held,
                                new CouponAssociationEvent.Used(
                                        held, invoice, Money.ofMinor(5, CurrencyCode.of("USD")))),
                        told(held, new CouponAssociationEvent.GivenBack(held, invoice)),
                        told(held, new CouponAssociationEvent.Ended(held, start.plusSeconds(60))),
                        told(held, new CouponAssociationEvent.Withdrawn(held))),
                List.of(
                        told(
                                named,
                                new TaxAssociationEvent.Created(
                                        named,
                                        scope,
                                        new TaxAssociationDocument(
                                                rate,
                                                TaxAssociationDocument.Bearer.TENANT,
                                                scope.tenant().value(),
                                                1,
                                                TaxAssociationDocument.Application.AUTOMATIC,
                                                null,
                                                null,
                                                null,
                                                Map.of()))),
                        told(
                                named,
                                new TaxAssociationEvent.Updated(
                                        named,
                                        new TaxAssociationChange(
                                                2,
                                                TaxAssociationDocument.Application.MANUAL,
                                                Map.of()))),
                        told(named, new TaxAssociationEvent.Deleted(named))),
                List.of(
                        told(coupon, new CouponEvent.Created(coupon, scope, fifth())),
                        told(coupon, new CouponEvent.Updated(coupon, "Fifth", Map.of("a", "b"))),
                        told(coupon, new CouponEvent.Deleted(coupon))),
                List.of(
                        told(rate, new TaxRateEvent.Created(rate, scope, vat())),
                        told(
                                rate,
                                new TaxRateEvent.Updated(
                                        rate,
                                        new TaxRateChange(
                                                "VAT",
                                                "other",
                                                null,
                                                TaxRateDocument.Status.INACTIVE,
                                                Map.of()))),
                        told(rate, new TaxRateEvent.Deleted(rate))));
    }

    private static Told told(CouponAssociationId id, CouponAssociationEvent event) {
        return new Told(ViewKind.COUPON_ASSOCIATION, id.value(), event);
    }

    private static Told told(TaxAssociationId id, TaxAssociationEvent event) {
        return new Told(ViewKind.TAX_ASSOCIATION, id.value(), event);
    }

    private static Told told(CouponId id, CouponEvent event) {
        return new Told(ViewKind.COUPON, id.value(), event);
    }

    private static Told told(TaxRateId id, TaxRateEvent event) {
        return new Told(ViewKind.TAX_RATE, id.value(), event);
    }

    private static CouponDocument fifth() {
        return new CouponDocument(
                "A fifth",
                "FIFTH",
                CouponDocument.Type.PERCENTAGE,
                null,
                new BigDecimal("20"),
                null,
                CouponDocument.Cadence.FOREVER,
                null,
                null,
                null,
                null,
                null,
                Map.of());
    }

    private static TaxRateDocument vat() {
        return new TaxRateDocument(
                "VAT",
                "vat",
                null,
                TaxRateDocument.Type.PERCENTAGE,
                new BigDecimal("19"),
                null,
                TaxRateDocument.Placement.EXCLUSIVE,
                TaxRateDocument.Reach.INTERNAL,
                TaxRateDocument.Status.ACTIVE,
                Map.of());
    }

    private static Ulid ulid(String name) {
        return Ulid.derived(Instant.parse("2024-01-01T00:00:00Z"), name);
    }
}
