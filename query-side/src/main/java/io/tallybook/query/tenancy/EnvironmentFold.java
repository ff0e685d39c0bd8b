package io.tallybook.query.tenancy;

import io.tallybook.core.tenancy.EnvironmentEvent;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is seen of an environment. */
public final class EnvironmentFold implements Fold<EnvironmentView, EnvironmentEvent> {
    @Override
    public EnvironmentView on(
            @Nullable EnvironmentView current, EnvironmentEvent event, Recorded info) {
        return switch (event) {
            case EnvironmentEvent.Created e ->
                    new EnvironmentView(
                            e.environmentId(),
                            e.scope(),
                            e.name(),
                            e.mode(),
                            e.now(),
                            info.firstStamp());
            case EnvironmentEvent.Renamed e -> {
                EnvironmentView before = Fold.begun(current, event);
                yield new EnvironmentView(
                        before.id(),
                        before.scope(),
                        e.name(),
                        before.mode(),
                        before.now(),
                        info.stampAfter(before.stamp()));
            }
            case EnvironmentEvent.ClockAdvanced e -> at(Fold.begun(current, event), e.to(), info);
            case EnvironmentEvent.ClockSet e -> at(Fold.begun(current, event), e.now(), info);
        };
    }

    private static EnvironmentView at(EnvironmentView before, Instant now, Recorded info) {
        return new EnvironmentView(
                before.id(),
                before.scope(),
                before.name(),
                before.mode(),
                now,
                info.stampAfter(before.stamp()));
    }
}
