package io.tallybook.core.invoice;

import static io.tallybook.core.invoice.BillableLinesTest.ADVANCE;
import static io.tallybook.core.invoice.BillableLinesTest.ARREAR;
import static io.tallybook.core.invoice.BillableLinesTest.USAGE;
import static io.tallybook.core.invoice.BillableLinesTest.fixed;
import static io.tallybook.core.invoice.BillableLinesTest.opening;
import static io.tallybook.core.invoice.BillableLinesTest.terms;
import static io.tallybook.core.invoice.BillableLinesTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.Course.Pause;
import io.tallybook.core.subscription.Course.Rest;
import io.tallybook.core.subscription.LineAgreement;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.Unspent;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a pause from 11 to 21 January does to a month of 31 days, and what an end gives back. */
class PausedLinesTest {
    private static final Instant JAN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant JAN_11 = Instant.parse("2026-01-11T00:00:00Z");
    private static final Instant JAN_21 = Instant.parse("2026-01-21T00:00:00Z");
    private static final Instant FEB = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant FEB_11 = Instant.parse("2026-02-11T00:00:00Z");
    private static final Instant FEB_21 = Instant.parse("2026-02-21T00:00:00Z");
    private static final Instant MAR = Instant.parse("2026-03-01T00:00:00Z");

    private static SubscriptionTerms paused(Rest rest, Instant from, @Nullable Instant until) {
        return terms(null, ADVANCE, ARREAR, USAGE)
                .with(new Course(null, List.of(new Pause(from, until, 0, rest))));
    }

    private static List<String> lines(
            SubscriptionTerms terms, BillingReason reason, int index, Instant from, Instant to) {
        return text(BillableLines.of(terms, opening(reason, index, new BillingPeriod(from, to))));
    }

    private static List<String> shares(
            SubscriptionTerms terms, BillingReason reason, Instant from, Instant to) {
        return BillableLines.of(terms, opening(reason, 0, new BillingPeriod(from, to))).stream()
                .map(BillableLines.Line::share)
                .filter(Objects::nonNull)
                .map(
                        share ->
                                share.seconds().toPlainString()
                                        + "/"
                                        + share.ofSeconds().toPlainString())
                .toList();
    }

    @Test
    void whatWasServedIsInvoicedWhenThePauseBegins() {
        assertThat(
                        lines(
                                paused(Rest.LATER, JAN_11, null),
                                BillingReason.SUBSCRIPTION_PAUSE,
                                0,
                                JAN,
                                JAN_11))
                .containsExactly("arrear 2026-01-01..2026-01-11", "usage 2026-01-01..2026-01-11");
    }

    @Test
    void theRestOfThePeriodComesAfterThePauseAndBothPiecesAreAWhole() {
        SubscriptionTerms terms = paused(Rest.LATER, JAN_11, JAN_21);

        assertThat(lines(terms, BillingReason.SUBSCRIPTION_CYCLE, 0, JAN_21, FEB_11))
                .containsExactly(
                        "arrear 2026-01-21..2026-02-11",
                        "usage 2026-01-21..2026-02-11",
                        "advance 2026-02-11..2026-03-11");
        // Ten days and twenty-one of thirty-one.
        assertThat(shares(terms, BillingReason.SUBSCRIPTION_PAUSE, JAN, JAN_11))
                .containsExactly("864000/2678400");
        assertThat(shares(terms, BillingReason.SUBSCRIPTION_CYCLE, JAN_21, FEB_11))
                .containsExactly("1814400/2678400");
    }

    @Test
    void aKeptPeriodGoesOnTowardsItsEnd() {
        SubscriptionTerms terms = paused(Rest.KEPT, JAN_11, JAN_21);

        assertThat(lines(terms, BillingReason.SUBSCRIPTION_CYCLE, 0, JAN_21, FEB))
                .containsExactly(
                        "arrear 2026-01-21..2026-02-01",
                        "usage 2026-01-21..2026-02-01",
                        "advance 2026-02-01..2026-03-01");
        assertThat(shares(terms, BillingReason.SUBSCRIPTION_CYCLE, JAN_21, FEB))
                .containsExactly("950400/2678400");
    }

    @Test
    void aPeriodThatHadNotBegunIsPaidInAdvanceWhenItIsGoneInto() {
        assertThat(
                        lines(
                                paused(Rest.KEPT, JAN_11, FEB_21),
                                BillingReason.SUBSCRIPTION_RESUME,
                                1,
                                FEB_21,
                                MAR))
                .containsExactly("advance 2026-02-21..2026-03-01");
        assertThat(
                        lines(
                                paused(Rest.LATER, FEB, FEB_11),
                                BillingReason.SUBSCRIPTION_RESUME,
                                1,
                                FEB_11,
                                Instant.parse("2026-03-11T00:00:00Z")))
                .containsExactly("advance 2026-02-11..2026-03-11");
    }

    @Test
    void anEndGivesBackWhatWasPaidInAdvanceAndIsNotServed() {
        Unspent unspent = UnspentAdvance.at(terms(null, ADVANCE, ARREAR, USAGE), 0, JAN_11, null);

        // 30.00 for thirty-one days, of which twenty-one are left.
        assertThat(unspent.amount())
                .isEqualTo(Money.of(new BigDecimal("20.32"), ADVANCE.price().currency()));
        assertThat(unspent.parts()).hasSize(1);
        assertThat(unspent.parts().getFirst().period()).isEqualTo(new BillingPeriod(JAN_11, FEB));
    }

    @Test
    void anEndAtTheEndOfAPeriodGivesBackWhatALongerOneLeaves() {
        var yearly = fixed("yearly", "365", InvoiceCadence.ADVANCE, PeriodUnit.ANNUAL);

        // 334 of 365 days of the year; February of the other was never paid for.
        assertThat(UnspentAdvance.at(terms(null, ADVANCE, yearly), 0, FEB, null).amount())
                .isEqualTo(Money.of(new BigDecimal("334.00"), ADVANCE.price().currency()));
        // Once February has begun it was: its 30.00 go back as well.
        assertThat(UnspentAdvance.at(terms(null, ADVANCE, yearly), 1, FEB, null).amount())
                .isEqualTo(Money.of(new BigDecimal("364.00"), ADVANCE.price().currency()));
        assertThat(BillableLines.openPeriodEnds(terms(null, ADVANCE, yearly), JAN_11))
                .containsExactly(FEB, Instant.parse("2027-01-01T00:00:00Z"));
    }

    @Test
    void ofWhatIsForgivenBeforeItWasBilledNoMoreIsGivenBackThanWasSetAgainstIt() {
        var usd = ADVANCE.price().currency();
        Money setAgainst = Money.of(new BigDecimal("5.00"), usd);
        var agreed = LineAgreement.NONE.by("change", Settling.NEXT_INVOICE).less(setAgainst);
        var late = ADVANCE.holding(JAN_11, null).agreedAt(JAN_11).under(agreed);

        // 30.00 for thirty-one days, of which eleven are left: 10.65, if it is billed.
        assertThat(UnspentAdvance.at(terms(null, late), 0, JAN_21, null).amount())
                .isEqualTo(Money.of(new BigDecimal("10.65"), usd));
        assertThat(UnspentAdvance.at(terms(null, late), 0, JAN_21, JAN).amount())
                .isEqualTo(setAgainst);
    }

    @Test
    void inAPauseTheRestThatWasToComeIsGivenBackAndNoPeriodThatNeverBegan() {
        var usd = ADVANCE.price().currency();

        assertThat(UnspentAdvance.at(paused(Rest.LATER, JAN_11, null), 0, MAR, null).amount())
                .isEqualTo(Money.of(new BigDecimal("20.32"), usd));
        assertThat(UnspentAdvance.at(paused(Rest.LATER, FEB, null), 0, MAR, null).amount())
                .isEqualTo(Money.of(new BigDecimal("0.00"), usd));
        assertThat(UnspentAdvance.at(paused(Rest.KEPT, JAN_11, null), 0, MAR, null).amount())
                .isEqualTo(Money.of(new BigDecimal("0.00"), usd));
    }
}
