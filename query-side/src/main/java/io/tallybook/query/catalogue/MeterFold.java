package io.tallybook.query.catalogue;

import io.tallybook.core.catalogue.MeterEvent;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of a meter. */
public final class MeterFold implements Fold<MeterView, MeterEvent> {
    @Override
    public MeterView on(@Nullable MeterView current, MeterEvent event, Recorded info) {
        return switch (event) {
            case MeterEvent.Created e ->
                    new MeterView(
                            e.meterId(),
                            e.scope(),
                            e.name(),
                            e.definition(),
                            e.resetUsage(),
                            info.firstStamp());
        };
    }
}
