package io.tallybook.command.subscription;

import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.base;
import static io.tallybook.command.Some.monthly;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Decision;
import io.tallybook.command.Prices;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an end gives back of 30.00 a month in advance: only what was paid. */
class UnspentTest {
    private static final Instant NOV = at("2023-11-01T00:00:00Z");
    private static final Instant NOV_21 = at("2023-11-21T00:00:00Z");
    private static final Instant DEC = at("2023-12-01T00:00:00Z");
    private static final Instant DEC_11 = at("2023-12-11T00:00:00Z");

    private static SubscriptionState begun() {
        var terms = monthly(NOV, base(Prices.fixed("30").cadence(InvoiceCadence.ADVANCE).build()));
        return after(
                new SubscriptionState.Absent(),
                SubscriptionDecider.create(
                                new SubscriptionState.Absent(),
                                new SubscriptionCommand.Create(SUBSCRIPTION, SCOPE, NOV, terms))
                        .map(SubscriptionEvent.class::cast));
    }

    private static SubscriptionState after(
            SubscriptionState before, Decision<SubscriptionEvent> decision) {
        SubscriptionState state = before;
        for (SubscriptionEvent event : events(decision)) {
            state = state.evolve(event);
        }
        return state;
    }

    private static List<SubscriptionEvent> events(Decision<SubscriptionEvent> decision) {
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return ((Decision.Accepted<SubscriptionEvent>) decision).events();
    }

    private static SubscriptionCommand.Cancel cancel(Instant at, CancellationType type) {
        return new SubscriptionCommand.Cancel(
                SUBSCRIPTION,
                SCOPE,
                at,
                type,
                type == CancellationType.SCHEDULED_DATE ? DEC_11 : null,
                OpenUsage.INVOICED,
                null,
                ProrationBehavior.CREATE_PRORATIONS);
    }

    /** What its last event gives back. */
    private static Optional<String> given(Decision<SubscriptionEvent> decision) {
        var end = (SubscriptionEvent.Cancelled) events(decision).getLast();
        return Optional.ofNullable(end.unspent()).map(unspent -> unspent.amount().toString());
    }

    private static SubscriptionCommand.End end(Instant at) {
        return new SubscriptionCommand.End(SUBSCRIPTION, SCOPE, at);
    }

    @Test
    void anEndAtTheEndOfThePeriodGivesNothingBackForTheOneThatNeverBegan() {
        SubscriptionState ending =
                after(
                        begun(),
                        SubscriptionDecider.cancel(
                                begun(), cancel(NOV_21, CancellationType.END_OF_PERIOD)));

        assertThat(given(SubscriptionDecider.end(ending, end(DEC)))).isEmpty();
    }

    @Test
    void anEndInTheMomentInWhichAPeriodHasBegunGivesAllOfItBack() {
        SubscriptionState december =
                after(
                        begun(),
                        SubscriptionDecider.renew(
                                begun(),
                                new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, DEC, 0)));

        assertThat(
                        given(
                                SubscriptionDecider.cancel(
                                        december, cancel(DEC, CancellationType.IMMEDIATE))))
                .hasValueSatisfying(amount -> assertThat(amount).contains("30.00"));
    }

    @Test
    void anEndOnADateGivesTheRestOfThatPeriodBack() {
        SubscriptionState ending =
                after(
                        begun(),
                        SubscriptionDecider.cancel(
                                begun(), cancel(NOV_21, CancellationType.SCHEDULED_DATE)));

        // 20.32 for the twenty-one days of thirty-one that are left of December.
        assertThat(given(SubscriptionDecider.end(ending, end(DEC_11))))
                .hasValueSatisfying(amount -> assertThat(amount).contains("20.32"));
    }
}
