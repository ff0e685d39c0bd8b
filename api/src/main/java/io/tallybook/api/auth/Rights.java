package io.tallybook.api.auth;

import io.tallybook.core.access.BuiltInRole;
import io.tallybook.core.access.Permission;
import io.tallybook.core.access.UserId;
import io.tallybook.core.access.UserType;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may do.
 *
 * @param userId who it is; absent of a key that is nobody's
 * @param expiresAt from when the key no longer works, by the machine's clock
 * @param requestsPerMinute how many requests it may make; absent where nothing is set for it
 */
public record Rights(
        @Nullable UserId userId,
        UserType type,
        List<String> roles,
        Set<Permission> permissions,
        @Nullable Instant expiresAt,
        @Nullable Integer requestsPerMinute) {

    /** Of a key that may do everything, for ever. */
    public static final Rights OWNER =
            new Rights(
                    null,
                    UserType.USER,
                    List.of(BuiltInRole.SUPER_ADMIN.wire()),
                    BuiltInRole.SUPER_ADMIN.permissions(),
                    null,
                    null);

    public Rights {
        roles = List.copyOf(roles);
        permissions = Set.copyOf(permissions);
    }

    boolean mayAll(Set<Permission> wanted) {
        return permissions.containsAll(wanted);
    }

    /** A person, or a key of a person, with the role that decides about everybody's access. */
    boolean administersInPerson() {
        return type == UserType.USER && roles.contains(BuiltInRole.SUPER_ADMIN.wire());
    }
}
