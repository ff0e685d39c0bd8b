package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.flexprice.coupon.InvoiceCoupons;
import io.tallybook.api.flexprice.tax.TaxOverrides;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Fields;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.tax.TaxAssociationDocument.Application;
import io.tallybook.domain.money.CurrencyCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The coupons and taxes that somebody wrote on an invoice.
 *
 * @param taxes absent where none are named: then it bears those of the nearest that bears any;
 *     empty for none at all
 */
record WrittenAdjustments(List<Coupon> coupons, @Nullable List<TaxOverrides.Wish> taxes) {
    private static final int MOST = 50;
    private static final int SHORT = 255;

    WrittenAdjustments {
        coupons = List.copyOf(coupons);
        taxes = taxes == null ? null : List.copyOf(taxes);
    }

    /**
     * A coupon.
     *
     * @param line the number of the line, from 0; absent for the whole invoice
     */
    record Coupon(String coupon, @Nullable Integer line) {}

    /**
     * Reads them; what is wrong is noted.
     *
     * @param lines how many lines there are
     */
    static WrittenAdjustments of(Body body, List<Fields> lines, @Nullable CurrencyCode currency) {
        List<Coupon> coupons = new ArrayList<>();
        body.optional("coupons")
                .texts(MOST, SHORT)
                .forEach(coupon -> coupons.add(new Coupon(coupon, null)));
        for (Fields one : body.optional("invoice_coupons").objects(MOST)) {
            one.refuse("since it follows from the invoice", "coupon_association_id");
            coupons.add(new Coupon(one.required("coupon_id").text(SHORT), null));
        }
        for (Fields one : body.optional("line_item_coupons").objects(MOST)) {
            one.refuse(
                    "since it follows from the invoice",
                    "coupon_association_id",
                    "subscription_line_item_id");
            coupons.add(new Coupon(one.required("coupon_id").text(SHORT), line(one, lines)));
        }
        return new WrittenAdjustments(coupons, currency == null ? null : taxes(body, currency));
    }

    // A line that has no id yet is named by its price, or by its number.
    private static Integer line(Fields one, List<Fields> lines) {
        String name = one.required("line_item_id").text(SHORT);
        for (int i = 0; i < lines.size(); i++) {
            if (name.equals(Integer.toString(i))
                    || name.equals(lines.get(i).optional("price_id").text(SHORT))) {
                return i;
            }
        }
        one.complain(
                "line_item_id",
                "the price_id of a line, or its number, counted from 0 to " + (lines.size() - 1),
                name);
        return 0;
    }

    private static @Nullable List<TaxOverrides.Wish> taxes(Body body, CurrencyCode currency) {
        List<TaxOverrides.Wish> taxes = new ArrayList<>();
        body.optional("tax_rates")
                .texts(MOST, SHORT)
                .forEach(rate -> taxes.add(TaxOverrides.Wish.of(rate, currency)));
        for (Fields rate : body.optional("prepared_tax_rates").objects(MOST)) {
            taxes.add(TaxOverrides.Wish.of(rate.required("id").text(SHORT), currency));
        }
        for (TaxOverrides.Wish wish : TaxOverrides.of(body)) {
            require(body, wish, currency);
            taxes.add(wish);
        }
        boolean named =
                body.has("tax_rates")
                        || body.has("prepared_tax_rates")
                        || body.has("tax_rate_overrides");
        return named ? taxes : null;
    }

    private static void require(Body body, TaxOverrides.Wish wish, CurrencyCode currency) {
        if (!currency.equals(wish.currency())) {
            body.complain(
                    "tax_rate_overrides",
                    "the currency of the invoice, " + currency.code().toLowerCase(Locale.ROOT),
                    wish.currency().code().toLowerCase(Locale.ROOT));
        }
        if (wish.application() == Application.MANUAL) {
            body.complain(
                    "tax_rate_overrides",
                    "auto_apply true, since what is named on an invoice is put on it",
                    "false");
        }
    }

    List<InvoiceCoupons.Wish> wishes(List<InvoiceLineId> lines) {
        return coupons.stream()
                .map(
                        coupon ->
                                new InvoiceCoupons.Wish(
                                        coupon.coupon(),
                                        coupon.line() == null ? null : lines.get(coupon.line())))
                .toList();
    }
}
