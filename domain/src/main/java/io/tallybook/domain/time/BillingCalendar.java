package io.tallybook.domain.time;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;

/**
 * Where one billing period ends and the next begins, in the customer's time zone.
 *
 * <p>Every boundary takes its clock time from the anchor; month-based ones also take the anchor's
 * day, cut to the length of the month, so that the 31st returns after a short month. A clock time
 * that daylight saving skips moves forward by the length of the gap; one that occurs twice is the
 * first of the two.
 */
final class BillingCalendar {
    private final Instant start;
    private final ZoneId zone;
    private final Cadence cadence;
    private final LocalDateTime anchor;

    /**
     * @param start of the subscription: no boundary lies at or before it
     */
    BillingCalendar(Instant start, Instant anchor, ZoneId zone, Cadence cadence) {
        this.start = start;
        this.zone = zone;
        this.cadence = cadence;
        this.anchor = localAnchor(anchor, zone);
    }

    // Where midnight itself is skipped, the first instant of that day reads 01:00; the anchor still
    // means midnight.
    private static LocalDateTime localAnchor(Instant anchor, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(anchor, zone);
        LocalDate day = local.toLocalDate();
        boolean opensItsDay = day.atStartOfDay(zone).toInstant().equals(anchor);
        return opensItsDay ? day.atStartOfDay() : local;
    }

    /**
     * The first boundary after the start, as a local date. Source: Flexprice's rules,
     * docs/pricing.md#periods-in-detail
     */
    LocalDate firstBoundary() {
        LocalDate day = LocalDateTime.ofInstant(start, zone).toLocalDate();
        return switch (cadence.unit()) {
            case DAILY -> day.plusDays(cadence.days());
            case WEEKLY -> firstWeekday(day);
            case MONTHLY -> firstInMonth(day);
            case QUARTERLY, HALF_YEARLY -> firstFromAnchor(day);
            case ANNUAL ->
                    anchorDayIn(YearMonth.of(day.getYear() + cadence.count(), anchor.getMonth()));
        };
    }

    /**
     * The boundary {@code steps} periods after a boundary that this calendar gave, counted from the
     * anchor's day.
     */
    LocalDate after(LocalDate boundary, int steps) {
        if (cadence.unit().countsInMonths()) {
            return anchorDayIn(
                    YearMonth.from(boundary).plusMonths((long) steps * cadence.months()));
        }
        return boundary.plusDays((long) steps * cadence.days());
    }

    Instant instantOf(LocalDate boundary) {
        LocalDateTime local = boundary.atTime(anchor.toLocalTime());
        Instant instant = resolve(local);
        if (cadence.days() == 1 && zone.getRules().getTransition(local) != null) {
            return besideASkippedDay(local, instant);
        }
        return instant;
    }

    // Some zones have once left out a whole day (Samoa, 30 December 2011). A daily period of that
    // day would be empty, so it shares what there is of the day before it half and half.
    private Instant besideASkippedDay(LocalDateTime local, Instant instant) {
        Instant next = resolve(local.plusDays(1));
        if (instant.isBefore(next)) {
            return instant;
        }
        Instant before = resolve(local.minusDays(1));
        Instant from = before.isBefore(start) && start.isBefore(next) ? start : before;
        return from.plus(Duration.between(from, next).dividedBy(2));
    }

    private Instant resolve(LocalDateTime local) {
        return ZonedDateTime.of(local, zone).toInstant();
    }

    private LocalDate firstWeekday(LocalDate day) {
        DayOfWeek weekday = anchor.getDayOfWeek();
        LocalDate next = day.with(TemporalAdjusters.next(weekday));
        return next.plusDays(7L * (cadence.count() - 1));
    }

    private LocalDate firstInMonth(LocalDate day) {
        YearMonth month = YearMonth.from(day);
        LocalDate inSameMonth = anchorDayIn(month);
        return day.isBefore(inSameMonth)
                ? inSameMonth
                : anchorDayIn(month.plusMonths(cadence.months()));
    }

    private LocalDate firstFromAnchor(LocalDate day) {
        if (start.isBefore(resolve(anchor))) {
            return anchor.toLocalDate();
        }
        return anchorDayIn(YearMonth.from(day).plusMonths(cadence.months()));
    }

    private LocalDate anchorDayIn(YearMonth month) {
        return month.atDay(Math.min(anchor.getDayOfMonth(), month.lengthOfMonth()));
    }

    /**
     * The start of the next day, Monday, month, quarter, half-year or year after {@code start}, at
     * local midnight.
     */
    static Instant calendarAnchor(Instant start, ZoneId zone, PeriodUnit unit) {
        LocalDate day = LocalDateTime.ofInstant(start, zone).toLocalDate();
        LocalDate next =
                switch (unit) {
                    case DAILY -> day.plusDays(1);
                    case WEEKLY -> day.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
                    case MONTHLY, QUARTERLY, HALF_YEARLY, ANNUAL ->
                            monthGroup(day, unit.months()).plusMonths(unit.months());
                };
        return ZonedDateTime.of(next, LocalTime.MIDNIGHT, zone).toInstant();
    }

    private static LocalDate monthGroup(LocalDate day, int months) {
        int first = (day.getMonthValue() - 1) / months * months + 1;
        return LocalDate.of(day.getYear(), first, 1);
    }
}
