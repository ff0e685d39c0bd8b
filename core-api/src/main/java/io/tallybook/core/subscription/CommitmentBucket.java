package io.tallybook.core.subscription;

import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.subscription.LineCommitment.Measure;
import io.tallybook.core.subscription.SpendCommitment.Shortfall;
import io.tallybook.domain.time.TimeOfDay;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * By what the windows of a line are charged that begin within some hours of the day.
 *
 * @param hours in the zone of the subscription
 * @param own absent for the price of the line
 * @param value promised for each window; zero for nothing, where these hours have a price of their
 *     own alone
 */
public record CommitmentBucket(
        CommitmentBucketId id,
        TimeOfDay hours,
        @Nullable Own own,
        Measure measure,
        BigDecimal value,
        BigDecimal overageFactor,
        Shortfall shortfall) {

    /** A price that these hours alone have. */
    public record Own(PriceId priceId, PriceDocument price) {}

    public PriceDocument price(PriceDocument ofLine) {
        return own == null ? ofLine : own.price();
    }

    /** The same, of which what is not kept is not charged. */
    CommitmentBucket forgiving() {
        return new CommitmentBucket(
                id, hours, own, measure, value, overageFactor, Shortfall.FORGIVEN);
    }

    /** The same price, of which nothing is promised. */
    CommitmentBucket unpromised() {
        return new CommitmentBucket(
                id, hours, own, measure, BigDecimal.ZERO, BigDecimal.ONE, Shortfall.FORGIVEN);
    }
}
