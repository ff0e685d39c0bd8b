package io.tallybook.domain.invoice;

import java.math.BigDecimal;
import java.util.List;

/**
 * A least amount that some lines of a random invoice are to come to together.
 *
 * @param days of the period that are billed
 */
record RandomMinimum(BigDecimal amount, int days, List<String> lineIds) {
    static final int PERIOD_DAYS = 31;

    RandomMinimum {
        lineIds = List.copyOf(lineIds);
    }
}
