package io.tallybook.query.alert;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.alert.AlertSettingsEvent;
import io.tallybook.core.alert.AlertSettingsView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of alert settings. */
public final class AlertSettingsFold implements Fold<AlertSettingsView, AlertSettingsEvent> {
    @Override
    public AlertSettingsView on(
            @Nullable AlertSettingsView current, AlertSettingsEvent event, Recorded info) {
        return switch (event) {
            case AlertSettingsEvent.Created e ->
                    new AlertSettingsView(
                            e.settingsId(), e.scope(), e.settings(), info.firstStamp());
            case AlertSettingsEvent.Updated e -> {
                AlertSettingsView before = Fold.begun(current, event);
                yield new AlertSettingsView(
                        before.id(),
                        before.scope(),
                        before.settings().with(e.config()),
                        info.stampAfter(before.stamp()));
            }
            case AlertSettingsEvent.Deleted _ -> {
                AlertSettingsView before = Fold.begun(current, event);
                yield new AlertSettingsView(
                        before.id(),
                        before.scope(),
                        before.settings(),
                        info.stampAfter(before.stamp(), EntityStatus.DELETED));
            }
        };
    }
}
