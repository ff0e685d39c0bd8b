package io.tallybook.core.access;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about who has access. */
public sealed interface AccessQuery {
    /** A user by its id; answered with an optional {@link UserView}. */
    record UserById(Scope scope, UserId id) implements AccessQuery {}

    /** The person with an e-mail address, in any tenant; answered with an optional view. */
    record UserByEmail(String email) implements AccessQuery {}

    /**
     * Users that fit; answered with {@link Users}.
     *
     * <p>Fields: id, entity_status, type, email, name, created_at, updated_at.
     *
     * @param roles of which a user has at least one; empty for any user
     */
    record SearchUsers(Scope scope, List<String> roles, SearchSpec spec) implements AccessQuery {
        public SearchUsers {
            roles = List.copyOf(roles);
        }
    }

    /** A role by its id; answered with an optional {@link RoleView}. */
    record RoleById(Scope scope, RoleId id) implements AccessQuery {}

    /** The roles that a tenant made, without those that it deleted; answered with {@link Roles}. */
    record AllRoles(Scope scope) implements AccessQuery {}

    /**
     * One page of users.
     *
     * @param total how many fit in all
     */
    record Users(List<UserView> items, long total) {
        public Users {
            items = List.copyOf(items);
        }
    }

    /** All roles of a tenant. */
    record Roles(List<RoleView> items) {
        public Roles {
            items = List.copyOf(items);
        }
    }
}
