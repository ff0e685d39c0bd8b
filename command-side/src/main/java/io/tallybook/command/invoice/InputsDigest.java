package io.tallybook.command.invoice;

import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.invoice.Adjustments;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.LineAllowance;
import io.tallybook.core.invoice.LinePromise;
import io.tallybook.core.subscription.CommitmentBucket;
import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.usage.Sharer;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.DecimalText;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fingerprint of everything that decides an invoice's amounts.
 *
 * <p>It is the SHA-256, in lower-case hexadecimal, of a text in UTF-8. The text is a list of
 * fields, in the order below, each written as {@code name:length:value} and a line feed, where
 * length counts the value's bytes; a field that is absent is {@code name:-}. Decimals have no
 * exponent and no trailing zeros, moments are ISO 8601 in UTC. No serializer takes part, so that no
 * change of one can change it. What only names things, as a display name, is not in it.
 *
 * <pre>
 * form (1), currency, conventions, lines (how many); then for each line:
 *   id, line_item, price, only of a line without a price: agreed_amount, type, billing_model, amount, tier_mode, tiers (how many),
 *     for each tier: up_to, unit_amount, flat_amount
 *   divide_by, round, billing_period, billing_period_count, invoice_cadence, meter,
 *   only if there is one: min_quantity,
 *   only if there is one: price_unit, conversion_rate, unit_price, unit_tiers (how many),
 *     for each tier: up_to, unit_amount, flat_amount
 *   service_start, service_end, quantity, only if there is one: share_seconds, share_of_seconds,
 *   reading (the meter, or absent); if there is one:
 *     customer, reading_start, reading_end, reading_quantity, event_count, watermark, digest,
 *     only of a meter that counts in windows: buckets (how many runs), for each: bucket, times,
 *     only if others share it: sharers (how many), for each: sharer, shares_from, shares_until
 *   of a line with an allowance: allowance (the limit, or absent), entitlements (how many),
 *     for each: entitlement; windows (how many), for each: window_start, window_end,
 *     the reading of what was used, and of what was before, as above;
 *     only if there are some: beside (how many), for each the same from the allowance on
 * of an invoice with coupons or taxes: coupons (how many), for each:
 *     coupon_association, coupon, discount_type, percentage_off, amount_off, reach,
 *     covered (how many lines), for each: covered_line
 *   taxes (how many), for each: tax_rate, tax_type, percentage, fixed_amount, placement
 *   only if there is one: credit
 *   only of a line with a promise: promiser, promised, promised_value, overage_factor, promise_term (or absent),
 *     shortfall, promise_span, spent, rest, empty_windows
 *   only if there is one: billed_before
 *   only of a line of another subscription than the invoice's: served
 * </pre>
 */
final class InputsDigest {
    private final StringBuilder text = new StringBuilder();

    private InputsDigest() {}

    static String of(CurrencyCode currency, Conventions conventions, List<InvoiceLineInput> lines) {
        return of(currency, conventions, lines, null);
    }

    static String of(
            CurrencyCode currency,
            Conventions conventions,
            List<InvoiceLineInput> lines,
            @Nullable Adjustments adjustments) {
        return sha256(canonical(currency, conventions, lines, adjustments));
    }

    static String canonical(
            CurrencyCode currency, Conventions conventions, List<InvoiceLineInput> lines) {
        return canonical(currency, conventions, lines, null);
    }

    static String canonical(
            CurrencyCode currency,
            Conventions conventions,
            List<InvoiceLineInput> lines,
            @Nullable Adjustments adjustments) {
        InputsDigest digest = new InputsDigest();
        digest.add("form", "1");
        digest.add("currency", currency.code());
        digest.add("conventions", conventions.name());
        digest.add("lines", Integer.toString(lines.size()));
        lines.forEach(digest::add);
        digest.addIfAny(adjustments);
        return digest.text.toString();
    }

    // As with allowances: an invoice without them is told as before there were any.
    private void addIfAny(@Nullable Adjustments adjustments) {
        if (adjustments == null || adjustments.isEmpty()) {
            return;
        }
        add("coupons", Integer.toString(adjustments.coupons().size()));
        for (Adjustments.Coupon coupon : adjustments.coupons()) {
            add("coupon_association", coupon.associationId().value());
            add("coupon", coupon.couponId().value());
            add("discount_type", coupon.coupon().type().name());
            add("percentage_off", coupon.coupon().percentageOff());
            add("amount_off", coupon.amountOff() == null ? null : coupon.amountOff().toDecimal());
            add("reach", coupon.reach().name());
            add("covered", Integer.toString(coupon.lines().size()));
            coupon.lines().forEach(line -> add("covered_line", line.value()));
        }
        add("taxes", Integer.toString(adjustments.taxes().size()));
        for (Adjustments.Tax tax : adjustments.taxes()) {
            add("tax_rate", tax.taxRateId().value());
            add("tax_type", tax.rate().type().name());
            add("percentage", tax.rate().percentage());
            add("fixed_amount", tax.rate().amount());
            add("placement", tax.rate().placement().name());
        }
    }

    private void add(InvoiceLineInput line) {
        add("id", line.id().value());
        add("line_item", line.lineItemId() == null ? null : line.lineItemId().value());
        add("price", line.priceId() == null ? null : line.priceId().value());
        addIfAny(line.plain());
        add(line.price());
        add("service_start", line.servicePeriod().start().toString());
        add("service_end", line.servicePeriod().end().toString());
        add("quantity", line.quantity());
        addIfAny(line.share());
        add(line.reading());
        add(line.allowance());
        if (line.credit() != null) {
            add("credit", line.credit().toDecimal());
        }
        addIfAny(line.promise());
        if (line.before() != null) {
            add("billed_before", line.before().amount().toDecimal());
        }
        if (line.served() != null) {
            add("served", line.served().subscriptionId().value());
        }
    }

    private void addIfAny(@Nullable LinePromise promise) {
        if (promise == null) {
            return;
        }
        LineCommitment agreed = promise.agreed();
        add("promiser", promise.promiser().name());
        add("promised", agreed.measure().name());
        add("promised_value", agreed.value());
        add("overage_factor", agreed.overageFactor());
        add("promise_term", agreed.duration() == null ? null : agreed.duration().name());
        add("shortfall", agreed.shortfall().name());
        add("promise_span", agreed.span().name());
        add("spent", promise.spent());
        add("rest", promise.rest().name());
        add("empty_windows", Integer.toString(promise.emptyWindows()));
        agreed.timesOfDay().forEach(this::add);
        if (promise.emptyAt() != null) {
            add("empty_at", promise.emptyAt());
        }
    }

    // A promise that is the same at all hours is told as before there were any others.
    private void add(CommitmentBucket bucket) {
        add("hours", bucket.hours().toString());
        add("promised", bucket.measure().name());
        add("promised_value", bucket.value());
        add("overage_factor", bucket.overageFactor());
        add("shortfall", bucket.shortfall().name());
        if (bucket.own() != null) {
            add(bucket.own().price());
        }
    }

    private void add(PriceDocument price) {
        PriceDocument.TransformQuantity transform = price.transform();
        add("type", price.type().name());
        add("billing_model", price.billingModel().name());
        add("amount", price.amount());
        add("tier_mode", price.tierMode() == null ? null : price.tierMode().name());
        add("tiers", Integer.toString(price.tiers().size()));
        for (PriceDocument.Tier tier : price.tiers()) {
            add("up_to", tier.upTo());
            add("unit_amount", tier.unitAmount());
            add("flat_amount", tier.flatAmount());
        }
        add("divide_by", transform == null ? null : transform.divideBy());
        add("round", transform == null ? null : transform.round().name());
        add("billing_period", price.billingPeriod() == null ? null : price.billingPeriod().name());
        add("billing_period_count", Integer.toString(price.billingPeriodCount()));
        add("invoice_cadence", price.invoiceCadence().name());
        add("meter", price.meterId() == null ? null : price.meterId().value());
        addIfAny(price.conditions());
    }

    private void addIfAny(PriceDocument.Conditions conditions) {
        if (conditions.minimumQuantity() != null) {
            add("min_quantity", conditions.minimumQuantity());
        }
        PriceDocument.WrittenIn unit = conditions.unit();
        if (unit == null) {
            return;
        }
        add("price_unit", unit.priceUnitId().value());
        add("conversion_rate", unit.conversionRate());
        add("unit_price", unit.amount());
        add("unit_tiers", Integer.toString(unit.tiers().size()));
        for (PriceDocument.Tier tier : unit.tiers()) {
            add("up_to", tier.upTo());
            add("unit_amount", tier.unitAmount());
            add("flat_amount", tier.flatAmount());
        }
    }

    private void addIfAny(InvoiceLineInput.@Nullable Plain plain) {
        if (plain != null) {
            add("agreed_amount", plain.amount().toDecimal());
        }
    }

    private void addIfAny(InvoiceLineInput.@Nullable Share share) {
        if (share != null) {
            add("share_seconds", share.seconds());
            add("share_of_seconds", share.ofSeconds());
        }
    }

    private void add(@Nullable UsageReading reading) {
        if (reading == null) {
            add("reading", (String) null);
            return;
        }
        BillingPeriod period = reading.period();
        add("reading", reading.meterId().value());
        add("customer", reading.externalCustomerId());
        add("reading_start", period.start().toString());
        add("reading_end", period.end().toString());
        add("reading_quantity", reading.quantity());
        add("event_count", Long.toString(reading.eventCount()));
        add("watermark", reading.watermark());
        add("digest", reading.digest());
        // Without windows there is no field for them: what was computed before there were any stays
        // as it is.
        List<UsageReading.Run> buckets = reading.buckets();
        if (buckets != null) {
            add("buckets", buckets);
        }
        addAny(reading.sharers());
    }

    private void add(String name, List<UsageReading.Run> runs) {
        add(name, Integer.toString(runs.size()));
        for (UsageReading.Run run : runs) {
            add("bucket", run.value());
            add("times", Integer.toString(run.times()));
            if (run.beginAt() != null) {
                add("begin_at", run.beginAt().toString());
            }
        }
    }

    // Of who counts alone there is no field either.
    private void addAny(@Nullable List<Sharer> sharers) {
        if (sharers != null) {
            add("sharers", Integer.toString(sharers.size()));
            for (Sharer sharer : sharers) {
                add("sharer", sharer.externalCustomerId());
                add("shares_from", sharer.from().toString());
                add("shares_until", sharer.until() == null ? null : sharer.until().toString());
            }
        }
    }

    // Without one there is no field for it: what was computed before there were any stays as it is.
    private void add(@Nullable LineAllowance allowance) {
        if (allowance == null) {
            return;
        }
        add(allowance.limit(), allowance.entitlements(), allowance.windows());
        if (allowance.beside() != null) {
            add("beside", Integer.toString(allowance.beside().size()));
            allowance
                    .beside()
                    .forEach(other -> add(other.limit(), other.entitlements(), other.windows()));
        }
    }

    private void add(
            @Nullable BigDecimal limit,
            List<EntitlementId> entitlements,
            List<LineAllowance.Window> windows) {
        add("allowance", limit);
        add("entitlements", Integer.toString(entitlements.size()));
        entitlements.forEach(id -> add("entitlement", id.value()));
        add("windows", Integer.toString(windows.size()));
        for (LineAllowance.Window window : windows) {
            add("window_start", window.window().start().toString());
            add("window_end", window.window().end().toString());
            add(window.used());
            add(window.before());
        }
    }

    private void add(String name, @Nullable BigDecimal value) {
        add(name, value == null ? null : DecimalText.of(value));
    }

    private void add(String name, @Nullable String value) {
        text.append(name).append(':');
        if (value == null) {
            text.append('-');
        } else {
            text.append(value.getBytes(StandardCharsets.UTF_8).length).append(':').append(value);
        }
        text.append('\n');
    }

    private static String sha256(String canonical) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(canonical.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
