package io.tallybook.core.access;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a user; its scope is its tenant's, {@link Scope#ofTenant}. */
public sealed interface UserCommand extends Command {
    @TargetAggregateIdentifier
    UserId userId();

    /** Makes a user; a person's e-mail address is unique in the installation. */
    record Create(UserId userId, Scope scope, Instant at, UserDocument user)
            implements UserCommand {}

    /** Replaces what a user may change of itself; the e-mail address stays. */
    record Update(
            UserId userId,
            Scope scope,
            Instant at,
            UserProfile profile,
            Map<String, String> metadata)
            implements UserCommand {
        public Update {
            metadata = Map.copyOf(metadata);
        }
    }

    /** Replaces a user's roles. */
    record SetRoles(UserId userId, Scope scope, Instant at, List<String> roles)
            implements UserCommand {
        public SetRoles {
            roles = List.copyOf(roles);
        }
    }

    /** Notes that a person has another password; what it is, no event knows. */
    record NotePassword(UserId userId, Scope scope, Instant at) implements UserCommand {}

    /** Takes a user's access away for ever; its keys no longer work. */
    record Delete(UserId userId, Scope scope, Instant at) implements UserCommand {}
}
