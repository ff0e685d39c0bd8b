package io.tallybook.api.flexprice.creditgrant;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.creditgrant.CreditGrantDocument;
import io.tallybook.core.creditgrant.CreditGrantDocument.Expiry;
import io.tallybook.core.creditgrant.CreditGrantDocument.Grantee;
import io.tallybook.core.creditgrant.CreditGrantDocument.Level;
import io.tallybook.core.creditgrant.CreditGrantDocument.Recurrence;
import io.tallybook.core.creditgrant.CreditGrantDocument.Rollover;
import io.tallybook.core.creditgrant.CreditGrantDocument.Target;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A credit grant that is wished for.
 *
 * @param holder the id of the one of its level
 * @param currency of a customer's alone
 */
record GrantRequest(
        Level level,
        String holder,
        String name,
        BigDecimal credits,
        @Nullable Recurrence recurrence,
        Expiry expiry,
        @Nullable Rollover rollover,
        @Nullable Integer priority,
        @Nullable BigDecimal conversionRate,
        @Nullable BigDecimal topupConversionRate,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        @Nullable CurrencyCode currency,
        Map<String, String> metadata) {
    private static final Choice<Level> LEVELS = Choice.of(Level.class);
    private static final Choice<PeriodUnit> PERIODS = Choice.of(PeriodUnit.class);
    private static final Choice<Expiry.Type> EXPIRIES = Choice.of(Expiry.Type.class);
    private static final Choice<Expiry.Unit> UNITS = Choice.of(Expiry.Unit.class);
    private static final Choice<String> CADENCES = Choice.words("ONETIME", "RECURRING");
    private static final int SHORT = 255;
    private static final int LONG = 1_024;
    private static final int COUNT_MAX = 366;
    private static final int DURATION_MAX = 36_500;
    private static final int PRIORITY_MAX = 1_000_000;

    GrantRequest {
        metadata = Map.copyOf(metadata);
    }

    /** Errors: complaints naming the fields. */
    static GrantRequest of(Fields in) {
        Level level = in.required("scope").choice(LEVELS);
        return of(in, level, holder(in, level));
    }

    /**
     * One of a subscription that is being made, which has no id to be named by yet. Errors:
     * complaints naming the fields.
     */
    static GrantRequest ofNewSubscription(Fields in) {
        Level level = in.required("scope").choice(LEVELS);
        if (in.has("scope") && level != Level.SUBSCRIPTION) {
            in.complain("scope", "SUBSCRIPTION, with a new subscription", "" + level);
        }
        for (Level other : Level.values()) {
            if (in.has(field(other)) && !in.isEmptyText(field(other))) {
                in.complain(field(other), "none: it is the new subscription's", "one");
            }
        }
        return of(in, Level.SUBSCRIPTION, "");
    }

    private static GrantRequest of(Fields in, Level level, String holder) {
        return new GrantRequest(
                level,
                holder,
                in.required("name").text(SHORT),
                positive(in, "credits", in.required("credits").decimal()),
                recurrence(in),
                expiry(in),
                rollover(in),
                priority(in),
                rate(in, "conversion_rate"),
                rate(in, "topup_conversion_rate"),
                in.optional("start_date").instant(),
                in.optional("end_date").instant(),
                in.optional("currency").currency(),
                in.optional("metadata").map(LONG));
    }

    /** One for a customer, in a number of events: a credit for each. */
    static GrantRequest ofEvents(Fields in) {
        BigDecimal amount = positive(in, "amount", in.required("amount").decimal());
        Long days = in.optional("expires_in_days").integer(1, DURATION_MAX);
        boolean rolls = Boolean.TRUE.equals(in.optional("rollover").truth());
        String name = in.optional("name").text(SHORT);
        return new GrantRequest(
                Level.CUSTOMER,
                in.required("customer_id").text(SHORT),
                name == null || name.isBlank() ? "Prepaid events" : name,
                amount,
                null,
                days == null
                        ? Expiry.NEVER
                        : new Expiry(Expiry.Type.DURATION, days.intValue(), Expiry.Unit.DAY),
                rolls && days != null ? new Rollover(null) : null,
                priority(in),
                rate(in, "conversion_rate"),
                null,
                null,
                null,
                in.optional("currency").currency(),
                in.optional("metadata").map(LONG));
    }

    private static String holder(Fields in, Level level) {
        for (Level other : Level.values()) {
            if (other != level && in.has(field(other)) && !in.isEmptyText(field(other))) {
                in.complain(field(other), "none with scope " + level, "one");
            }
        }
        return in.required(field(level)).text(SHORT);
    }

    static String field(Level level) {
        return level.name().toLowerCase(Locale.ROOT) + "_id";
    }

    private static BigDecimal positive(Fields in, String field, BigDecimal value) {
        if (in.has(field) && value.signum() <= 0) {
            in.complain(field, "a number above zero", value.toPlainString());
        }
        return value;
    }

    private static @Nullable Recurrence recurrence(Fields in) {
        boolean recurs = "RECURRING".equals(in.required("cadence").choice(CADENCES));
        PeriodUnit unit = in.optional("period").choice(PERIODS);
        int count = in.optional("period_count").integer(1, COUNT_MAX, 1);
        if (!recurs) {
            return null;
        }
        if (unit == null) {
            in.complain("period", "how often, for a RECURRING grant", "nothing");
            return null;
        }
        return new Recurrence(unit, count);
    }

    private static Expiry expiry(Fields in) {
        Expiry.Type type = in.optional("expiration_type").choice(EXPIRIES, Expiry.Type.NEVER);
        Long duration = in.optional("expiration_duration").integer(0, DURATION_MAX);
        Expiry.Unit unit = in.optional("expiration_duration_unit").choice(UNITS);
        if (type != Expiry.Type.DURATION) {
            if (duration != null && duration > 0) {
                in.complain("expiration_duration", "none with " + type, duration.toString());
            }
            return new Expiry(type, null, null);
        }
        if (duration == null || duration == 0) {
            in.complain("expiration_duration", "a number of units with DURATION", "none");
        }
        if (unit == null) {
            in.complain("expiration_duration_unit", "DAY, WEEK, MONTH or YEAR", "nothing");
        }
        return new Expiry(
                type,
                duration == null || duration == 0 ? 1 : duration.intValue(),
                unit == null ? Expiry.Unit.DAY : unit);
    }

    private static @Nullable Rollover rollover(Fields in) {
        Boolean rolls = in.optional("rollover").truth();
        BigDecimal cap = in.optional("rollover_cap").decimal();
        if (cap != null && cap.signum() <= 0) {
            in.complain("rollover_cap", "a number above zero", cap.toPlainString());
        }
        if (!Boolean.TRUE.equals(rolls)) {
            if (cap != null) {
                in.complain("rollover_cap", "none unless rollover is true", cap.toPlainString());
            }
            return null;
        }
        return new Rollover(cap);
    }

    private static @Nullable Integer priority(Fields in) {
        Long priority = in.optional("priority").integer(0, PRIORITY_MAX);
        return priority == null ? null : priority.intValue();
    }

    private static @Nullable BigDecimal rate(Fields in, String name) {
        BigDecimal rate = in.optional(name).decimal();
        if (rate != null && rate.signum() <= 0) {
            in.complain(name, "a number above zero", rate.toPlainString());
        }
        return rate;
    }

    /**
     * The grant that is meant.
     *
     * @param grantee whom it gives to, if it gives by itself, from {@code from} on
     */
    CreditGrantDocument document(Target target, @Nullable Grantee grantee, @Nullable Instant from) {
        BigDecimal worth = Objects.requireNonNullElse(conversionRate, BigDecimal.ONE);
        return new CreditGrantDocument(
                name,
                target,
                credits,
                recurrence,
                expiry,
                rollover,
                priority,
                worth,
                Objects.requireNonNullElse(topupConversionRate, worth),
                from,
                endDate,
                metadata,
                grantee);
    }
}
