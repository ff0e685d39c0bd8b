package io.tallybook.command.tenancy;

import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.at;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.EnvironmentCommand;
import io.tallybook.core.tenancy.EnvironmentEvent;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.EnvironmentMode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    private static final EnvironmentId ID = SCOPE.environment();
    private static final Instant LATER = at("2023-12-01T00:00:00Z");
    private static final EnvironmentEvent.Created SANDBOX =
            new EnvironmentEvent.Created(ID, SCOPE, "sandbox", EnvironmentMode.SANDBOX, NOW);
    private static final EnvironmentEvent.Created LIVE =
            new EnvironmentEvent.Created(ID, SCOPE, "live", EnvironmentMode.LIVE, NOW);

    private final Spec<Environment> environment = Spec.of(Environment.class);

    private static EnvironmentCommand.Create create(String name, EnvironmentMode mode) {
        return new EnvironmentCommand.Create(ID, SCOPE, NOW, name, mode);
    }

    private static EnvironmentCommand.AdvanceClock advance(Scope scope, Instant to) {
        return new EnvironmentCommand.AdvanceClock(ID, scope, NOW, to);
    }

    private static EnvironmentCommand.SetClock set(Instant to, long subscriptions, long events) {
        return new EnvironmentCommand.SetClock(ID, SCOPE, NOW, to, subscriptions, events);
    }

    @Test
    void aSandboxBeginsAtTheMomentOfItsCreation() {
        environment.when(create("sandbox", EnvironmentMode.SANDBOX)).happens(ID, SANDBOX);
    }

    @Test
    void theSameCreationAgainIsDoneAlreadyEvenAtALaterMoment() {
        environment
                .given(SANDBOX)
                .when(
                        new EnvironmentCommand.Create(
                                ID, SCOPE, LATER, "sandbox", EnvironmentMode.SANDBOX))
                .nothingHappens(ID);
    }

    @Test
    void anotherCreationUnderTheSameIdIsAConflict() {
        environment
                .given(LIVE)
                .when(create("live", EnvironmentMode.SANDBOX))
                .isRefused(Reason.CONFLICT, ID.value());
    }

    @Test
    void itsIdIsThatOfItsScope() {
        environment
                .when(
                        new EnvironmentCommand.Create(
                                ID, OTHER_SCOPE, NOW, "x", EnvironmentMode.LIVE))
                .isRefusedFor("scope.environment", ID.value());
    }

    @Test
    void itsNameMayNotBeEmpty() {
        environment.when(create(" ", EnvironmentMode.LIVE)).isRefusedFor("name");
    }

    @Test
    void aSandboxsClockAdvances() {
        environment
                .given(SANDBOX)
                .when(advance(SCOPE, LATER))
                .happens(ID, new EnvironmentEvent.ClockAdvanced(ID, NOW, LATER));
    }

    @Test
    void anAdvanceToWhereTheClockStandsIsDoneAlready() {
        environment
                .given(SANDBOX, new EnvironmentEvent.ClockAdvanced(ID, NOW, LATER))
                .when(advance(SCOPE, LATER))
                .nothingHappens(ID);
    }

    @Test
    void aClockDoesNotAdvanceIntoThePast() {
        environment
                .given(SANDBOX, new EnvironmentEvent.ClockAdvanced(ID, NOW, LATER))
                .when(advance(SCOPE, NOW))
                .isRefusedFor("to", NOW.toString(), "later than " + LATER);
    }

    @Test
    void aClockDoesNotAdvanceBeyondTheCalendar() {
        environment
                .given(SANDBOX)
                .when(advance(SCOPE, at("+12345-01-01T00:00:00Z")))
                .isRefusedFor("to", "2999");
    }

    @Test
    void aLiveClockCannotBeAdvanced() {
        environment
                .given(LIVE)
                .when(advance(SCOPE, LATER))
                .isRefused(Reason.INVALID_OPERATION, "live");
    }

    @Test
    void aLiveClockCannotBeSet() {
        environment.given(LIVE).when(set(LATER, 0, 0)).isRefused(Reason.INVALID_OPERATION, "live");
    }

    @Test
    void aClockOfAnotherScopeIsNotThere() {
        environment.given(SANDBOX).when(advance(OTHER_SCOPE, LATER)).isNotFound();
        Spec.of(Environment.class).given(LIVE).when(advance(OTHER_SCOPE, LATER)).isNotFound();
        Spec.of(Environment.class)
                .given(SANDBOX)
                .when(new EnvironmentCommand.SetClock(ID, OTHER_SCOPE, NOW, LATER, 0, 0))
                .isNotFound();
    }

    @Test
    void anEnvironmentThatWasNeverMadeHasNoClock() {
        environment.when(advance(SCOPE, LATER)).doesNotExist();
    }

    @Test
    void anUnusedSandboxsClockCanBeSetAlsoBack() {
        Instant earlier = at("2020-01-01T00:00:00Z");
        environment
                .given(SANDBOX)
                .when(set(earlier, 0, 0))
                .happens(ID, new EnvironmentEvent.ClockSet(ID, NOW, earlier));
    }

    @Test
    void aClockSetToWhereItStandsIsDoneAlready() {
        environment
                .given(SANDBOX, new EnvironmentEvent.ClockSet(ID, NOW, LATER))
                .when(set(LATER, 0, 0))
                .nothingHappens(ID);
    }

    @Test
    void aClockCannotBeSetOnceThereIsASubscription() {
        environment
                .given(SANDBOX)
                .when(set(LATER, 1, 0))
                .isRefused(Reason.INVALID_OPERATION, "1 subscriptions");
    }

    @Test
    void aClockCannotBeSetOnceThereIsUsage() {
        environment
                .given(SANDBOX)
                .when(set(LATER, 0, 3))
                .isRefused(Reason.INVALID_OPERATION, "3 usage events");
    }

    @Test
    void aClockIsNotSetBefore1970() {
        environment.given(SANDBOX).when(set(at("1969-12-31T23:59:59Z"), 0, 0)).isRefusedFor("now");
    }

    @Test
    void anEnvironmentIsRenamedWhateverItsClock() {
        EnvironmentEvent.Renamed renamed = new EnvironmentEvent.Renamed(ID, "staging");
        var rename = new EnvironmentCommand.Rename(ID, SCOPE, NOW, "staging");
        environment.given(SANDBOX).when(rename).happens(ID, renamed);
        environment.given(LIVE).when(rename).happens(ID, renamed);
        environment.given(SANDBOX, renamed).when(rename).nothingHappens(ID);
        environment.given(LIVE, renamed).when(rename).nothingHappens(ID);
        environment
                .given(LIVE)
                .when(new EnvironmentCommand.Rename(ID, SCOPE, NOW, " "))
                .isRefusedFor("name");
        environment
                .given(LIVE)
                .when(new EnvironmentCommand.Rename(ID, OTHER_SCOPE, NOW, "x"))
                .isNotFound();
    }
}
