package io.tallybook.command.access;

import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.ulid;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Scope;
import io.tallybook.core.access.RoleCommand;
import io.tallybook.core.access.RoleDocument;
import io.tallybook.core.access.RoleEvent;
import io.tallybook.core.access.RoleId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoleTest {
    private static final RoleId ID = RoleId.of(ulid("role"));
    private static final RoleId OTHER = RoleId.of(ulid("other role"));
    private static final Scope OF_TENANT = Scope.ofTenant(SCOPE.tenant());
    private static final RoleDocument READS = role("Support", "customer", "read");
    private static final RoleDocument WRITES = role("Support", "customer", "write");
    private static final RoleEvent.Created CREATED = new RoleEvent.Created(ID, OF_TENANT, READS);
    private static final RoleEvent.Deleted DELETED = new RoleEvent.Deleted(ID);

    private final Spec<Role> role = Spec.of(Role.class);

    private static RoleDocument role(String name, String entity, String... actions) {
        return new RoleDocument(name, null, Map.of(entity, List.of(actions)));
    }

    private static RoleCommand.Create create(RoleId id, RoleDocument role) {
        return new RoleCommand.Create(id, OF_TENANT, NOW, role);
    }

    private static RoleCommand.Update update(Scope scope, RoleDocument role) {
        return new RoleCommand.Update(ID, scope, NOW, role);
    }

    @Test
    void aRoleIsMadeOnceUnderItsName() {
        role.when(create(ID, READS)).happens(ID, CREATED);
        role.when(create(OTHER, READS)).isRefused(Reason.ALREADY_EXISTS, "Support");
        role.given(CREATED).when(create(ID, READS)).nothingHappens(ID);
        role.given(CREATED).when(create(ID, WRITES)).isRefused(Reason.CONFLICT);
    }

    @Test
    void aRoleNamesEntitiesAndActionsThatThereAre() {
        role.when(create(ID, role("all_reader", "customer", "read"))).isRefusedFor("name");
        role.when(create(ID, role("", "customer", "read"))).isRefusedFor("name");
        role.when(create(ID, role("x", "planet", "read")))
                .isRefusedFor("permissions.planet", "customer");
        role.when(create(ID, role("x", "customer", "delete")))
                .isRefusedFor("permissions.customer", "read, write");
        role.when(create(ID, role("x", "customer"))).isRefusedFor("permissions.customer");
        role.when(create(ID, new RoleDocument("x", null, Map.of()))).isRefusedFor("permissions");
    }

    @Test
    void whatItAllowsIsReplacedAndItsNameStays() {
        RoleEvent.Updated updated = new RoleEvent.Updated(ID, WRITES);
        role.given(CREATED).when(update(OF_TENANT, WRITES)).happens(ID, updated);
        role.given(CREATED, updated).when(update(OF_TENANT, WRITES)).nothingHappens(ID);
        role.given(CREATED)
                .when(update(OF_TENANT, role("Sales", "customer", "read")))
                .isRefusedFor("name", "Support");
    }

    @Test
    void aDeletedRoleStaysDeleted() {
        var delete = new RoleCommand.Delete(ID, OF_TENANT, NOW);
        role.given(CREATED).when(delete).happens(ID, DELETED);
        role.given(CREATED, DELETED).when(delete).nothingHappens(ID);
        role.given(CREATED, DELETED)
                .when(update(OF_TENANT, WRITES))
                .isRefused(Reason.INVALID_OPERATION, "deleted");
        role.given(CREATED, DELETED)
                .when(create(ID, READS))
                .isRefused(Reason.INVALID_OPERATION, "deleted");
    }

    @Test
    void aRoleOfAnotherTenantIsNotThere() {
        role.given(CREATED).when(update(OTHER_SCOPE, WRITES)).isNotFound();
        role.given(CREATED).when(new RoleCommand.Delete(ID, OTHER_SCOPE, NOW)).isNotFound();
        role.given(CREATED, DELETED).when(update(OTHER_SCOPE, WRITES)).isNotFound();
        role.given(CREATED, DELETED)
                .when(new RoleCommand.Delete(ID, OTHER_SCOPE, NOW))
                .isNotFound();
    }

    @Test
    void theNameOfADeletedRoleIsFreeForAnother() {
        role.when(create(ID, READS)).happens(ID, CREATED);
        role.given(CREATED).when(new RoleCommand.Delete(ID, OF_TENANT, NOW)).happens(ID, DELETED);
        role.given()
                .when(create(OTHER, READS))
                .happens(OTHER, new RoleEvent.Created(OTHER, OF_TENANT, READS));
    }
}
