package io.tallybook.query.catalogue;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.catalogue.GroupEvent;
import io.tallybook.core.catalogue.GroupView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of a group. */
public final class GroupFold implements Fold<GroupView, GroupEvent> {
    @Override
    public GroupView on(@Nullable GroupView current, GroupEvent event, Recorded info) {
        return switch (event) {
            case GroupEvent.Created e ->
                    new GroupView(e.groupId(), e.scope(), e.group(), info.firstStamp());
            case GroupEvent.Deleted _ -> {
                GroupView before = Fold.begun(current, event);
                yield new GroupView(
                        before.id(),
                        before.scope(),
                        before.group(),
                        info.stampAfter(before.stamp(), EntityStatus.DELETED));
            }
        };
    }
}
