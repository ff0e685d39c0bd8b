package io.tallybook.sagas.duework;

import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.JANUARY;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.activated;
import static io.tallybook.sagas.Samples.at;
import static io.tallybook.sagas.Samples.scope;
import static io.tallybook.sagas.Samples.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.creditgrant.CreditGrantId;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionPolicy;
import io.tallybook.sagas.Samples;
import io.tallybook.sagas.TestDatabase;
import io.tallybook.sagas.duework.DueChange.Owe;
import io.tallybook.sagas.duework.Duty.Occasion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of before it comes, and what is put off until something else has come. */
class DueNoticesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final TestDatabase DATABASE = new TestDatabase();

    private final DueWork dueWork = new DueWork(DATABASE.dataSource());

    @AfterAll
    static void stop() {
        DATABASE.close();
    }

    @BeforeEach
    void empty() {
        dueWork.clear();
        dueWork.notices().clear();
    }

    private void chosen(String renewal, String end) {
        chosen(renewal, end, START);
    }

    private void chosen(String renewal, String end, Instant when) {
        dueWork.notices()
                .choose(
                        SCOPE,
                        SubscriptionPolicy.of(
                                Map.of(
                                        SubscriptionPolicy.RENEWAL_LEADS,
                                        renewal,
                                        SubscriptionPolicy.END_LEADS,
                                        end)),
                        when);
    }

    private void happened(SubscriptionEvent event, Instant when) {
        dueWork.apply(DueWorkProcess.react(event, at(when)));
        dueWork.apply(dueWork.notices().expect(Announcements.react(event, at(when))));
    }

    /** When which occasion is told of, in order. */
    private List<String> told() {
        List<String> told = new ArrayList<>();
        Instant upTo = START;
        while (upTo.isBefore(JANUARY)) {
            for (DueItem item : dueWork.next(SCOPE, upTo, NOW, 100)) {
                if (item.duty() instanceof Duty.Announce(var _, var ahead)) {
                    told.add(
                            ahead.occasion()
                                    + " "
                                    + Duration.between(START, item.dueAt()).toDays());
                }
                dueWork.letGo(List.of(item));
            }
            upTo = upTo.plus(Duration.ofHours(1));
        }
        return told;
    }

    @Test
    void whatComesIsToldOfAsManyDaysBeforeAsWasChosen() {
        chosen("7,1", "10");
        happened(activated(terms(DECEMBER.plus(Duration.ofDays(11)))), START);

        assertThat(told()).containsExactly("RENEWAL 23", "RENEWAL 29", "END 31");
    }

    @Test
    void nothingIsToldOfWhereNothingWasChosen() {
        happened(activated(terms(DECEMBER)), START);

        assertThat(told()).isEmpty();
    }

    @Test
    void anotherChoiceHoldsForWhatIsOwedAlready() {
        chosen("7,1", "");
        happened(activated(terms(null)), START);
        chosen("3", "");

        assertThat(told()).containsExactly("RENEWAL 27");
    }

    @Test
    void ofWhatShouldHaveBeenToldTheNearestIsToldAtOnce() {
        happened(activated(terms(null)), START);
        chosen("20,10,2", "", START.plus(Duration.ofDays(25)));

        assertThat(told()).containsExactly("RENEWAL 25", "RENEWAL 28");
    }

    @Test
    void theSameChoiceAgainTellsNothingAnew() {
        chosen("20", "");
        happened(activated(terms(null)), START);
        dueWork.letGo(dueWork.next(SCOPE, START.plus(Duration.ofDays(10)), NOW, 1));
        chosen("20", "", START.plus(Duration.ofDays(25)));

        assertThat(told()).isEmpty();
    }

    @Test
    void whatWaitsForTheEndOfItsGraceIsLookedAtWhenAnotherIsChosen() {
        dueWork.apply(List.of(new Owe(SCOPE, START, new Duty.EndGrace(Samples.INVOICE))));
        dueWork.postpone(dueWork.next(SCOPE, START, NOW, 1).getFirst(), DECEMBER, Samples.INVOICE);
        Instant chosen = START.plus(Duration.ofDays(3));
        chosen("", "", chosen);

        assertThat(dueWork.next(SCOPE, JANUARY, NOW, 1))
                .extracting(DueItem::dueAt)
                .containsExactly(chosen);
    }

    @Test
    void aChoiceIsRememberedByWhoeverComesNext() {
        chosen("2", "");
        var next = new DueWork(DATABASE.dataSource());
        next.apply(next.notices().expect(Announcements.react(activated(terms(null)), at(START))));

        assertThat(told()).containsExactly("RENEWAL 28");
    }

    @Test
    void aChoiceHoldsInItsEnvironmentAlone() {
        dueWork.notices()
                .choose(
                        scope("two"),
                        SubscriptionPolicy.of(Map.of(SubscriptionPolicy.RENEWAL_LEADS, "7")),
                        START);
        happened(activated(terms(null)), START);

        assertThat(told()).isEmpty();
    }

    @Test
    void anAnnouncementIsReadAsItWasWritten() {
        var duty = new Duty.Announcement(SUBSCRIPTION, Occasion.RENEWAL, 3, DECEMBER, 7);
        chosen("7", "");
        dueWork.apply(
                dueWork.notices()
                        .expect(
                                List.of(
                                        new Announcements.Ahead(
                                                SCOPE,
                                                SUBSCRIPTION,
                                                Occasion.RENEWAL,
                                                3,
                                                START,
                                                DECEMBER))));

        assertThat(dueWork.next(SCOPE, DECEMBER, NOW, 1))
                .extracting(DueItem::duty)
                .singleElement()
                .isInstanceOfSatisfying(
                        Duty.Announce.class, it -> assertThat(it.announcement()).isEqualTo(duty));
    }

    @Test
    void whatIsPutOffComesAtItsMomentOrWhenItIsFreed() {
        var grant = new Duty.ApplyGrant(CreditGrantId.of(Samples.ulid("grant")), 0);
        dueWork.apply(List.of(new Owe(SCOPE, START, grant)));
        DueItem item = dueWork.next(SCOPE, START, NOW, 1).getFirst();

        dueWork.postpone(item, DECEMBER, SUBSCRIPTION);

        assertThat(dueWork.next(SCOPE, DECEMBER.minusSeconds(1), NOW, 1)).isEmpty();
        assertThat(dueWork.open(SCOPE, DECEMBER)).isEqualTo(1);

        dueWork.apply(List.of(new DueChange.Free(SUBSCRIPTION, START.plusSeconds(60))));

        assertThat(dueWork.next(SCOPE, DECEMBER, NOW, 1))
                .extracting(DueItem::dueAt)
                .containsExactly(START.plusSeconds(60));
        dueWork.apply(List.of(new DueChange.Free(SUBSCRIPTION, DECEMBER)));
        assertThat(dueWork.next(SCOPE, START.plusSeconds(60), NOW, 1)).hasSize(1);
    }
}
