package io.tallybook.domain.wallet;

import io.tallybook.domain.rating.Conventions;
import java.util.Comparator;

/** Which grant pays before which. */
public final class BurnOrder {
    private static final Comparator<Grant> BY_PRIORITY =
            Comparator.comparing(Grant::priority, Comparator.nullsLast(Comparator.naturalOrder()));
    private static final Comparator<Grant> BY_EXPIRY =
            Comparator.comparing(Grant::expiresAt, Comparator.nullsLast(Comparator.naturalOrder()));
    private static final Comparator<Grant> OLDEST =
            Comparator.comparing(Grant::grantedAt).thenComparing(Grant::id);

    private BurnOrder() {}

    /** The order in words, for those who ask why a grant paid before another. */
    public static String inWords(Conventions conventions) {
        return switch (conventions) {
            case FLEXPRICE -> "priority asc (null last), expiry asc (null last), amount desc";
            case LAGO -> "priority asc (null last), free before purchased, oldest first";
            case EXACT ->
                    "priority asc (null last), expiry asc (null last), free before purchased,"
                            + " oldest first";
        };
    }

    /**
     * The order of a plan's conventions; always total, so that the order of the list never decides.
     *
     * <p>FLEXPRICE: priority, then expiry, then the larger one. LAGO: priority, then free before
     * purchased, then the older one. EXACT: priority, then expiry, then free before purchased. What
     * remains equal: the older one, then by id. Null is last in each. Source:
     * docs/conventions.md#burn-order.
     */
    public static Comparator<Grant> of(Conventions conventions) {
        return switch (conventions) {
            case FLEXPRICE ->
                    BY_PRIORITY
                            .thenComparing(BY_EXPIRY)
                            .thenComparing(Grant::creditsLeft, Comparator.reverseOrder())
                            .thenComparing(OLDEST);
            case LAGO -> BY_PRIORITY.thenComparing(Grant::origin).thenComparing(OLDEST);
            case EXACT ->
                    BY_PRIORITY
                            .thenComparing(BY_EXPIRY)
                            .thenComparing(Grant::origin)
                            .thenComparing(OLDEST);
        };
    }
}
