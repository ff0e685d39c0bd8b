package io.tallybook.query.alert;

import io.tallybook.core.alert.AlertEvent;
import io.tallybook.core.alert.AlertView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of an alert. */
public final class AlertFold implements Fold<AlertView, AlertEvent> {
    @Override
    public AlertView on(@Nullable AlertView current, AlertEvent event, Recorded info) {
        return switch (event) {
            case AlertEvent.Changed e ->
                    new AlertView(
                            e.alertId(),
                            e.scope(),
                            e.subject(),
                            e.config(),
                            e.value(),
                            e.after(),
                            e.across(),
                            current == null ? info.firstStamp() : info.stampAfter(current.stamp()));
        };
    }
}
