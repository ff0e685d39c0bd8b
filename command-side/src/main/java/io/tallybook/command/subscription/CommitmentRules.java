package io.tallybook.command.subscription;

import io.tallybook.command.Rules;
import io.tallybook.core.Rejection;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.invoice.PromisedSpend;
import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.subscription.LineCommitment.Measure;
import io.tallybook.core.subscription.LineCommitment.Span;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SpendCommitment;
import io.tallybook.core.subscription.SpendCommitment.Shortfall;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.catalogue.InvalidPrice;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be promised, by a subscription and of one of its lines. */
final class CommitmentRules {
    static final BigDecimal MAX = new BigDecimal("1e15");
    private static final BigDecimal FACTOR_MAX = new BigDecimal("1000");
    static final int PLACES = 8;

    private CommitmentRules() {}

    /** The first rule that the promise of a whole subscription breaks. */
    static Optional<Rejection> broken(SubscriptionTerms terms, SpendCommitment commitment) {
        return Rules.begin()
                .positive("commitment_amount", commitment.amount(), MAX, PLACES)
                .and(brokenFactor("overage_factor", commitment.overageFactor()))
                .and(
                        brokenDuration(
                                "commitment_duration",
                                commitment.duration(),
                                terms.billingPeriod(),
                                terms.billingPeriodCount(),
                                "the subscription's"))
                .broken();
    }

    /**
     * The first rule that the promise of a line breaks, if it has one.
     *
     * @param at where the line is in what was sent
     */
    static Optional<Rejection> broken(SubscriptionTerms terms, LineItem line, String at) {
        LineCommitment commitment = line.agreement().commitment();
        if (commitment == null) {
            return Optional.empty();
        }
        PriceDocument price = line.price();
        String value = at + "." + field(commitment.measure());
        PeriodUnit own = price.billingPeriod();
        return Rules.begin()
                .that(
                        price.type() == PriceDocument.Type.USAGE,
                        value,
                        commitment.value().toPlainString(),
                        "none on a price of type FIXED: its quantity is agreed")
                .and(brokenValue(value, commitment))
                .and(brokenFactor(at + ".commitment_overage_factor", commitment.overageFactor()))
                .and(
                        brokenDuration(
                                at + ".commitment_duration",
                                commitment.duration(),
                                own == null ? terms.billingPeriod() : own,
                                own == null
                                        ? terms.billingPeriodCount()
                                        : price.billingPeriodCount(),
                                "the line's"))
                .then(() -> brokenWindows(line, commitment, at))
                .then(() -> brokenWorth(terms, line, commitment, value))
                .then(() -> CommitmentBucketRules.broken(terms, line, at))
                .broken();
    }

    // Where only hours of the day are promised, the line itself promises nothing, of which nothing
    // can be exceeded or missed.
    private static Optional<Rejection> brokenValue(String field, LineCommitment commitment) {
        return hoursAlone(commitment)
                ? Optional.empty()
                : Rules.begin().positive(field, commitment.value(), MAX, PLACES).broken();
    }

    private static boolean hoursAlone(LineCommitment commitment) {
        return commitment.value().signum() == 0
                && !commitment.timesOfDay().isEmpty()
                && commitment.overageFactor().compareTo(BigDecimal.ONE) == 0
                && commitment.shortfall() == Shortfall.FORGIVEN;
    }

    static String field(Measure measure) {
        return "commitment_" + measure.name().toLowerCase(Locale.ROOT);
    }

    static Optional<Rejection> brokenFactor(String field, BigDecimal factor) {
        return Rules.begin()
                .that(
                        factor.compareTo(BigDecimal.ONE) >= 0 && factor.compareTo(FACTOR_MAX) <= 0,
                        field,
                        factor.toString(),
                        "1 to " + FACTOR_MAX)
                .broken();
    }

    private static Optional<Rejection> brokenDuration(
            String field, @Nullable PeriodUnit duration, PeriodUnit unit, int count, String whose) {
        return Rules.begin()
                .that(
                        duration == null
                                || TermsRules.days(duration, 1) >= TermsRules.days(unit, count),
                        field,
                        String.valueOf(duration),
                        "no shorter than " + whose + ", " + count + " " + unit)
                .broken();
    }

    // Groups within a window are priced one by one: which of them kept the promise is not defined.
    private static Optional<Rejection> brokenWindows(
            LineItem line, LineCommitment commitment, String at) {
        if (commitment.span() == Span.TERM) {
            return Optional.empty();
        }
        MeterDefinition meter = line.meter();
        String field = at + ".commitment_windowed";
        return Rules.begin()
                .that(
                        meter != null && meter.bucketSize() != null && meter.groupBy() == null,
                        field,
                        "true",
                        "a meter that counts in windows, without groups")
                .that(
                        commitment.duration() == null,
                        at + ".commitment_duration",
                        String.valueOf(commitment.duration()),
                        "none with commitment_windowed: each window is held by itself")
                .that(
                        line.price().conditions().minimumQuantity() == null,
                        field,
                        "true",
                        "a price without min_quantity")
                .broken();
    }

    private static Optional<Rejection> brokenWorth(
            SubscriptionTerms terms, LineItem line, LineCommitment commitment, String field) {
        if (hoursAlone(commitment)) {
            return Optional.empty();
        }
        try {
            PromisedSpend.worth(commitment, line.price(), terms.currency(), terms.conventions());
            return Optional.empty();
        } catch (InvalidPrice e) {
            return Optional.of(
                    Rejection.field(
                            field,
                            commitment.value().toPlainString(),
                            "a quantity that costs something: " + e.getMessage()));
        }
    }
}
