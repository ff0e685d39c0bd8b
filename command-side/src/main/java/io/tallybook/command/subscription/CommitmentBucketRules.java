package io.tallybook.command.subscription;

import io.tallybook.command.Rules;
import io.tallybook.core.Rejection;
import io.tallybook.core.catalogue.MeterRules;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.invoice.PromisedSpend;
import io.tallybook.core.subscription.CommitmentBucket;
import io.tallybook.core.subscription.CommitmentBucketId;
import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.subscription.LineCommitment.Measure;
import io.tallybook.core.subscription.LineCommitment.Span;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SpendCommitment.Shortfall;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.UsageQuery.WindowSize;
import io.tallybook.domain.catalogue.InvalidPrice;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What hours of the day can be charged by, and promise, of their own. */
final class CommitmentBucketRules {
    private static final int MOST = 48;

    private CommitmentBucketRules() {}

    /**
     * The first rule that the hours of a line break, if it has any.
     *
     * @param at where the line is in what was sent
     */
    static Optional<Rejection> broken(SubscriptionTerms terms, LineItem line, String at) {
        LineCommitment commitment = Objects.requireNonNull(line.agreement().commitment());
        List<CommitmentBucket> buckets = commitment.timesOfDay();
        if (buckets.isEmpty()) {
            return Optional.empty();
        }
        String field = at + ".commitment_time_buckets";
        Rules rules =
                Rules.begin()
                        .that(
                                commitment.span() == Span.WINDOW,
                                field,
                                buckets.size() + " times of day",
                                "none without commitment_windowed: windows are charged by them")
                        .that(
                                buckets.size() <= MOST,
                                field,
                                buckets.size() + " times of day",
                                "at most " + MOST);
        Set<CommitmentBucketId> ids = new HashSet<>();
        for (int i = 0; i < buckets.size(); i++) {
            CommitmentBucket bucket = buckets.get(i);
            String one = field + "[" + i + "]";
            List<CommitmentBucket> before = buckets.subList(0, i);
            rules =
                    rules.that(
                                    ids.add(bucket.id()),
                                    one + ".id",
                                    bucket.id().value(),
                                    "an id of its own")
                            .then(() -> brokenHours(line, bucket, one))
                            .then(() -> overlapping(before, bucket, one))
                            .then(() -> brokenPrice(terms, line, bucket, one))
                            .then(() -> brokenPromise(bucket, one))
                            .then(() -> brokenWorth(terms, line, bucket, one));
        }
        return rules.broken();
    }

    private static Optional<Rejection> brokenHours(
            LineItem line, CommitmentBucket bucket, String at) {
        WindowSize size = Objects.requireNonNull(line.meter()).bucketSize();
        return Rules.begin()
                .that(
                        !bucket.hours().start().equals(bucket.hours().end()),
                        at + ".end",
                        bucket.hours().end().toString(),
                        "another time than start; what holds all day is promised of the line")
                .that(
                        size != null && bucket.hours().isTiledBy(MeterRules.window(size)),
                        at + ".start",
                        bucket.hours().toString(),
                        "from the start of a window to the end of one, with windows of less than a"
                                + " day; the meter counts by "
                                + size)
                .broken();
    }

    private static Optional<Rejection> overlapping(
            List<CommitmentBucket> before, CommitmentBucket bucket, String at) {
        return before.stream()
                .filter(other -> other.hours().overlaps(bucket.hours()))
                .findFirst()
                .map(
                        other ->
                                Rejection.field(
                                        at + ".start",
                                        bucket.hours().toString(),
                                        "hours that no other has; " + other.hours() + " is taken"));
    }

    private static Optional<Rejection> brokenPrice(
            SubscriptionTerms terms, LineItem line, CommitmentBucket bucket, String at) {
        if (bucket.own() == null) {
            return Rules.begin()
                    .that(
                            bucket.value().signum() != 0,
                            at + ".commitment_value",
                            "neither it nor a price",
                            "what is promised, a price, or both")
                    .broken();
        }
        PriceDocument price = bucket.own().price();
        return Rules.begin()
                .that(
                        price.type() == PriceDocument.Type.USAGE
                                && Objects.equals(price.meterId(), line.price().meterId()),
                        at + ".price.meter_id",
                        String.valueOf(price.meterId()),
                        "the meter of the line, " + line.price().meterId())
                .that(
                        price.currency().equals(terms.currency()),
                        at + ".price.currency",
                        price.currency().code(),
                        terms.currency().code())
                .that(
                        price.conditions().minimumQuantity() == null,
                        at + ".price.min_quantity",
                        String.valueOf(price.conditions().minimumQuantity()),
                        "none: each window is priced by itself")
                .broken();
    }

    private static Optional<Rejection> brokenPromise(CommitmentBucket bucket, String at) {
        if (bucket.value().signum() == 0) {
            return Rules.begin()
                    .that(
                            bucket.overageFactor().compareTo(BigDecimal.ONE) == 0
                                    && bucket.shortfall() == Shortfall.FORGIVEN,
                            at + ".commitment_value",
                            "none",
                            "one above 0, with an overage_factor or true_up_enabled")
                    .broken();
        }
        return Rules.begin()
                .positive(
                        at + ".commitment_value",
                        bucket.value(),
                        CommitmentRules.MAX,
                        CommitmentRules.PLACES)
                .and(CommitmentRules.brokenFactor(at + ".overage_factor", bucket.overageFactor()))
                .broken();
    }

    private static Optional<Rejection> brokenWorth(
            SubscriptionTerms terms, LineItem line, CommitmentBucket bucket, String at) {
        try {
            PromisedSpend.check(bucket, line.price(), terms.currency(), terms.conventions());
            return Optional.empty();
        } catch (InvalidPrice e) {
            boolean ofUnits = bucket.measure() == Measure.QUANTITY;
            return Optional.of(
                    Rejection.field(
                            at + (ofUnits ? ".commitment_value" : ".price." + e.field()),
                            bucket.value().toPlainString()
                                    + " by "
                                    + bucket.measure().name().toLowerCase(Locale.ROOT),
                            (ofUnits ? "a quantity that costs something: " : "a price: ")
                                    + e.getMessage()));
        }
    }
}
