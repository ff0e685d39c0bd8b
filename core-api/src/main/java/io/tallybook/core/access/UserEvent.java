package io.tallybook.core.access;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import io.tallybook.core.wire.Sealed;
import java.util.List;
import java.util.Map;

/** What happened to a user. */
public sealed interface UserEvent {
    UserId userId();

    /** A user was made. */
    record Created(UserId userId, Scope scope, UserDocument user) implements UserEvent, Sealed {
        @Override
        public EntityId sealedFor() {
            return userId;
        }
    }

    /** What may change of a user was replaced. */
    record Updated(UserId userId, UserProfile profile, Map<String, String> metadata)
            implements UserEvent, Sealed {
        public Updated {
            metadata = Map.copyOf(metadata);
        }

        @Override
        public EntityId sealedFor() {
            return userId;
        }
    }

    /** A user was given other roles. */
    record RolesSet(UserId userId, List<String> roles) implements UserEvent {
        public RolesSet {
            roles = List.copyOf(roles);
        }
    }

    /** A person was given another password, and every token of before is refused. */
    record PasswordSet(UserId userId) implements UserEvent {}

    /** A user's access was taken away, and the key destroyed that opens what names the person. */
    record Deleted(UserId userId) implements UserEvent {}
}
