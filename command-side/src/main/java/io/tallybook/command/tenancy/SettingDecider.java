package io.tallybook.command.tenancy;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.core.Rejection;
import io.tallybook.core.tenancy.SettingCommand;
import io.tallybook.core.tenancy.SettingEvent;
import java.util.Optional;

/** What may be done with a setting; what its fields mean is told by who obeys it. */
final class SettingDecider {
    private static final String KIND = "setting";

    private SettingDecider() {}

    static Decision<SettingEvent.Changed> put(SettingState state, SettingCommand.Put c) {
        SettingEvent.Changed changed =
                new SettingEvent.Changed(c.settingId(), c.scope(), c.key(), c.value());
        return switch (state) {
            case SettingState.Absent() -> Decision.unless(broken(c), changed);
            case SettingState.Cleared(var scope) ->
                    scope.equals(c.scope())
                            ? Decision.unless(broken(c), changed)
                            : Decision.notFound(KIND, c.settingId());
            case SettingState.Set(var before) -> {
                if (!before.scope().equals(c.scope())) {
                    yield Decision.notFound(KIND, c.settingId());
                }
                yield before.equals(changed)
                        ? Decision.alreadyDone()
                        : Decision.unless(broken(c), changed);
            }
        };
    }

    static Decision<SettingEvent.Cleared> clear(SettingState state, SettingCommand.Clear c) {
        return switch (state) {
            case SettingState.Absent() -> Decision.notFound(KIND, c.settingId());
            case SettingState.Cleared(var scope) ->
                    scope.equals(c.scope())
                            ? Decision.alreadyDone()
                            : Decision.notFound(KIND, c.settingId());
            case SettingState.Set(var before) ->
                    before.scope().equals(c.scope())
                            ? Decision.accepted(new SettingEvent.Cleared(c.settingId()))
                            : Decision.notFound(KIND, c.settingId());
        };
    }

    private static Optional<Rejection> broken(SettingCommand.Put c) {
        return Rules.begin().name("key", c.key()).metadata(c.value()).broken();
    }
}
