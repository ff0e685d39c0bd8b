package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.flexprice.coupon.CouponJson;
import io.tallybook.api.flexprice.tax.TaxRateJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.Ulid;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.invoice.Adjustments;
import io.tallybook.core.invoice.AdjustmentsApplied;
import io.tallybook.core.invoice.AdjustmentsApplied.CouponApplied;
import io.tallybook.core.invoice.AdjustmentsApplied.LinePart;
import io.tallybook.core.invoice.AdjustmentsApplied.TaxApplied;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.domain.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The coupons and taxes of an invoice as the contract shows them. */
final class AdjustmentsJson {
    private AdjustmentsJson() {}

    static Json add(Json json, InvoiceView view) {
        AdjustmentsApplied applied = view.adjustments();
        List<ObjectNode> coupons = new ArrayList<>();
        List<ObjectNode> taxes = new ArrayList<>();
        if (applied != null) {
            applied.coupons().forEach(coupon -> coupons.addAll(applications(view, coupon)));
            applied.taxes().forEach(tax -> taxes.add(tax(view, tax)));
        }
        return json.list("coupon_applications", coupons, node -> node)
                .list("taxes", taxes, node -> node);
    }

    /** What coupons took off a line: those on the line, or its part of those on the invoice. */
    static Money discount(InvoiceView view, InvoiceLineId line, Adjustments.Reach reach) {
        Money none = Money.zero(view.opening().currency());
        AdjustmentsApplied applied = view.adjustments();
        return applied == null ? none : applied.discount(line, reach, none);
    }

    // Of a coupon on single lines, one application for each.
    private static List<ObjectNode> applications(InvoiceView view, CouponApplied applied) {
        return switch (applied.coupon().reach()) {
            case INVOICE ->
                    List.of(application(view, applied, null, applied.from(), applied.taken()));
            case LINE -> applied.lines().stream().map(part -> onLine(view, applied, part)).toList();
        };
    }

    private static ObjectNode onLine(InvoiceView view, CouponApplied applied, LinePart part) {
        Money from =
                view.lines().stream()
                        .filter(line -> line.input().id().equals(part.lineId()))
                        .map(line -> line.amount())
                        .findFirst()
                        .orElse(part.amount());
        return application(view, applied, part.lineId(), from, part.amount());
    }

    private static ObjectNode application(
            InvoiceView view,
            CouponApplied applied,
            @Nullable InvoiceLineId line,
            Money from,
            Money taken) {
        Adjustments.Coupon coupon = applied.coupon();
        String held = coupon.associationId().value();
        CouponDocument snapshot = coupon.coupon();
        return BaseJson.add(Json.object(), view)
                .put("id", id("coupon_app", view, held, line == null ? "" : line.value()))
                .put("applied_at", view.computedAt())
                .put("coupon_id", coupon.couponId())
                .put("coupon_association_id", coupon.associationId())
                .put("invoice_id", view.id())
                .put("invoice_line_item_id", line)
                .put("subscription_id", view.opening().subscriptionId())
                .put("discount_type", snapshot.type().name().toLowerCase(Locale.ROOT))
                .put("discount_percentage", snapshot.percentageOff())
                .put("original_price", from)
                .put("discounted_amount", taken)
                .put("final_price", from.minus(taken))
                .put("currency", currency(view))
                .set("coupon_snapshot", CouponJson.add(Json.object(), snapshot).node())
                .nulls("metadata")
                .node();
    }

    private static ObjectNode tax(InvoiceView view, TaxApplied applied) {
        Adjustments.Tax tax = applied.tax();
        return BaseJson.add(Json.object(), view)
                .put("id", id("taxapp", view, tax.associationId().value(), ""))
                .put("applied_at", view.computedAt())
                .put("tax_rate_id", tax.taxRateId())
                .put("tax_association_id", tax.associationId())
                .put("entity_type", "invoice")
                .put("entity_id", view.id())
                .put("taxable_amount", applied.taxable())
                .put("tax_amount", applied.amount())
                .put("currency", currency(view))
                .set("tax_rate", TaxRateJson.of(view, tax.taxRateId(), tax.rate()))
                .nulls("idempotency_key", "metadata")
                .node();
    }

    private static String currency(InvoiceView view) {
        return view.opening().currency().code().toLowerCase(Locale.ROOT);
    }

    // The same application has the same id whenever it is shown.
    private static String id(String prefix, InvoiceView view, String held, String line) {
        return prefix
                + "_"
                + Ulid.derived(view.opening().period().start(), view.id().value(), held, line);
    }
}
