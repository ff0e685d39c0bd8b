package io.tallybook.command.tenancy;

import io.tallybook.core.tenancy.EnvironmentEvent;
import java.time.Instant;

/** What an environment is, as far as its rules need it. */
sealed interface EnvironmentState {
    /** It does not exist yet. */
    record Absent() implements EnvironmentState {}

    /** Its time is the machine's. */
    record Live(EnvironmentEvent.Created created, String name) implements EnvironmentState {}

    /** Its time stands at {@code now} until it is moved. */
    record Sandbox(EnvironmentEvent.Created created, String name, Instant now)
            implements EnvironmentState {}

    default EnvironmentState evolve(EnvironmentEvent event) {
        return switch (event) {
            case EnvironmentEvent.Created created ->
                    switch (created.mode()) {
                        case LIVE -> new Live(created, created.name());
                        case SANDBOX -> new Sandbox(created, created.name(), created.now());
                    };
            case EnvironmentEvent.Renamed renamed ->
                    switch (this) {
                        case Sandbox sandbox ->
                                new Sandbox(sandbox.created(), renamed.name(), sandbox.now());
                        case Live live -> new Live(live.created(), renamed.name());
                        case Absent absent -> absent;
                    };
            case EnvironmentEvent.ClockAdvanced advanced -> at(advanced.to());
            case EnvironmentEvent.ClockSet set -> at(set.now());
        };
    }

    private EnvironmentState at(Instant now) {
        return switch (this) {
            case Sandbox sandbox -> new Sandbox(sandbox.created(), sandbox.name(), now);
            case Live live -> live;
            case Absent absent -> absent;
        };
    }
}
