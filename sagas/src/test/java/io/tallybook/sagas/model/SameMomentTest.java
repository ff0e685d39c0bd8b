package io.tallybook.sagas.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.sagas.TestDatabase;
import io.tallybook.sagas.duework.DueWorkInMemory.Ties;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A subscription that ends as a period begins has two invoices in one moment. Whichever comes
 * first, what was promised is asked for once.
 */
class SameMomentTest {
    private static final TestDatabase DATABASE = new TestDatabase();
    private static int runs;

    private static final Act.WaitForPeriodEnd PERIOD_END = new Act.WaitForPeriodEnd(0);
    private static final Act.Use CALLS = new Act.Use(100, 24);
    private static final Act.Cancel CANCEL =
            new Act.Cancel(
                    CancellationType.IMMEDIATE, 0, OpenUsage.INVOICED, ProrationBehavior.NONE);
    private static final Act.Wait INVOICED = new Act.Wait(72);

    @AfterAll
    static void stop() {
        DATABASE.close();
    }

    private static Act.Subscribe promising(Offer.Plan plan, int trialDays) {
        return new Act.Subscribe(
                "UTC",
                0,
                40,
                BillingCycle.ANNIVERSARY,
                trialDays,
                ProrationBehavior.NONE,
                plan,
                new Agreed.Pledge(3, new BigDecimal("150"), new BigDecimal("2"), true));
    }

    @ParameterizedTest
    @EnumSource
    void anEndAsAPeriodBeginsCountsWhatThePeriodBeforeHasKept(Ties ties) {
        agree(ties, promising(Offer.Plan.BASIC, 0), PERIOD_END, CALLS, CANCEL, INVOICED);
    }

    @ParameterizedTest
    @EnumSource
    void alsoWhatTheFirstPeriodAfterATrialHasKept(Ties ties) {
        agree(ties, promising(Offer.Plan.BASIC, 14), PERIOD_END, CALLS, CANCEL, INVOICED);
    }

    @ParameterizedTest
    @EnumSource
    void alsoWhereAPauseBrokeItOff(Ties ties) {
        agree(
                ties,
                promising(Offer.Plan.PROMISED, 14),
                new Act.Pause(Course.Rest.LATER, 42),
                PERIOD_END,
                PERIOD_END,
                CALLS,
                CANCEL,
                INVOICED);
    }

    @ParameterizedTest
    @EnumSource
    void alsoWhereAnotherBeginsInItsPlace(Ties ties) {
        agree(
                ties,
                promising(Offer.Plan.BASIC, 14),
                PERIOD_END,
                CALLS,
                new Act.Succeed(
                        Offer.Plan.BASIC,
                        BillingCycle.CALENDAR,
                        ProrationBehavior.CREATE_PRORATIONS),
                INVOICED);
    }

    private static void agree(Ties ties, Act... script) {
        String run = "moment " + runs++;
        assertThat(Duel.run(DATABASE.dataSource(), run, ties, List.of(script)).difference())
                .isEmpty();
    }
}
