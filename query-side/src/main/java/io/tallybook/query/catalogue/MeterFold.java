package io.tallybook.query.catalogue;

import io.tallybook.core.EntityStatus;
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
            case MeterEvent.Updated e -> {
                MeterView before = Fold.begun(current, event);
                yield new MeterView(
                        before.id(),
                        before.scope(),
                        e.name(),
                        before.definition().changed(e.filters(), info.effectiveAt()),
                        before.resetUsage(),
                        info.stampAfter(before.stamp()));
            }
            case MeterEvent.Archived _ ->
                    becoming(Fold.begun(current, event), EntityStatus.ARCHIVED, info);
            case MeterEvent.Deleted _ ->
                    becoming(Fold.begun(current, event), EntityStatus.DELETED, info);
        };
    }

    private static MeterView becoming(MeterView before, EntityStatus status, Recorded info) {
        return new MeterView(
                before.id(),
                before.scope(),
                before.name(),
                before.definition(),
                before.resetUsage(),
                info.stampAfter(before.stamp(), status));
    }
}
