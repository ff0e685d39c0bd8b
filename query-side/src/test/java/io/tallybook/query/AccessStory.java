package io.tallybook.query;

import static io.tallybook.query.Samples.START;
import static io.tallybook.query.Samples.ulid;

import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
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
import io.tallybook.core.tenancy.KeyTerms;
import io.tallybook.core.tenancy.SettingEvent;
import io.tallybook.core.tenancy.SettingId;
import io.tallybook.core.tenancy.TenantDocument;
import io.tallybook.core.tenancy.TenantEvent;
import io.tallybook.core.tenancy.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Who had access to a scope, and how that changed. */
record AccessStory(ViewKind kind, String id, List<?> events) {
    /**
     * @param ofTenant where what belongs to the tenant is
     */
    static List<AccessStory> of(Scope scope, Scope ofTenant, String name, Random random) {
        RoleId role = RoleId.of(ulid(name + "role"));
        UserId user = UserId.of(ulid(name + "user"));
        UserId gone = UserId.of(ulid(name + "gone"));
        SettingId setting = SettingId.of(ulid(name + "setting"));
        TenantId tenant = scope.tenant();
        return List.of(
                new AccessStory(
                        ViewKind.TENANT,
                        tenant.value(),
                        List.of(
                                new TenantEvent.Created(tenant, ofTenant, tenant("Acme")),
                                new TenantEvent.Updated(tenant, tenant("Acme Ltd")))),
                new AccessStory(
                        ViewKind.ROLE,
                        role.value(),
                        List.of(
                                new RoleEvent.Created(role, ofTenant, role("read")),
                                new RoleEvent.Updated(role, role("write")))),
                new AccessStory(
                        ViewKind.USER,
                        user.value(),
                        List.of(
                                new UserEvent.Created(
                                        user,
                                        ofTenant,
                                        new UserDocument(
                                                UserType.SERVICE_ACCOUNT,
                                                new UserProfile(null, "meter reader"),
                                                List.of("event_reader"),
                                                Map.of())),
                                new UserEvent.RolesSet(
                                        user, List.of("event_ingestor", role.value())),
                                new UserEvent.Updated(
                                        user, new UserProfile(null, "sender"), Map.of("a", "b")))),
                new AccessStory(
                        ViewKind.USER,
                        gone.value(),
                        List.of(
                                new UserEvent.Created(
                                        gone,
                                        ofTenant,
                                        new UserDocument(
                                                UserType.USER,
                                                new UserProfile(name + "@example.org", null),
                                                List.of("all_reader"),
                                                Map.of())),
                                new UserEvent.PasswordSet(gone),
                                new UserEvent.Deleted(gone))),
                new AccessStory(
                        ViewKind.SETTING,
                        setting.value(),
                        List.of(
                                setting(setting, scope, 100 + random.nextInt(100)),
                                new SettingEvent.Cleared(setting),
                                setting(setting, scope, 600))),
                key(scope, name, "used", user, List.of()),
                key(scope, name, "lost", gone, List.of()),
                key(
                        scope,
                        name,
                        "revoked",
                        user,
                        List.of(new ApiKeyEvent.Revoked(keyId(name, "revoked")))),
                key(
                        scope,
                        name,
                        "limited",
                        user,
                        List.of(
                                new ApiKeyEvent.TermsSet(
                                        keyId(name, "limited"),
                                        new KeyTerms(
                                                "private_key", user, START.plusSeconds(60), 7)))));
    }

    private static AccessStory key(
            Scope scope, String name, String what, UserId user, List<ApiKeyEvent> after) {
        ApiKeyId id = keyId(name, what);
        List<ApiKeyEvent> events = new java.util.ArrayList<>();
        events.add(
                new ApiKeyEvent.Issued(
                        id,
                        scope,
                        what,
                        "sha-" + what + "-" + name,
                        "1234",
                        new KeyTerms("private_key", user, null, null)));
        events.addAll(after);
        return new AccessStory(ViewKind.API_KEY, id.value(), events);
    }

    private static ApiKeyId keyId(String name, String what) {
        return ApiKeyId.of(ulid(name + what));
    }

    private static SettingEvent setting(SettingId id, Scope scope, int requests) {
        return new SettingEvent.Changed(
                id,
                scope,
                "rate_limit_config",
                Map.of("requests_per_minute", Integer.toString(requests)));
    }

    private static TenantDocument tenant(String name) {
        return new TenantDocument(name, null, Map.of());
    }

    private static RoleDocument role(String action) {
        return new RoleDocument("support", null, Map.of("customer", List.of(action)));
    }
}
