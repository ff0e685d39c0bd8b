package io.tallybook.query.catalogue;

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
        };
    }
}
