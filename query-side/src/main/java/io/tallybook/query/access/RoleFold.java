package io.tallybook.query.access;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.access.RoleEvent;
import io.tallybook.core.access.RoleView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of a role. */
public final class RoleFold implements Fold<RoleView, RoleEvent> {
    @Override
    public RoleView on(@Nullable RoleView current, RoleEvent event, Recorded info) {
        return switch (event) {
            case RoleEvent.Created e ->
                    new RoleView(e.roleId(), e.scope(), e.role(), info.firstStamp());
            case RoleEvent.Updated e -> {
                RoleView before = Fold.begun(current, event);
                yield new RoleView(
                        before.id(), before.scope(), e.role(), info.stampAfter(before.stamp()));
            }
            case RoleEvent.Deleted _ -> {
                RoleView before = Fold.begun(current, event);
                yield new RoleView(
                        before.id(),
                        before.scope(),
                        before.role(),
                        info.stampAfter(before.stamp(), EntityStatus.DELETED));
            }
        };
    }
}
