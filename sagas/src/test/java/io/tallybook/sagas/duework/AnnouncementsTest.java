package io.tallybook.sagas.duework;

import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.FEBRUARY;
import static io.tallybook.sagas.Samples.JANUARY;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.activated;
import static io.tallybook.sagas.Samples.at;
import static io.tallybook.sagas.Samples.cancelled;
import static io.tallybook.sagas.Samples.renewed;
import static io.tallybook.sagas.Samples.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.SubscriptionEvent.CancellationScheduled;
import io.tallybook.sagas.duework.Announcements.Ahead;
import io.tallybook.sagas.duework.Duty.Occasion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {
    private static Ahead renewal(int index, Instant from, Instant at) {
        return new Ahead(SCOPE, SUBSCRIPTION, Occasion.RENEWAL, index, from, at);
    }

    private static Ahead end(Instant from, Instant at) {
        return new Ahead(SCOPE, SUBSCRIPTION, Occasion.END, 0, from, at);
    }

    @Test
    void aRenewalAndAnAgreedEndLieAheadFromTheBeginning() {
        assertThat(Announcements.react(activated(terms(FEBRUARY)), at(START)))
                .containsExactly(renewal(0, START, DECEMBER), end(START, FEBRUARY));
        assertThat(Announcements.react(renewed(), at(DECEMBER)))
                .containsExactly(renewal(1, DECEMBER, JANUARY));
    }

    @Test
    void anEndThatSomebodyAsksForLiesAhead() {
        var event =
                new CancellationScheduled(
                        SUBSCRIPTION, CancellationType.END_OF_PERIOD, START, DECEMBER, null);

        assertThat(Announcements.react(event, at(START))).containsExactly(end(START, DECEMBER));
    }

    @Test
    void whatHasEndedHasNothingAhead() {
        assertThat(Announcements.react(cancelled(null, OpenUsage.FORGIVEN), at(START))).isEmpty();
    }

    @Test
    void itIsToldSoManyDaysBeforeAndNotBeforeItIsKnown() {
        List<DueChange.Owe> told = renewal(0, START, DECEMBER).told(List.of(7, 1, 30, 31));

        assertThat(told)
                .extracting(DueChange.Owe::dueAt)
                .containsExactly(
                        DECEMBER.minus(Duration.ofDays(7)), DECEMBER.minus(Duration.ofDays(1)));
    }

    @Test
    void eachHasANameOfItsOwnThatFollowsFromWhatItTells() {
        List<DueChange.Owe> one = renewal(0, START, DECEMBER).told(List.of(7, 1));
        List<DueChange.Owe> again = renewal(0, START.plusSeconds(9), DECEMBER).told(List.of(7, 1));
        List<DueChange.Owe> end = end(START, DECEMBER).told(List.of(7));

        assertThat(one).isEqualTo(again);
        assertThat(one.get(0).duty().subject()).isNotEqualTo(one.get(1).duty().subject());
        assertThat(end.getFirst().duty().subject()).isNotEqualTo(one.getFirst().duty().subject());
    }
}
