package io.tallybook.command.creditgrant;

import io.tallybook.command.Rules;
import io.tallybook.core.Rejection;
import io.tallybook.core.creditgrant.CreditGrantDocument;
import io.tallybook.core.creditgrant.CreditGrantDocument.Expiry;
import io.tallybook.core.creditgrant.CreditGrantDocument.Level;
import io.tallybook.core.creditgrant.CreditGrantDocument.Recurrence;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What input a credit grant takes. */
final class CreditGrantRules {
    private static final BigDecimal CREDITS_MAX = new BigDecimal("1e12");
    private static final int CREDIT_PLACES = 15;
    private static final BigDecimal RATE_MAX = new BigDecimal("1e9");
    private static final int RATE_PLACES = 12;
    private static final int COUNT_MAX = 366;
    private static final int DURATION_MAX = 36_500;

    private CreditGrantRules() {}

    static Optional<Rejection> broken(CreditGrantDocument grant) {
        Instant start = grant.startDate();
        Instant end = grant.endDate();
        return Rules.begin()
                .name("name", grant.name())
                .positive("credits", grant.credits(), CREDITS_MAX, CREDIT_PLACES)
                .positive("conversion_rate", grant.conversionRate(), RATE_MAX, RATE_PLACES)
                .positive(
                        "topup_conversion_rate", grant.topupConversionRate(), RATE_MAX, RATE_PLACES)
                .and(often(grant.recurrence()))
                .and(expiry(grant.expiry()))
                .and(levelled(grant))
                .moment("start_date", start)
                .moment("end_date", end)
                .that(
                        start == null || end == null || start.isBefore(end),
                        "end_date",
                        String.valueOf(end),
                        "a moment after start_date, " + start)
                .metadata(grant.metadata())
                .and(rollover(grant))
                .broken();
    }

    private static Optional<Rejection> often(@Nullable Recurrence recurrence) {
        return recurrence == null
                ? Optional.empty()
                : Rules.begin()
                        .that(
                                recurrence.count() >= 1 && recurrence.count() <= COUNT_MAX,
                                "period_count",
                                String.valueOf(recurrence.count()),
                                "1 to " + COUNT_MAX)
                        .broken();
    }

    private static Optional<Rejection> expiry(Expiry expiry) {
        Integer duration = expiry.duration();
        boolean counts = expiry.type() == Expiry.Type.DURATION;
        return Rules.begin()
                .that(
                        counts == (duration != null),
                        "expiration_duration",
                        String.valueOf(duration),
                        counts ? "a number of units with DURATION" : "none with " + expiry.type())
                .that(
                        counts == (expiry.unit() != null),
                        "expiration_duration_unit",
                        String.valueOf(expiry.unit()),
                        counts
                                ? "DAY, WEEK, MONTH or YEAR with DURATION"
                                : "none with " + expiry.type())
                .that(
                        duration == null || (duration >= 1 && duration <= DURATION_MAX),
                        "expiration_duration",
                        String.valueOf(duration),
                        "1 to " + DURATION_MAX)
                .broken();
    }

    private static Optional<Rejection> levelled(CreditGrantDocument grant) {
        return Rules.begin()
                .that(
                        grant.target().level() != Level.CUSTOMER
                                || grant.expiry().type() != Expiry.Type.BILLING_CYCLE,
                        "expiration_type",
                        grant.expiry().type().name(),
                        "NEVER or DURATION: a customer has no billing cycle")
                .broken();
    }

    private static Optional<Rejection> rollover(CreditGrantDocument grant) {
        CreditGrantDocument.Rollover rollover = grant.rollover();
        if (rollover == null) {
            return Optional.empty();
        }
        BigDecimal cap = rollover.cap();
        Rules rules =
                Rules.begin()
                        .that(
                                grant.expiry().type() != Expiry.Type.NEVER,
                                "rollover",
                                "true",
                                "false: credits that never expire need none");
        return (cap == null
                        ? rules
                        : rules.positive("rollover_cap", cap, CREDITS_MAX, CREDIT_PLACES))
                .broken();
    }

    /** What it was made as, it stays; it cannot end before now, nor before it began. */
    static Optional<Rejection> changed(
            CreditGrantDocument was, CreditGrantDocument wanted, Instant at) {
        Instant end = wanted.endDate();
        boolean sameEnd = end == null || end.equals(was.endDate());
        return Rules.begin()
                .that(
                        was.described(wanted.name(), wanted.metadata(), end).equals(wanted),
                        "credit_grant",
                        "other terms",
                        "the terms that it was made with, but for name, metadata and end_date")
                .and(broken(wanted))
                .that(
                        sameEnd || (end != null && !end.isBefore(at)),
                        "end_date",
                        String.valueOf(end),
                        "a moment from " + at + " on")
                .broken();
    }
}
