package io.tallybook.core.wire;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.access.RoleDocument;
import io.tallybook.core.access.RoleEvent;
import io.tallybook.core.access.RoleId;
import io.tallybook.core.access.UserDocument;
import io.tallybook.core.access.UserEvent;
import io.tallybook.core.access.UserId;
import io.tallybook.core.access.UserProfile;
import io.tallybook.core.access.UserType;
import io.tallybook.core.tenancy.ApiKeyEvent;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.BillingDetails;
import io.tallybook.core.tenancy.EnvironmentEvent;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.KeyTerms;
import io.tallybook.core.tenancy.SettingEvent;
import io.tallybook.core.tenancy.SettingId;
import io.tallybook.core.tenancy.TenantDocument;
import io.tallybook.core.tenancy.TenantEvent;
import io.tallybook.core.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One example of every event about who has access. */
final class AccessSamples {
    private static final Instant MOMENT = Instant.parse("2023-11-15T12:34:56.789012Z");
    private static final TenantId TENANT = TenantId.of(ulid("tenant"));
    private static final Scope SCOPE = Scope.ofTenant(TENANT);
    private static final UserId USER = UserId.of(ulid("user"));
    private static final RoleId ROLE = RoleId.of(ulid("role"));
    private static final ApiKeyId KEY = ApiKeyId.of(ulid("key"));
    private static final SettingId SETTING = SettingId.of(ulid("setting"));
    private static final Map<String, String> METADATA = Map.of("source", "import");
    private static final UserProfile ADA = new UserProfile("ada@example.com", "Ada");

    private AccessSamples() {}

    static List<Object> all() {
        return List.of(
                new EnvironmentEvent.Renamed(EnvironmentId.of(ulid("environment")), "staging"),
                new ApiKeyEvent.TermsSet(KEY, new KeyTerms("private_key", USER, MOMENT, 600)),
                new ApiKeyEvent.Revoked(KEY),
                new TenantEvent.Created(TENANT, SCOPE, tenant("Acme")),
                new TenantEvent.Updated(TENANT, tenant("Acme Ltd")),
                new SettingEvent.Changed(
                        SETTING, SCOPE, "rate_limit_config", Map.of("requests_per_minute", "600")),
                new SettingEvent.Cleared(SETTING),
                new UserEvent.Created(
                        USER,
                        SCOPE,
                        new UserDocument(UserType.USER, ADA, List.of("all_reader"), METADATA)),
                new UserEvent.Updated(USER, ADA, METADATA),
                new UserEvent.RolesSet(USER, List.of("all_writer", ROLE.value())),
                new UserEvent.PasswordSet(USER),
                new UserEvent.Deleted(USER),
                new RoleEvent.Created(ROLE, SCOPE, role("read")),
                new RoleEvent.Updated(ROLE, role("write")),
                new RoleEvent.Deleted(ROLE));
    }

    private static TenantDocument tenant(String name) {
        return new TenantDocument(
                name,
                new BillingDetails(
                        "billing@example.com",
                        "help@example.com",
                        "+49 30 1234567",
                        new BillingDetails.Address(
                                "Unter den Linden 1", "2nd floor", "Berlin", "BE", "10117", "DE")),
                METADATA);
    }

    private static RoleDocument role(String action) {
        return new RoleDocument("Support", "Looks things up", Map.of("customer", List.of(action)));
    }

    private static Ulid ulid(String name) {
        return Ulid.derived(MOMENT, name);
    }
}
