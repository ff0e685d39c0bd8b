package io.tallybook.query.access;

import io.tallybook.core.EntityId;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.Scope;
import io.tallybook.core.access.UserId;
import io.tallybook.core.access.UserView;
import io.tallybook.core.customer.PersonalCopies;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.concurrent.TimeUnit;

/** The view of users, which the projection clears when it comes to the end of one. */
public final class UserCopies implements PersonalCopies {
    private static final int SECONDS_MAX = 10;

    private final ViewReads<UserView> reads;

    public UserCopies(ReadTables tables) {
        this.reads = new ViewReads<>(tables, UserProjector.TABLE);
    }

    @Override
    public String place() {
        return "view of users";
    }

    @Override
    public boolean clear(Scope scope, EntityId person) {
        return !(person instanceof UserId user) || isCleared(scope, user);
    }

    private boolean isCleared(Scope scope, UserId user) {
        return reads.byId(scope, user)
                .orTimeout(SECONDS_MAX, TimeUnit.SECONDS)
                .join()
                .filter(view -> view.stamp().status() == EntityStatus.DELETED)
                .isPresent();
    }
}
