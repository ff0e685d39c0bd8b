package io.tallybook.core.creditgrant;

import io.tallybook.core.creditgrant.CreditGrantDocument.Expiry;
import io.tallybook.core.creditgrant.CreditGrantDocument.Grantee;
import io.tallybook.core.creditgrant.CreditGrantDocument.Recurrence;
import io.tallybook.core.creditgrant.CreditGrantEvent.Next;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.wallet.Carry;
import io.tallybook.domain.time.Cadence;
import io.tallybook.domain.wallet.GrantSchedule;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a credit grant gives, and until when what it gave pays. */
public final class GrantTimes {
    private GrantTimes() {}

    /** The giving of a number from 0; empty if there is none, or if it gives nothing by itself. */
    public static Optional<Next> giving(CreditGrantDocument grant, int index) {
        Grantee grantee = grant.grantee();
        Instant start = grant.startDate();
        if (grantee == null || start == null) {
            return Optional.empty();
        }
        Recurrence often = grant.recurrence();
        var schedule =
                new GrantSchedule(
                        start,
                        grantee.anchor(),
                        ZoneId.of(grantee.timezone()),
                        often == null ? null : new Cadence(often.unit(), often.count()),
                        grant.endDate(),
                        grantee.proration() == ProrationBehavior.CREATE_PRORATIONS
                                ? GrantSchedule.Cut.SHARED
                                : GrantSchedule.Cut.WHOLE);
        return schedule.giving(index, grant.credits())
                .map(due -> new Next(index, due.at(), due.end(), due.credits()));
    }

    /**
     * The last moment of what is given at the beginning of a period.
     *
     * @param cycle of billing, with BILLING_CYCLE alone
     */
    public static @Nullable Instant lastMoment(
            CreditGrantDocument grant, Instant from, @Nullable Cycle cycle) {
        return switch (grant.expiry().type()) {
            case NEVER -> null;
            case DURATION -> after(grant, from, 1);
            case BILLING_CYCLE -> cycle == null ? null : cycle.end();
        };
    }

    /** What of it lasts beyond its last moment. */
    public static @Nullable Carry carry(
            CreditGrantDocument grant, Instant from, @Nullable Cycle cycle) {
        CreditGrantDocument.Rollover rollover = grant.rollover();
        if (rollover == null) {
            return null;
        }
        return switch (grant.expiry().type()) {
            case NEVER -> null;
            case DURATION -> new Carry(rollover.cap(), after(grant, from, 2));
            case BILLING_CYCLE -> cycle == null ? null : new Carry(rollover.cap(), cycle.nextEnd());
        };
    }

    private static Instant after(CreditGrantDocument grant, Instant from, int times) {
        Expiry expiry = grant.expiry();
        Grantee grantee = grant.grantee();
        if (expiry.duration() == null || expiry.unit() == null || grantee == null) {
            throw new IllegalStateException("grant '" + grant.name() + "' has no duration");
        }
        ZonedDateTime begin = from.atZone(ZoneId.of(grantee.timezone()));
        long count = (long) expiry.duration() * times;
        return switch (expiry.unit()) {
            case DAY -> begin.plusDays(count).toInstant();
            case WEEK -> begin.plusWeeks(count).toInstant();
            case MONTH -> begin.plusMonths(count).toInstant();
            case YEAR -> begin.plusYears(count).toInstant();
        };
    }

    /**
     * A billing period, as long as its credits may pay.
     *
     * @param end when its invoice is final
     * @param nextEnd when that of the next one is
     */
    public record Cycle(Instant end, Instant nextEnd) {}
}
