package io.tallybook.command.access;

import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.ulid;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Scope;
import io.tallybook.core.access.UserCommand;
import io.tallybook.core.access.UserDocument;
import io.tallybook.core.access.UserEvent;
import io.tallybook.core.access.UserId;
import io.tallybook.core.access.UserProfile;
import io.tallybook.core.access.UserType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserTest {
    private static final UserId ADA = UserId.of(ulid("ada"));
    private static final UserId EVE = UserId.of(ulid("eve"));
    private static final Scope OF_TENANT = Scope.ofTenant(SCOPE.tenant());
    private static final UserEvent.Created CREATED =
            new UserEvent.Created(ADA, OF_TENANT, person("ada@example.com", "all_reader"));
    private static final UserEvent.Deleted DELETED = new UserEvent.Deleted(ADA);

    private final Spec<User> user = Spec.of(User.class);

    private static UserDocument person(String email, String... roles) {
        return new UserDocument(
                UserType.USER, new UserProfile(email, "Ada"), List.of(roles), Map.of());
    }

    private static UserDocument machine(String... roles) {
        return new UserDocument(
                UserType.SERVICE_ACCOUNT,
                new UserProfile(null, "sender"),
                List.of(roles),
                Map.of());
    }

    private static UserCommand.Create create(UserId id, UserDocument user) {
        return new UserCommand.Create(id, OF_TENANT, NOW, user);
    }

    private static UserCommand.SetRoles roles(Scope scope, String... roles) {
        return new UserCommand.SetRoles(ADA, scope, NOW, List.of(roles));
    }

    @Test
    void aPersonIsMade() {
        user.when(create(ADA, CREATED.user())).happens(ADA, CREATED);
        user.given(CREATED).when(create(ADA, CREATED.user())).nothingHappens(ADA);
        user.given(CREATED)
                .when(create(ADA, person("eve@example.com", "all_reader")))
                .isRefused(Reason.CONFLICT);
    }

    @Test
    void anAddressBelongsToOnePersonOfTheWholeInstallation() {
        user.when(create(ADA, CREATED.user())).happens(ADA, CREATED);
        user.when(create(EVE, CREATED.user())).isRefused(Reason.ALREADY_EXISTS, "ada@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "Ada@Example.com", "a da@example.com", "@", "ada@"})
    void whatIsNoAddressInLowerCaseIsRefused(String email) {
        user.when(create(ADA, person(email, "all_reader"))).isRefusedFor("email", email);
    }

    @ParameterizedTest
    @CsvSource({"nobody", "role_123", "SUPER_ADMIN"})
    void aRoleIsBuiltInOrAnIdOfOnesOwn(String role) {
        user.when(create(ADA, person("a@b.c", role))).isRefusedFor("roles", role);
    }

    @Test
    void whoHasAccessHasARole() {
        user.when(create(ADA, person("a@b.c"))).isRefusedFor("roles", "0 roles");
    }

    @Test
    void aMachineNeverDecidesAboutTheAccessOfOthers() {
        user.when(create(ADA, machine("super_admin"))).isRefusedFor("roles", "only people");
        user.given(new UserEvent.Created(ADA, OF_TENANT, machine("event_reader")))
                .when(roles(OF_TENANT, "super_admin"))
                .isRefusedFor("roles", "only people");
    }

    @Test
    void rolesAreReplaced() {
        UserEvent.RolesSet set = new UserEvent.RolesSet(ADA, List.of("all_writer"));
        user.given(CREATED).when(roles(OF_TENANT, "all_writer")).happens(ADA, set);
        user.given(CREATED, set).when(roles(OF_TENANT, "all_writer")).nothingHappens(ADA);
    }

    @Test
    void whatAUserSaysOfItselfIsReplacedAndTheAddressStays() {
        UserProfile renamed = new UserProfile("ada@example.com", "Countess");
        UserEvent.Updated updated = new UserEvent.Updated(ADA, renamed, Map.of("a", "b"));
        var update = new UserCommand.Update(ADA, OF_TENANT, NOW, renamed, Map.of("a", "b"));
        user.given(CREATED).when(update).happens(ADA, updated);
        user.given(CREATED, updated).when(update).nothingHappens(ADA);
        user.given(CREATED)
                .when(
                        new UserCommand.Update(
                                ADA,
                                OF_TENANT,
                                NOW,
                                new UserProfile("eve@example.com", "Ada"),
                                Map.of()))
                .isRefusedFor("email");
    }

    @Test
    void aDeletedUserStaysDeleted() {
        var delete = new UserCommand.Delete(ADA, OF_TENANT, NOW);
        user.given(CREATED).when(delete).happens(ADA, DELETED);
        user.given(CREATED, DELETED).when(delete).nothingHappens(ADA);
        user.given(CREATED, DELETED)
                .when(roles(OF_TENANT, "all_writer"))
                .isRefused(Reason.INVALID_OPERATION, "deleted");
        user.given(CREATED, DELETED).when(create(ADA, CREATED.user())).isRefused(Reason.CONFLICT);
    }

    @Test
    void aUserOfAnotherTenantIsNotThere() {
        user.given(CREATED).when(roles(OTHER_SCOPE, "all_writer")).isNotFound();
        user.given(CREATED, DELETED).when(roles(OTHER_SCOPE, "all_writer")).isNotFound();
        user.given(CREATED).when(new UserCommand.Delete(ADA, OTHER_SCOPE, NOW)).isNotFound();
        user.given(CREATED, DELETED)
                .when(new UserCommand.Delete(ADA, OTHER_SCOPE, NOW))
                .isNotFound();
    }

    @Test
    void theAddressOfADeletedUserIsFreeForAnother() {
        user.when(create(ADA, CREATED.user())).happens(ADA, CREATED);
        user.when(create(EVE, CREATED.user())).isRefused(Reason.ALREADY_EXISTS, "ada@example.com");
        user.given(CREATED).when(new UserCommand.Delete(ADA, OF_TENANT, NOW)).happens(ADA, DELETED);
        user.given()
                .when(create(EVE, CREATED.user()))
                .happens(EVE, new UserEvent.Created(EVE, OF_TENANT, CREATED.user()));
        // Deleting once more does not take it from its new owner.
        user.given(CREATED, DELETED)
                .when(new UserCommand.Delete(ADA, OF_TENANT, NOW))
                .nothingHappens(ADA);
        user.given()
                .when(create(UserId.of(ulid("mallory")), CREATED.user()))
                .isRefused(Reason.ALREADY_EXISTS, "ada@example.com");
    }

    @Test
    void eachNewPasswordIsNotedAndOnlyOfPeople() {
        var note = new UserCommand.NotePassword(ADA, OF_TENANT, NOW);
        UserEvent.PasswordSet set = new UserEvent.PasswordSet(ADA);
        user.given(CREATED).when(note).happens(ADA, set);
        user.given(CREATED, set).when(note).happens(ADA, set);
        user.given(CREATED, DELETED).when(note).isRefused(Reason.INVALID_OPERATION, "deleted");
        user.given(CREATED).when(new UserCommand.NotePassword(ADA, OTHER_SCOPE, NOW)).isNotFound();
        user.given(new UserEvent.Created(ADA, OF_TENANT, machine("event_reader")))
                .when(note)
                .isRefused(Reason.INVALID_OPERATION, "service account");
    }
}
