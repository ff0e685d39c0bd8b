package io.tallybook.query.entitlement;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.entitlement.EntitlementEvent;
import io.tallybook.core.entitlement.EntitlementView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of an entitlement. */
public final class EntitlementFold implements Fold<EntitlementView, EntitlementEvent> {
    @Override
    public EntitlementView on(
            @Nullable EntitlementView current, EntitlementEvent event, Recorded info) {
        return switch (event) {
            case EntitlementEvent.Created e ->
                    new EntitlementView(
                            e.entitlementId(), e.scope(), e.entitlement(), info.firstStamp());
            case EntitlementEvent.Updated e -> {
                EntitlementView before = Fold.begun(current, e);
                yield new EntitlementView(
                        before.id(),
                        before.scope(),
                        e.entitlement(),
                        info.stampAfter(before.stamp()));
            }
            case EntitlementEvent.Deleted e -> {
                EntitlementView before = Fold.begun(current, e);
                yield new EntitlementView(
                        before.id(),
                        before.scope(),
                        before.entitlement(),
                        info.stampAfter(before.stamp(), EntityStatus.DELETED));
            }
        };
    }
}
