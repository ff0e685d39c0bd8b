package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.KeptPromise;
import io.tallybook.core.invoice.LinePromise;
import io.tallybook.core.invoice.UseAtHours;
import io.tallybook.core.subscription.CommitmentBucket;
import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.subscription.LineCommitment.Measure;
import io.tallybook.core.subscription.LineCommitment.Span;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SpendCommitment.Shortfall;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows what was promised, and what became of it. */
public final class CommitmentJson {
    private static final int PLACES = 8;
    private static final int HOURS_OF_DAY = 24;

    private CommitmentJson() {}

    /** What is promised of a line item. */
    static Json ofLine(Json json, LineItem line) {
        LineCommitment promised = line.agreement().commitment();
        if (promised == null) {
            return json.nulls(
                    "commitment_amount",
                    "commitment_duration",
                    "commitment_overage_factor",
                    "commitment_quantity",
                    "commitment_time_buckets",
                    "commitment_true_up_enabled",
                    "commitment_type",
                    "commitment_windowed");
        }
        return json.put("commitment_amount", value(promised, Measure.AMOUNT))
                .put("commitment_quantity", value(promised, Measure.QUANTITY))
                .put("commitment_type", type(promised))
                .put("commitment_duration", duration(promised))
                .put("commitment_overage_factor", promised.overageFactor())
                .put("commitment_true_up_enabled", isTruedUp(promised))
                .put("commitment_windowed", promised.span() == Span.WINDOW)
                .set("commitment_time_buckets", timesOfDay(promised, line));
    }

    private static @Nullable ArrayNode timesOfDay(LineCommitment promised, LineItem line) {
        List<CommitmentBucket> all = promised.timesOfDay();
        return all.isEmpty() ? null : Json.list(all, one -> hours(one, line).node());
    }

    private static Json hours(CommitmentBucket bucket, LineItem line) {
        return told(Json.object().put("id", bucket.id()), bucket, line)
                .number("overage_factor", bucket.overageFactor())
                .put("true_up_enabled", bucket.shortfall() == Shortfall.CHARGED);
    }

    /** Which hours of a line these are, what is promised of them, and by what they are priced. */
    private static Json told(Json json, CommitmentBucket bucket, LineItem line) {
        boolean promised = bucket.value().signum() > 0;
        return json.put("commitment_type", promised ? word(bucket.measure()) : null)
                .put("commitment_value", promised ? bucket.value() : null)
                .set("start", time(bucket.hours().start(), bucket.hours().start().getHour()))
                .set("end", time(bucket.hours().end(), endHour(bucket.hours().end())))
                .put("price_id", priceId(bucket, line));
    }

    /** The price of some hours of the day of a line. */
    public static PriceId priceId(CommitmentBucket bucket, LineItem line) {
        return bucket.own() == null ? line.priceId() : bucket.own().priceId();
    }

    private static ObjectNode time(LocalTime time, int hour) {
        return Json.object().put("hour", hour).put("minute", time.getMinute()).node();
    }

    // A day that ends at midnight ends at 24:00.
    private static int endHour(LocalTime end) {
        return end.equals(LocalTime.MIDNIGHT) ? HOURS_OF_DAY : end.getHour();
    }

    /** What became of the promise of some hours of the day, of usage in a stretch of time. */
    public static ObjectNode ofHours(UseAtHours use, LineItem line) {
        return told(Json.object().put("bucket_id", use.bucket().id()), use.bucket(), line)
                .put("subscription_line_item_id", line.id())
                .put("total_usage", use.usage())
                .put("base_charge", shown(use.base()))
                .put("computed_utilized", shown(use.kept().utilized()))
                .put("computed_overage", shown(use.kept().overage()))
                .put("computed_true_up", shown(use.kept().trueUp()))
                .node();
    }

    /** What became of the promise on a line of an invoice; null where there was none. */
    public static @Nullable ObjectNode of(InvoiceLine line) {
        LinePromise promise = line.input().promise();
        if (promise == null) {
            return null;
        }
        LineCommitment promised = promise.agreed();
        KeptPromise kept = KeptPromise.of(line).orElseThrow();
        return Json.object()
                .put("amount", value(promised, Measure.AMOUNT))
                .put("quantity", value(promised, Measure.QUANTITY))
                .put("type", type(promised))
                .put("duration", duration(promised))
                .put("overage_factor", promised.overageFactor())
                .put("true_up_enabled", isTruedUp(promised))
                .put("is_windowed", promised.span() == Span.WINDOW)
                .put("computed_commitment_utilized_amount", shown(kept.utilized()))
                .put("computed_overage_amount", shown(kept.overage()))
                .put("computed_true_up_amount", shown(kept.trueUp()))
                .node();
    }

    /** What became of the promise of a whole subscription, on the lines of an open period. */
    static Json ofSubscription(Json json, List<InvoiceLine> lines) {
        List<InvoiceLine> promised =
                lines.stream().filter(CommitmentJson::isOfSubscription).toList();
        if (promised.isEmpty()) {
            return json.put("has_overage", false)
                    .nulls(
                            "commitment_amount",
                            "commitment_utilized",
                            "overage_amount",
                            "overage_factor");
        }
        LinePromise first = Objects.requireNonNull(promised.getFirst().input().promise());
        LineCommitment agreed = first.agreed();
        BigDecimal utilized = first.spent().min(agreed.value());
        BigDecimal overage = BigDecimal.ZERO;
        for (InvoiceLine line : promised) {
            KeptPromise kept = KeptPromise.of(line).orElseThrow();
            utilized = utilized.add(kept.utilized());
            overage = overage.add(kept.overage());
        }
        CurrencyCode currency = promised.getFirst().amount().currency();
        return json.put("has_overage", overage.signum() > 0)
                .number("commitment_amount", agreed.value())
                .number("commitment_utilized", rounded(utilized, currency))
                .number("overage_amount", rounded(overage, currency))
                .number("overage_factor", agreed.overageFactor());
    }

    /** Whether a line of an open period has gone beyond what was promised, and at what factor. */
    static Json ofCharge(Json json, InvoiceLine line) {
        LinePromise promise = line.input().promise();
        boolean beyond =
                KeptPromise.of(line).map(kept -> kept.overage().signum() > 0).orElse(false);
        return json.put("is_overage", beyond)
                .number(
                        "overage_factor",
                        promise == null || !beyond ? null : promise.agreed().overageFactor());
    }

    private static boolean isOfSubscription(InvoiceLine line) {
        LinePromise promise = line.input().promise();
        return promise != null && promise.promiser() == LinePromise.Promiser.SUBSCRIPTION;
    }

    private static @Nullable BigDecimal value(LineCommitment promised, Measure measure) {
        return isOwn(promised) && promised.measure() == measure ? promised.value() : null;
    }

    private static @Nullable String type(LineCommitment promised) {
        return isOwn(promised) ? word(promised.measure()) : null;
    }

    // Where only hours of the day are promised, the line itself promises nothing.
    private static boolean isOwn(LineCommitment promised) {
        return promised.value().signum() > 0;
    }

    private static String word(Measure measure) {
        return measure.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String duration(LineCommitment promised) {
        return promised.duration() == null ? null : promised.duration().name();
    }

    private static boolean isTruedUp(LineCommitment promised) {
        return promised.shortfall() == Shortfall.CHARGED;
    }

    // Parts of an amount are shown finer than a cent, so that they still add up to it.
    private static BigDecimal shown(BigDecimal amount) {
        return Rounding.HALF_UP.round(amount, PLACES);
    }

    private static BigDecimal rounded(BigDecimal amount, CurrencyCode currency) {
        return Rounding.HALF_UP.toMoney(amount, currency).toDecimal();
    }
}
