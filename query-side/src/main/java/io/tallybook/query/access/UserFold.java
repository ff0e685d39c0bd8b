package io.tallybook.query.access;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.Stamp;
import io.tallybook.core.access.UserDocument;
import io.tallybook.core.access.UserEvent;
import io.tallybook.core.access.UserProfile;
import io.tallybook.core.access.UserView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is seen of a user. */
public final class UserFold implements Fold<UserView, UserEvent> {
    @Override
    public UserView on(@Nullable UserView current, UserEvent event, Recorded info) {
        return switch (event) {
            case UserEvent.Created e ->
                    new UserView(e.userId(), e.scope(), e.user(), info.firstStamp());
            case UserEvent.Updated e -> {
                UserView before = Fold.begun(current, event);
                UserDocument was = before.user();
                yield next(
                        before,
                        new UserDocument(was.type(), e.profile(), was.roles(), e.metadata()),
                        info.stampAfter(before.stamp()));
            }
            case UserEvent.RolesSet e -> {
                UserView before = Fold.begun(current, event);
                UserDocument was = before.user();
                yield next(
                        before,
                        new UserDocument(was.type(), was.profile(), e.roles(), was.metadata()),
                        info.stampAfter(before.stamp()));
            }
            case UserEvent.PasswordSet _ -> {
                UserView before = Fold.begun(current, event);
                yield next(before, before.user(), info.stampAfter(before.stamp()));
            }
            case UserEvent.Deleted _ -> {
                UserView before = Fold.begun(current, event);
                UserDocument was = before.user();
                yield next(
                        before,
                        new UserDocument(was.type(), UserProfile.ERASED, was.roles(), Map.of()),
                        info.stampAfter(before.stamp(), EntityStatus.DELETED));
            }
        };
    }

    private static UserView next(UserView before, UserDocument user, Stamp stamp) {
        return new UserView(before.id(), before.scope(), user, stamp);
    }
}
