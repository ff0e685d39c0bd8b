package io.tallybook.api.flexprice.price;

import io.tallybook.api.request.Choice;
import io.tallybook.domain.time.PeriodUnit;
import org.jspecify.annotations.Nullable;

/** How long the contract's billing periods are. */
public final class Periods {

    /** What a price that is owed once has instead of a period. */
    public static final String ONCE = "ONETIME";

    static final Choice<PeriodUnit> RECURRING = Choice.of(PeriodUnit.class);

    private Periods() {}

    /** The contract's word for a period, or for none. */
    public static String word(@Nullable PeriodUnit period) {
        return period == null ? ONCE : period.name();
    }
}
