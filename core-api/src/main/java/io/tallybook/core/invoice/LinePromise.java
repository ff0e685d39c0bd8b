package io.tallybook.core.invoice;

import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.rating.WindowedRating;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a promise of spend means for one line of an invoice, frozen with it.
 *
 * @param spent what other lines, of this invoice and of earlier ones, had put towards it before
 *     this line, at the plain price
 * @param emptyWindows how many windows without usage are held against it, of a promise for each
 *     window; otherwise 0
 * @param emptyAt at which times of day they begin, where hours of the day have terms of their own;
 *     otherwise absent
 */
public record LinePromise(
        Promiser promiser,
        LineCommitment agreed,
        BigDecimal spent,
        Rest rest,
        int emptyWindows,
        @Nullable List<UsageReading.Run> emptyAt) {
    public LinePromise {
        emptyAt = emptyAt == null ? null : List.copyOf(emptyAt);
    }

    /** One that holds at all hours alike. */
    public LinePromise(
            Promiser promiser,
            LineCommitment agreed,
            BigDecimal spent,
            Rest rest,
            int emptyWindows) {
        this(promiser, agreed, spent, rest, emptyWindows, null);
    }

    /** The windows without usage that are held against it. */
    List<WindowedRating.Window> empty() {
        return new EmptyWindows(emptyWindows, emptyAt).windows();
    }

    /** What the promise was made for. */
    public enum Promiser {
        LINE,
        /** All lines of usage that have no promise of their own. */
        SUBSCRIPTION
    }

    /** When what is promised and not spent is charged, if it is charged at all. */
    public enum Rest {
        /** With this line. */
        DUE,
        /** With another line, or on a later invoice. */
        LATER
    }
}
