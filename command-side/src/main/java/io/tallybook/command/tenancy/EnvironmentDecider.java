package io.tallybook.command.tenancy;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.EnvironmentCommand;
import io.tallybook.core.tenancy.EnvironmentEvent;
import io.tallybook.core.tenancy.EnvironmentId;
import java.util.Optional;

/** What may be done with an environment: only a sandbox's clock can be moved. */
final class EnvironmentDecider {
    private static final String KIND = "environment";

    private EnvironmentDecider() {}

    static Decision<EnvironmentEvent.Created> create(
            EnvironmentState state, EnvironmentCommand.Create c) {
        EnvironmentEvent.Created created =
                new EnvironmentEvent.Created(
                        c.environmentId(), c.scope(), c.name(), c.mode(), c.at());
        return switch (state) {
            case EnvironmentState.Absent() -> Decision.unless(broken(c), created);
            case EnvironmentState.Live(var before, var _) -> repeated(before, created);
            case EnvironmentState.Sandbox(var before, var _, var _) -> repeated(before, created);
        };
    }

    static Decision<EnvironmentEvent.Renamed> rename(
            EnvironmentState state, EnvironmentCommand.Rename c) {
        return switch (state) {
            case EnvironmentState.Absent() -> Decision.notFound(KIND, c.environmentId());
            case EnvironmentState.Live(var created, var name) -> renamed(created, name, c);
            case EnvironmentState.Sandbox(var created, var name, var _) ->
                    renamed(created, name, c);
        };
    }

    private static Decision<EnvironmentEvent.Renamed> renamed(
            EnvironmentEvent.Created created, String name, EnvironmentCommand.Rename c) {
        if (!created.scope().equals(c.scope())) {
            return Decision.notFound(KIND, c.environmentId());
        }
        return name.equals(c.name())
                ? Decision.alreadyDone()
                : Decision.unless(
                        Rules.begin().name("name", c.name()).broken(),
                        new EnvironmentEvent.Renamed(c.environmentId(), c.name()));
    }

    static Decision<EnvironmentEvent.ClockAdvanced> advance(
            EnvironmentState state, EnvironmentCommand.AdvanceClock c) {
        return switch (state) {
            case EnvironmentState.Absent() -> Decision.notFound(KIND, c.environmentId());
            case EnvironmentState.Live(var created, var _) ->
                    standing(created, c.environmentId(), c.scope());
            case EnvironmentState.Sandbox(var created, var _, var now) -> {
                if (!created.scope().equals(c.scope())) {
                    yield Decision.notFound(KIND, c.environmentId());
                }
                if (c.to().equals(now)) {
                    yield Decision.alreadyDone();
                }
                yield Decision.unless(
                        Rules.begin()
                                .that(
                                        c.to().isAfter(now),
                                        "to",
                                        c.to().toString(),
                                        "later than " + now)
                                .moment("to", c.to())
                                .broken(),
                        new EnvironmentEvent.ClockAdvanced(c.environmentId(), now, c.to()));
            }
        };
    }

    static Decision<EnvironmentEvent.ClockSet> set(
            EnvironmentState state, EnvironmentCommand.SetClock c) {
        return switch (state) {
            case EnvironmentState.Absent() -> Decision.notFound(KIND, c.environmentId());
            case EnvironmentState.Live(var created, var _) ->
                    standing(created, c.environmentId(), c.scope());
            case EnvironmentState.Sandbox(var created, var _, var now) -> {
                if (!created.scope().equals(c.scope())) {
                    yield Decision.notFound(KIND, c.environmentId());
                }
                if (c.now().equals(now)) {
                    yield Decision.alreadyDone();
                }
                yield Decision.unless(
                        Rules.begin().moment("now", c.now()).and(inUse(c)).broken(),
                        new EnvironmentEvent.ClockSet(c.environmentId(), now, c.now()));
            }
        };
    }

    // What was made under the old time would lie in the future of the new one.
    private static Optional<Rejection> inUse(EnvironmentCommand.SetClock c) {
        if (c.subscriptions() == 0 && c.usageEvents() == 0) {
            return Optional.empty();
        }
        return Optional.of(
                Rejection.invalidOperation(
                        "the clock can only be set while the environment has no subscription and no"
                                + " usage; it has "
                                + c.subscriptions()
                                + " subscriptions and "
                                + c.usageEvents()
                                + " usage events: advance it instead"));
    }

    private static <E> Decision<E> standing(
            EnvironmentEvent.Created live, EnvironmentId id, Scope caller) {
        return live.scope().equals(caller)
                ? Decision.refused(
                        Rejection.invalidOperation(
                                "environment '" + id + "' is live: its clock is the machine's"))
                : Decision.notFound(KIND, id);
    }

    private static Optional<Rejection> broken(EnvironmentCommand.Create c) {
        return Rules.begin()
                .that(
                        c.scope().environment().equals(c.environmentId()),
                        "scope.environment",
                        c.scope().environment().value(),
                        c.environmentId().value())
                .name("name", c.name())
                .moment("now", c.at())
                .broken();
    }

    // A retry is sent at another moment than the first attempt; that alone makes it no other wish.
    private static Decision<EnvironmentEvent.Created> repeated(
            EnvironmentEvent.Created before, EnvironmentEvent.Created now) {
        return Decision.repeated(
                KIND,
                now.environmentId(),
                before.scope(),
                now.scope(),
                before,
                new EnvironmentEvent.Created(
                        now.environmentId(), now.scope(), now.name(), now.mode(), before.now()));
    }
}
