package io.tallybook.core.creditgrant;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import io.tallybook.core.creditgrant.CreditGrantEvent.Because;
import io.tallybook.core.creditgrant.CreditGrantEvent.Next;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A credit grant. */
public record CreditGrantView(
        CreditGrantId id, Scope scope, CreditGrantDocument grant, Course course, Stamp stamp)
        implements View {

    /**
     * What it has given and gives.
     *
     * @param times how often it gave
     * @param credits how many in all, without those that failed
     * @param next absent if it gives nothing more
     * @param last absent if it gave nothing yet
     * @param endedAt absent while it goes on
     */
    public record Course(
            int times,
            BigDecimal credits,
            @Nullable Next next,
            @Nullable GrantApplication last,
            @Nullable Instant endedAt,
            @Nullable Because because) {
        /** As it begins. */
        public static Course beginning(@Nullable Next next) {
            return new Course(0, BigDecimal.ZERO, next, null, null, null);
        }

        /** The same with another next giving. */
        public Course then(@Nullable Next other) {
            return new Course(times, credits, other, last, endedAt, because);
        }
    }
}
