package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.flexprice.price.OwnPrices;
import io.tallybook.core.subscription.CommitmentBucket;
import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SubscriptionId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wished to be promised of one line.
 *
 * @param own of all its windows, or of the line as a whole; absent where nothing is said of it
 * @param hours of the day with terms of their own; absent where nothing is said of them
 */
record CommitmentWish(@Nullable LineCommitment own, @Nullable List<BucketRequest> hours) {
    static final CommitmentWish NONE = new CommitmentWish(null, null);

    boolean isEmpty() {
        return own == null && hours == null;
    }

    /** What a line comes to promise, and the prices that have to be made for it. */
    record Agreed(LineItem line, List<OwnPrices.Wanted> prices) {
        Agreed {
            prices = List.copyOf(prices);
        }
    }

    /**
     * The line under its promise. What is not said stays as it was: the promise of the line where
     * only hours are named, and the hours while it promises windows.
     *
     * <p>Errors: ProblemException (400) as of {@link BucketRequest#on}.
     */
    Agreed on(Call call, SubscriptionId subscription, LineItem line) {
        LineCommitment before = line.agreement().commitment();
        List<CommitmentBucket> held = before == null ? List.of() : before.timesOfDay();
        if (hours == null) {
            return new Agreed(
                    own == null ? line : line.promising(own.at(isWindowed(own) ? held : List.of())),
                    List.of());
        }
        List<CommitmentBucket> buckets = new ArrayList<>();
        List<OwnPrices.Wanted> prices = new ArrayList<>();
        for (BucketRequest one : hours) {
            BucketRequest.Agreed agreed = one.on(call, subscription, line, held);
            buckets.add(agreed.bucket());
            prices.addAll(agreed.prices());
        }
        return new Agreed(line.promising(at(own == null ? before : own, buckets)), prices);
    }

    private static @Nullable LineCommitment at(
            @Nullable LineCommitment promised, List<CommitmentBucket> buckets) {
        if (promised == null || promised.value().signum() == 0) {
            return buckets.isEmpty() ? null : LineCommitment.ofHours(buckets);
        }
        return promised.at(buckets);
    }

    private static boolean isWindowed(LineCommitment promised) {
        return promised.span() == LineCommitment.Span.WINDOW;
    }
}
