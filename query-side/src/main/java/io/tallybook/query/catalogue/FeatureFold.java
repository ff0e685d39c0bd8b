package io.tallybook.query.catalogue;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.catalogue.FeatureEvent;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of a feature. */
public final class FeatureFold implements Fold<FeatureView, FeatureEvent> {
    @Override
    public FeatureView on(@Nullable FeatureView current, FeatureEvent event, Recorded info) {
        return switch (event) {
            case FeatureEvent.Created e ->
                    new FeatureView(e.featureId(), e.scope(), e.feature(), info.firstStamp());
            case FeatureEvent.Updated e -> {
                FeatureView before = Fold.begun(current, event);
                yield new FeatureView(
                        before.id(), before.scope(), e.feature(), info.stampAfter(before.stamp()));
            }
            case FeatureEvent.Deleted _ -> {
                FeatureView before = Fold.begun(current, event);
                yield new FeatureView(
                        before.id(),
                        before.scope(),
                        before.feature(),
                        info.stampAfter(before.stamp(), EntityStatus.DELETED));
            }
        };
    }
}
