package io.tallybook.command.access;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Rejection;
import io.tallybook.core.access.BuiltInRole;
import io.tallybook.core.access.RoleId;
import io.tallybook.core.access.UserCommand;
import io.tallybook.core.access.UserDocument;
import io.tallybook.core.access.UserEvent;
import io.tallybook.core.access.UserId;
import io.tallybook.core.access.UserProfile;
import io.tallybook.core.access.UserType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** What may be done with a user: a machine never decides about the access of others. */
final class UserDecider {
    private static final String KIND = "user";
    private static final int ROLES_MAX = 20;

    private UserDecider() {}

    static Decision<UserEvent.Created> create(UserState state, UserCommand.Create c) {
        UserEvent.Created created = new UserEvent.Created(c.userId(), c.scope(), c.user());
        return switch (state) {
            case UserState.Absent() ->
                    Decision.unless(
                            profile(c.user().profile(), c.user().metadata())
                                    .and(roles(c.user().type(), c.user().roles()))
                                    .broken(),
                            created);
            case UserState.Active(var before, var _) ->
                    Decision.repeated(KIND, c.userId(), before.scope(), c.scope(), before, created);
            case UserState.Deleted(var before) ->
                    before.scope().equals(c.scope())
                            ? Decision.refused(Rejection.conflict(c.userId().value()))
                            : Decision.notFound(KIND, c.userId());
        };
    }

    /** A person logs in by the e-mail address alone, so it is unique in the installation. */
    static Decision<UserEvent.Created> onlyOne(
            Decision<UserEvent.Created> decision, UserCommand.Create c, Uniqueness uniqueness) {
        String email = c.user().profile().email();
        if (email == null || !(decision instanceof Decision.Accepted<UserEvent.Created>)) {
            return decision;
        }
        return uniqueness.claim(unique(email, c.userId()))
                ? decision
                : Decision.refused(Rejection.taken("email", email));
    }

    /** The address that a user logs in by, which is free again once it is deleted. */
    static Optional<Claim> held(UserState state) {
        return switch (state) {
            case UserState.Active(var created, var now) ->
                    Optional.ofNullable(now.profile().email())
                            .map(email -> unique(email, created.userId()));
            case UserState.Absent _, UserState.Deleted _ -> Optional.empty();
        };
    }

    // The table of what is taken is no place for an address itself.
    private static Claim unique(String email, UserId user) {
        return Claim.everywhere("user.email", "email", digest(email), user);
    }

    private static String digest(String email) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(email.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static Decision<UserEvent.Updated> update(UserState state, UserCommand.Update c) {
        return active(
                state,
                c,
                (created, now) -> {
                    if (now.profile().equals(c.profile()) && now.metadata().equals(c.metadata())) {
                        return Decision.alreadyDone();
                    }
                    return Decision.unless(
                            profile(c.profile(), c.metadata())
                                    .that(
                                            String.valueOf(now.profile().email())
                                                    .equals(String.valueOf(c.profile().email())),
                                            "email",
                                            "another address",
                                            "the one it has, since by it a person logs in")
                                    .broken(),
                            new UserEvent.Updated(c.userId(), c.profile(), c.metadata()));
                });
    }

    static Decision<UserEvent.RolesSet> setRoles(UserState state, UserCommand.SetRoles c) {
        return active(
                state,
                c,
                (created, now) ->
                        now.roles().equals(c.roles())
                                ? Decision.alreadyDone()
                                : Decision.unless(
                                        roles(now.type(), c.roles()),
                                        new UserEvent.RolesSet(c.userId(), c.roles())));
    }

    /** Each time is a change of its own, since no event knows what the password is. */
    static Decision<UserEvent.PasswordSet> notePassword(
            UserState state, UserCommand.NotePassword c) {
        return active(
                state,
                c,
                (created, _) ->
                        created.user().type() == UserType.USER
                                ? Decision.accepted(new UserEvent.PasswordSet(c.userId()))
                                : Decision.refused(
                                        Rejection.invalidOperation(
                                                "user '"
                                                        + c.userId()
                                                        + "' is a service account, which has keys"
                                                        + " and no password")));
    }

    static Decision<UserEvent.Deleted> delete(UserState state, UserCommand.Delete c) {
        return state instanceof UserState.Deleted(var created) && created.scope().equals(c.scope())
                ? Decision.alreadyDone()
                : active(state, c, (_, _) -> Decision.accepted(new UserEvent.Deleted(c.userId())));
    }

    private static <E> Decision<E> active(
            UserState state,
            UserCommand c,
            BiFunction<UserEvent.Created, UserDocument, Decision<E>> then) {
        return switch (state) {
            case UserState.Absent() -> Decision.notFound(KIND, c.userId());
            case UserState.Deleted(var created) -> missing(created, c);
            case UserState.Active(var created, var now) ->
                    created.scope().equals(c.scope())
                            ? then.apply(created, now)
                            : missing(created, c);
        };
    }

    private static <E> Decision<E> missing(UserEvent.Created created, UserCommand c) {
        UserId id = c.userId();
        return created.scope().equals(c.scope())
                ? Decision.refused(
                        Rejection.invalidOperation("user '" + id + "' was deleted: it stays so"))
                : Decision.notFound(KIND, id);
    }

    private static Rules profile(UserProfile profile, Map<String, String> metadata) {
        String email = profile.email();
        return Rules.begin()
                .nameIfAny("name", profile.name())
                .nameIfAny("email", email)
                .that(
                        email == null
                                || (email.equals(email.toLowerCase(Locale.ROOT))
                                        && email.matches("[^@\\s]+@[^@\\s]+")),
                        "email",
                        String.valueOf(email),
                        "an e-mail address in lower case")
                .metadata(metadata);
    }

    private static Optional<Rejection> roles(UserType type, List<String> roles) {
        boolean administersItself =
                type == UserType.SERVICE_ACCOUNT && roles.contains(BuiltInRole.SUPER_ADMIN.wire());
        Rules rules =
                Rules.begin()
                        .that(
                                !roles.isEmpty() && roles.size() <= ROLES_MAX,
                                "roles",
                                roles.size() + " roles",
                                "1 to " + ROLES_MAX)
                        .that(
                                !administersItself,
                                "roles",
                                "super_admin for a service account",
                                "another role, since only people decide about access");
        for (String role : roles) {
            rules =
                    rules.that(
                            BuiltInRole.of(role).isPresent() || isOwn(role),
                            "roles",
                            role,
                            "the name of a built-in role, or the id of one of your own");
        }
        return rules.broken();
    }

    private static boolean isOwn(String role) {
        return role.matches(RoleId.PREFIX + "_[0-9A-HJKMNP-TV-Z]{26}");
    }
}
