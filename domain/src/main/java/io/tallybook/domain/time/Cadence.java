package io.tallybook.domain.time;

/** How often: every {@code count} units. */
public record Cadence(PeriodUnit unit, int count) {

    /** Errors: IllegalArgumentException unless count is 1 to 366. */
    public Cadence {
        if (count < 1 || count > 366) {
            throw new IllegalArgumentException(
                    "period count: got " + count + ", expected 1 to 366");
        }
    }

    public static Cadence of(PeriodUnit unit) {
        return new Cadence(unit, 1);
    }

    /** Days in one period; 0 when {@link PeriodUnit#countsInMonths()}. */
    public int days() {
        return unit.days() * count;
    }

    /** Months in one period; 0 unless {@link PeriodUnit#countsInMonths()}. */
    public int months() {
        return unit.months() * count;
    }
}
