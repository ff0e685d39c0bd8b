package io.tallybook.query.catalogue;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.catalogue.PlanEvent;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of a plan. */
public final class PlanFold implements Fold<PlanView, PlanEvent> {
    @Override
    public PlanView on(@Nullable PlanView current, PlanEvent event, Recorded info) {
        return switch (event) {
            case PlanEvent.Created e ->
                    new PlanView(e.planId(), e.scope(), e.plan(), info.firstStamp());
            case PlanEvent.Updated e -> {
                PlanView before = Fold.begun(current, event);
                yield new PlanView(
                        before.id(), before.scope(), e.plan(), info.stampAfter(before.stamp()));
            }
            case PlanEvent.Deleted _ -> {
                PlanView before = Fold.begun(current, event);
                yield new PlanView(
                        before.id(),
                        before.scope(),
                        before.plan(),
                        info.stampAfter(before.stamp(), EntityStatus.DELETED));
            }
        };
    }
}
