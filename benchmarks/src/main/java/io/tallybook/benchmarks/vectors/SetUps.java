package io.tallybook.benchmarks.vectors;

import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;

/**
 * What cases of a few areas leave unsaid, because all cases of their scenario share one set-up.
 *
 * <p>Used only where a case is silent: whatever it names wins. Nothing here is a figure that a case
 * asks for.
 */
final class SetUps {
    /** The slab of the top-up cases: from 5000 credits on, 750 more. */
    static final String BONUS_CREDITS = "750";

    /** The invoices that the numbering cases make before the month turns. */
    static final int NUMBERED_BEFORE = 19;

    /** The plan of the spending minimum's cases. */
    static final int SPENDING_MINIMUM_PLAN_CENTS = 5000;

    /** The plan and the charge of the progressive billing cases. */
    static final int PROGRESSIVE_PLAN_CENTS = 3100;

    static final String PROGRESSIVE_UNIT_PRICE = "0.0002";

    /** What an earlier credit note of the termination cases gave back. */
    private static final int EARLIER_CREDIT_NOTE_CENTS = 200;

    private SetUps() {}

    /** A subscription that began long before any case, where a case does not say when. */
    static final String LONG_AGO = "2021-02-02";

    /**
     * The termination cases build on each other: the one of a coupon keeps the earlier credit note
     * of the one before it.
     */
    static int earlierCreditNotes(Input in) {
        boolean buildsOn = in.has("coupon") && in.has("mode") && !in.has("paid");
        return in.whole("previous_credit_note_amount", buildsOn ? EARLIER_CREDIT_NOTE_CENTS : 0);
    }

    /** Their invoice has a second line as large as the plan. */
    static BigDecimal otherLineOfTheInvoice(Money plan) {
        return BigDecimal.valueOf(plan.minor());
    }

    /** Three quarters of their invoice, before any coupon, are paid. */
    static Money paidOf(Money invoice) {
        return Ratio.of(3, 4).of(invoice, Rounding.HALF_UP);
    }

    /**
     * A fee of which so much was credited on the way: twice that, so that what remains of several
     * fees is in proportion to what was credited.
     */
    static BigDecimal feeCreditedBy(BigDecimal credited) {
        return credited.add(credited);
    }
}
