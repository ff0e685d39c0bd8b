package io.tallybook.query.tenancy;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.tenancy.SettingEvent;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is seen of a setting. */
public final class SettingFold implements Fold<SettingView, SettingEvent> {
    @Override
    public SettingView on(@Nullable SettingView current, SettingEvent event, Recorded info) {
        return switch (event) {
            case SettingEvent.Changed e ->
                    new SettingView(
                            e.settingId(),
                            e.scope(),
                            e.key(),
                            e.value(),
                            current == null
                                    ? info.firstStamp()
                                    : info.stampAfter(current.stamp(), EntityStatus.PUBLISHED));
            case SettingEvent.Cleared _ -> {
                SettingView before = Fold.begun(current, event);
                yield new SettingView(
                        before.id(),
                        before.scope(),
                        before.key(),
                        Map.of(),
                        info.stampAfter(before.stamp(), EntityStatus.DELETED));
            }
        };
    }
}
