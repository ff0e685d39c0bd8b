package io.tallybook.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.access.AccessQuery;
import io.tallybook.core.access.Permission;
import io.tallybook.core.access.Resource;
import io.tallybook.core.access.UserId;
import io.tallybook.core.access.UserView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.tenancy.EnvironmentEvent;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.tenancy.TenancyQuery.Principal;
import io.tallybook.core.tenancy.TenantView;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AccessTest {
    private static final Scope SCOPE = Samples.scope("access");
    private static final Scope OF_TENANT = Scope.ofTenant(SCOPE.tenant());
    private static @Nullable ReadSide side;

    private static ReadSide side() {
        return Objects.requireNonNull(side);
    }

    @BeforeAll
    static void live() {
        side = ReadSide.start();
        side().publish(
                        SCOPE,
                        SCOPE.environment().value(),
                        new EnvironmentEvent.Created(
                                SCOPE.environment(),
                                SCOPE,
                                "sandbox",
                                EnvironmentMode.SANDBOX,
                                Samples.START));
        for (AccessStory story : AccessStory.of(SCOPE, OF_TENANT, "a", new Random(1))) {
            for (Object event : story.events()) {
                side().publish(SCOPE, story.id(), event);
            }
            side().settled(story.kind(), story.id());
        }
        side().settled(ViewKind.ENVIRONMENT, SCOPE.environment().value());
    }

    private static Optional<Principal> byKey(String what) {
        return side().find(new TenancyQuery.ByApiKey("sha-" + what + "-a"), Principal.class);
    }

    @AfterAll
    static void end() {
        side().close();
    }

    @Test
    void aKeyHasTheRolesOfItsUserAndWhatTheTenantsOwnRolesAllow() {
        Principal principal = byKey("used").orElseThrow();

        assertThat(principal.scope()).isEqualTo(SCOPE);
        assertThat(principal.permissions())
                .containsExactlyInAnyOrder(
                        Permission.write(Resource.EVENT), Permission.write(Resource.CUSTOMER));
        assertThat(principal.requestsPerMinute()).isEqualTo(600);
    }

    @Test
    void aKeysOwnTermsComeBeforeThoseOfItsEnvironment() {
        Principal principal = byKey("limited").orElseThrow();

        assertThat(principal.requestsPerMinute()).isEqualTo(7);
        assertThat(principal.expiresAt()).isEqualTo(Samples.START.plusSeconds(60));
    }

    @Test
    void aWithdrawnKeyAndTheKeyOfADeletedUserBelongToNobody() {
        assertThat(byKey("revoked")).isEmpty();
        assertThat(byKey("lost")).isEmpty();
    }

    @Test
    void aPersonIsOfItsTenantAndOfEachOfItsEnvironmentsAndOfNoOther() {
        UserId user = UserId.of(Samples.ulid("auser"));
        assertThat(byUser(user, null).orElseThrow().scope()).isEqualTo(OF_TENANT);
        assertThat(byUser(user, SCOPE.environment()).orElseThrow().scope()).isEqualTo(SCOPE);
        assertThat(byUser(user, Samples.OTHER.environment())).isEmpty();
        assertThat(byUser(UserId.of(Samples.ulid("agone")), null)).isEmpty();
    }

    private static Optional<Principal> byUser(UserId user, @Nullable EnvironmentId environment) {
        return side().find(
                        new TenancyQuery.ByUser(SCOPE.tenant(), user, environment),
                        Principal.class);
    }

    @Test
    void usersAreFoundByTheirRolesAndPeopleByTheirAddressUnlessDeleted() {
        SearchSpec all = Samples.search();
        assertThat(users(List.of("event_ingestor"), all).items())
                .extracting(user -> user.user().profile().name())
                .containsExactly("sender");
        assertThat(users(List.of("event_reader"), all).items()).isEmpty();
        assertThat(users(List.of(), all).total()).isEqualTo(2);
        assertThat(side().find(new AccessQuery.UserByEmail("a@example.org"), UserView.class))
                .isEmpty();
    }

    private static AccessQuery.Users users(List<String> roles, SearchSpec spec) {
        return side().answer(
                        new AccessQuery.SearchUsers(OF_TENANT, roles, spec),
                        AccessQuery.Users.class);
    }

    @Test
    void rolesTenantAndSettingsAreShownAsTheyAre() {
        assertThat(
                        side().answer(new AccessQuery.AllRoles(OF_TENANT), AccessQuery.Roles.class)
                                .items())
                .extracting(role -> role.role().permissions().get("customer"))
                .containsExactly(List.of("write"));
        assertThat(
                        side().find(new TenancyQuery.TenantById(SCOPE.tenant()), TenantView.class)
                                .orElseThrow()
                                .tenant()
                                .name())
                .isEqualTo("Acme Ltd");
        assertThat(
                        side().find(
                                        new TenancyQuery.SettingOf(SCOPE, "rate_limit_config"),
                                        SettingView.class)
                                .orElseThrow()
                                .value())
                .containsEntry("requests_per_minute", "600");
        assertThat(
                        side().answer(
                                        new TenancyQuery.SearchKeys(SCOPE, Samples.search()),
                                        TenancyQuery.Keys.class)
                                .total())
                .isEqualTo(4);
    }
}
