package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.flexprice.price.OwnPrices;
import io.tallybook.api.flexprice.price.PriceChange;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.catalogue.PriceDescription;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.subscription.CommitmentBucket;
import io.tallybook.core.subscription.CommitmentBucketId;
import io.tallybook.core.subscription.LineCommitment.Measure;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SpendCommitment.Shortfall;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.time.TimeOfDay;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hours of the day that are to have terms of their own.
 *
 * @param id of hours that the line has already; absent for new ones
 * @param price absent for that of the line, or the one that the hours have
 */
record BucketRequest(
        @Nullable String id,
        TimeOfDay hours,
        @Nullable Price price,
        Measure measure,
        BigDecimal value,
        BigDecimal overageFactor,
        Shortfall shortfall) {
    private static final String LIST = "commitment_time_buckets";
    private static final int MOST = 500;
    private static final int HOURS = 24;
    private static final Choice<Measure> MEASURES =
            Choice.of(Map.of("amount", Measure.AMOUNT, "quantity", Measure.QUANTITY));

    /**
     * What the hours are charged by: the price of the line, changed.
     *
     * @param told what has to be as it is with the line, by field
     */
    private record Price(
            PriceChange change,
            @Nullable String name,
            @Nullable String description,
            Map<String, String> metadata,
            Map<String, String> told) {}

    /** Null where nothing is said of hours; the caller has to check the fields. */
    static @Nullable List<BucketRequest> of(Fields in) {
        return in.has(LIST)
                ? in.optional(LIST).objects(MOST).stream().map(BucketRequest::read).toList()
                : null;
    }

    private static BucketRequest read(Fields in) {
        Fields price = in.optional("price").object();
        BigDecimal value = in.optional("commitment_value").amount();
        BigDecimal factor = in.optional("overage_factor").amount();
        boolean trueUp = Boolean.TRUE.equals(in.optional("true_up_enabled").truth());
        return new BucketRequest(
                in.optional("id").text(Wishes.SHORT),
                new TimeOfDay(time(in, "start"), time(in, "end")),
                price == null ? null : price(price),
                in.optional("commitment_type").choice(MEASURES, Measure.AMOUNT),
                value == null ? BigDecimal.ZERO : value,
                factor == null ? BigDecimal.ONE : factor,
                trueUp ? Shortfall.CHARGED : Shortfall.FORGIVEN);
    }

    private static LocalTime time(Fields in, String name) {
        Fields time = in.required(name).object();
        if (time == null) {
            return LocalTime.MIDNIGHT;
        }
        int hour = time.optional("hour").integer(0, HOURS, 0);
        int minute = time.optional("minute").integer(0, 59, 0);
        if (hour == HOURS && minute > 0) {
            time.complain("minute", "0, with hour 24", Integer.toString(minute));
        }
        return LocalTime.of(hour % HOURS, minute);
    }

    private static Price price(Fields in) {
        in.refuse(
                "since it is that of the line",
                "price_unit_config",
                "min_quantity",
                "filter_values",
                "trial_period",
                "trial_period_days",
                "start_date",
                "end_date",
                "group_id",
                "lookup_key");
        Map<String, String> told = new LinkedHashMap<>();
        for (String field :
                List.of(
                        "type",
                        "meter_id",
                        "currency",
                        "billing_period",
                        "billing_period_count",
                        "invoice_cadence",
                        "price_unit_type")) {
            String text = in.optional(field).looseText();
            if (text != null && !text.isEmpty()) {
                told.put(field, text);
            }
        }
        // A client that knows one shape of a price names an owner here as well: it is the line's.
        in.optional("entity_type").text(Wishes.SHORT);
        in.optional("entity_id").text(Wishes.SHORT);
        PriceChange change = PriceChange.ofSubscription(in);
        if (!change.changesWhatIsOwed()) {
            in.complain("amount", "an amount, a billing_model or tiers", "nothing");
        }
        return new Price(
                change,
                in.optional("display_name").text(Wishes.SHORT),
                in.optional("description").text(Wishes.LONG),
                in.optional("metadata").map(Wishes.LONG),
                told);
    }

    /** As it is agreed, and the price that has to be made for it, if it has a new one. */
    record Agreed(CommitmentBucket bucket, List<OwnPrices.Wanted> prices) {}

    /**
     * The hours of a line.
     *
     * <p>Errors: ProblemException (400) for an id that none of the line's hours has, and for a
     * price that is of another kind than the line's.
     *
     * @param before the hours that the line has
     */
    Agreed on(
            Call call, SubscriptionId subscription, LineItem line, List<CommitmentBucket> before) {
        CommitmentBucket known = id == null ? null : known(before);
        CommitmentBucketId named =
                known == null ? CommitmentBucketId.of(call.ids().next()) : known.id();
        if (price == null) {
            return new Agreed(as(named, known == null ? null : known.own()), List.of());
        }
        PriceId priceId = PriceId.of(call.ids().next());
        PriceDocument agreed = price(line.price(), line.priceId(), subscription);
        return new Agreed(
                as(named, new CommitmentBucket.Own(priceId, agreed)),
                List.of(new OwnPrices.Wanted(priceId, agreed)));
    }

    private CommitmentBucket as(CommitmentBucketId named, CommitmentBucket.@Nullable Own own) {
        return new CommitmentBucket(named, hours, own, measure, value, overageFactor, shortfall);
    }

    private CommitmentBucket known(List<CommitmentBucket> before) {
        return before.stream()
                .filter(bucket -> bucket.id().value().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                Wishes.refused(
                                        LIST + ".id",
                                        "the id of one that the line has, or none for a new one",
                                        "'%s'".formatted(id)));
    }

    private PriceDocument price(PriceDocument line, PriceId lineId, SubscriptionId subscription) {
        Price wanted = Objects.requireNonNull(price);
        kind(line)
                .forEach(
                        (field, expected) -> {
                            String told = wanted.told().getOrDefault(field, expected);
                            if (!told.equalsIgnoreCase(expected)) {
                                throw Wishes.refused(
                                        LIST + ".price." + field,
                                        "that of the line, " + expected,
                                        told);
                            }
                        });
        return wanted.change()
                .agreed(line, lineId, subscription)
                .described(
                        new PriceDescription(
                                null,
                                wanted.name() == null ? line.displayName() : wanted.name(),
                                wanted.description(),
                                wanted.metadata(),
                                line.range().groupId()));
    }

    private static Map<String, String> kind(PriceDocument line) {
        return Map.of(
                "price_unit_type",
                line.conditions().unit() == null ? "FIAT" : "CUSTOM",
                "type",
                line.type().name(),
                "meter_id",
                line.meterId() == null ? "none" : line.meterId().value(),
                "currency",
                line.currency().code().toLowerCase(Locale.ROOT),
                "billing_period",
                line.billingPeriod() == null ? "ONETIME" : line.billingPeriod().name(),
                "billing_period_count",
                Integer.toString(line.billingPeriodCount()),
                "invoice_cadence",
                line.invoiceCadence().name());
    }
}
