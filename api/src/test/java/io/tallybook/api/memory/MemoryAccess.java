package io.tallybook.api.memory;

import static io.tallybook.api.memory.MemoryEngine.refused;

import io.tallybook.api.auth.Authentication;
import io.tallybook.core.Command;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.Receipt;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import io.tallybook.core.access.AccessQuery;
import io.tallybook.core.access.Action;
import io.tallybook.core.access.BuiltInRole;
import io.tallybook.core.access.Permission;
import io.tallybook.core.access.Resource;
import io.tallybook.core.access.RoleCommand;
import io.tallybook.core.access.RoleView;
import io.tallybook.core.access.UserCommand;
import io.tallybook.core.access.UserDocument;
import io.tallybook.core.access.UserProfile;
import io.tallybook.core.access.UserType;
import io.tallybook.core.access.UserView;
import io.tallybook.core.tenancy.ApiKeyCommand;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.ApiKeyView;
import io.tallybook.core.tenancy.EnvironmentCommand;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.tenancy.KeyTerms;
import io.tallybook.core.tenancy.SettingCommand;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.tenancy.TenancyQuery.Principal;
import io.tallybook.core.tenancy.TenantCommand;
import io.tallybook.core.tenancy.TenantDocument;
import io.tallybook.core.tenancy.TenantView;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;

/** Who has access, kept in memory; it refuses what is not there, and no more. */
public final class MemoryAccess {

    private final MemoryEngine engine;
    private final Map<String, EnvironmentView> environments = new ConcurrentHashMap<>();
    private final Map<String, ApiKeyView> keys = new ConcurrentHashMap<>();
    private final Map<String, TenantView> tenants = new ConcurrentHashMap<>();
    private final Map<String, SettingView> settings = new ConcurrentHashMap<>();
    private final Map<String, RoleView> roles = new ConcurrentHashMap<>();
    private final Map<String, UserView> users = new ConcurrentHashMap<>();

    MemoryAccess(MemoryEngine engine) {
        this.engine = engine;
        begin(MemoryEngine.SANDBOX, EnvironmentMode.SANDBOX, MemoryEngine.SANDBOX_KEY, "1");
        begin(MemoryEngine.LIVE, EnvironmentMode.LIVE, MemoryEngine.LIVE_KEY, "2");
        begin(MemoryEngine.OTHER, EnvironmentMode.SANDBOX, MemoryEngine.OTHER_KEY, "3");
    }

    private void begin(Scope scope, EnvironmentMode mode, String key, String last) {
        Stamp stamp = Stamp.first(MemoryEngine.START, MemoryEngine.ACTOR, 0);
        environments.put(
                scope.environment().value(),
                new EnvironmentView(
                        scope.environment(),
                        scope,
                        mode.name().toLowerCase(Locale.ROOT),
                        mode,
                        MemoryEngine.START,
                        stamp));
        ApiKeyId id = new ApiKeyId("secret_0000000000000000000000000" + last);
        keys.put(
                id.value(),
                new ApiKeyView(
                        id,
                        scope,
                        "first",
                        Authentication.sha256(key),
                        key.substring(key.length() - 4),
                        KeyTerms.OWNER,
                        stamp));
        Scope ofTenant = Scope.ofTenant(scope.tenant());
        tenants.put(
                scope.tenant().value(),
                new TenantView(
                        scope.tenant(),
                        ofTenant,
                        new TenantDocument("Acme", null, Map.of()),
                        stamp));
        var owner = io.tallybook.api.flexprice.access.Owner.of(scope.tenant());
        users.put(
                owner.value(),
                new UserView(
                        owner,
                        ofTenant,
                        new UserDocument(
                                UserType.USER,
                                new UserProfile(null, "Owner"),
                                List.of("super_admin"),
                                Map.of()),
                        stamp));
    }

    private Stamp after(Stamp before, Command c, EntityStatus becomes) {
        return before.next(c.at(), MemoryEngine.ACTOR, before.version() + 1, becomes);
    }

    private static <V> V there(@Nullable V view, boolean sameScope, String kind, Object id) {
        if (view == null || !sameScope) {
            throw refused(Rejection.notFound(kind, id.toString()));
        }
        return view;
    }

    @CommandHandler
    Receipt handle(EnvironmentCommand.Create c) {
        EnvironmentView known = environments.get(c.environmentId().value());
        if (known != null) {
            return again(known, known.name().equals(c.name()) && known.now().equals(c.at()));
        }
        environments.put(
                c.environmentId().value(),
                new EnvironmentView(
                        c.environmentId(),
                        c.scope(),
                        c.name(),
                        c.mode(),
                        c.at(),
                        MemoryEngine.stamp(c)));
        return new Receipt(c.environmentId().value(), 0);
    }

    @CommandHandler
    Receipt handle(EnvironmentCommand.Rename c) {
        EnvironmentView e = environments.get(c.environmentId().value());
        EnvironmentView before =
                there(
                        e,
                        e != null && e.scope().equals(c.scope()),
                        "environment",
                        c.environmentId());
        environments.put(
                before.id().value(),
                new EnvironmentView(
                        before.id(),
                        before.scope(),
                        c.name(),
                        before.mode(),
                        before.now(),
                        after(before.stamp(), c, EntityStatus.PUBLISHED)));
        return new Receipt(before.id().value(), 1);
    }

    @CommandHandler
    Receipt handle(ApiKeyCommand.Issue c) {
        keys.put(
                c.apiKeyId().value(),
                new ApiKeyView(
                        c.apiKeyId(),
                        c.scope(),
                        c.name(),
                        c.sha256(),
                        c.hint(),
                        c.terms(),
                        MemoryEngine.stamp(c)));
        return new Receipt(c.apiKeyId().value(), 0);
    }

    @CommandHandler
    Receipt handle(ApiKeyCommand.SetTerms c) {
        return changed(c, c.apiKeyId(), c.terms(), EntityStatus.PUBLISHED);
    }

    @CommandHandler
    Receipt handle(ApiKeyCommand.Revoke c) {
        return changed(c, c.apiKeyId(), null, EntityStatus.DELETED);
    }

    private Receipt changed(
            Command c, ApiKeyId id, @Nullable KeyTerms terms, EntityStatus becomes) {
        ApiKeyView key = keys.get(id.value());
        ApiKeyView before = there(key, key != null && key.scope().equals(c.scope()), "API key", id);
        keys.put(
                id.value(),
                new ApiKeyView(
                        id,
                        before.scope(),
                        before.name(),
                        before.sha256(),
                        before.hint(),
                        terms == null ? before.terms() : terms,
                        after(before.stamp(), c, becomes)));
        return new Receipt(id.value(), before.stamp().version() + 1);
    }

    @CommandHandler
    Receipt handle(TenantCommand.Create c) {
        TenantView known = tenants.get(c.tenantId().value());
        if (known != null) {
            return again(known, known.tenant().equals(c.tenant()));
        }
        tenants.put(
                c.tenantId().value(),
                new TenantView(c.tenantId(), c.scope(), c.tenant(), MemoryEngine.stamp(c)));
        return new Receipt(c.tenantId().value(), 0);
    }

    @CommandHandler
    Receipt handle(TenantCommand.Update c) {
        TenantView before = there(tenants.get(c.tenantId().value()), true, "tenant", c.tenantId());
        tenants.put(
                before.id().value(),
                new TenantView(
                        before.id(),
                        before.scope(),
                        c.tenant(),
                        after(before.stamp(), c, EntityStatus.PUBLISHED)));
        return new Receipt(c.tenantId().value(), before.stamp().version() + 1);
    }

    @CommandHandler
    Receipt handle(SettingCommand.Put c) {
        settings.put(
                c.settingId().value(),
                new SettingView(
                        c.settingId(), c.scope(), c.key(), c.value(), MemoryEngine.stamp(c)));
        return new Receipt(c.settingId().value(), 0);
    }

    @CommandHandler
    Receipt handle(SettingCommand.Clear c) {
        there(settings.remove(c.settingId().value()), true, "setting", c.settingId());
        return new Receipt(c.settingId().value(), 1);
    }

    @CommandHandler
    Receipt handle(RoleCommand.Create c) {
        roles.put(
                c.roleId().value(),
                new RoleView(c.roleId(), c.scope(), c.role(), MemoryEngine.stamp(c)));
        return new Receipt(c.roleId().value(), 0);
    }

    @CommandHandler
    Receipt handle(RoleCommand.Update c) {
        RoleView before = role(c);
        roles.put(
                before.id().value(),
                new RoleView(
                        before.id(),
                        before.scope(),
                        c.role(),
                        after(before.stamp(), c, EntityStatus.PUBLISHED)));
        return new Receipt(c.roleId().value(), before.stamp().version() + 1);
    }

    @CommandHandler
    Receipt handle(RoleCommand.Delete c) {
        RoleView before = role(c);
        roles.put(
                before.id().value(),
                new RoleView(
                        before.id(),
                        before.scope(),
                        before.role(),
                        after(before.stamp(), c, EntityStatus.DELETED)));
        return new Receipt(c.roleId().value(), before.stamp().version() + 1);
    }

    private RoleView role(RoleCommand c) {
        RoleView role = roles.get(c.roleId().value());
        return there(role, role != null && role.scope().equals(c.scope()), "role", c.roleId());
    }

    @CommandHandler
    Receipt handle(UserCommand.Create c) {
        UserView known = users.get(c.userId().value());
        if (known != null) {
            return again(known, known.user().equals(c.user()));
        }
        String email = c.user().profile().email();
        if (email != null && answer(new AccessQuery.UserByEmail(email)).isPresent()) {
            throw refused(Rejection.taken("email", email));
        }
        users.put(
                c.userId().value(),
                new UserView(c.userId(), c.scope(), c.user(), MemoryEngine.stamp(c)));
        return new Receipt(c.userId().value(), 0);
    }

    /** A repeated creation: the same again is nothing, and another under the same id refused. */
    private static Receipt again(View known, boolean same) {
        if (!same) {
            throw refused(Rejection.conflict(known.id().value()));
        }
        return new Receipt(known.id().value(), known.stamp().version());
    }

    @CommandHandler
    Receipt handle(UserCommand.Update c) {
        UserDocument was = user(c).user();
        return replaced(
                c,
                new UserDocument(was.type(), c.profile(), was.roles(), c.metadata()),
                EntityStatus.PUBLISHED);
    }

    @CommandHandler
    Receipt handle(UserCommand.SetRoles c) {
        UserDocument was = user(c).user();
        return replaced(
                c,
                new UserDocument(was.type(), was.profile(), c.roles(), was.metadata()),
                EntityStatus.PUBLISHED);
    }

    @CommandHandler
    Receipt handle(UserCommand.NotePassword c) {
        return replaced(c, user(c).user(), EntityStatus.PUBLISHED);
    }

    @CommandHandler
    Receipt handle(UserCommand.Delete c) {
        return replaced(c, user(c).user(), EntityStatus.DELETED);
    }

    private Receipt replaced(UserCommand c, UserDocument user, EntityStatus becomes) {
        UserView before = user(c);
        users.put(
                before.id().value(),
                new UserView(before.id(), before.scope(), user, after(before.stamp(), c, becomes)));
        return new Receipt(before.id().value(), before.stamp().version() + 1);
    }

    private UserView user(UserCommand c) {
        UserView user = users.get(c.userId().value());
        return there(user, user != null && user.scope().equals(c.scope()), "user", c.userId());
    }

    @QueryHandler
    Optional<Principal> answer(TenancyQuery.ByApiKey query) {
        return keys.values().stream()
                .filter(
                        key ->
                                key.sha256().equals(query.sha256())
                                        && key.stamp().status() == EntityStatus.PUBLISHED)
                .findFirst()
                .flatMap(this::principal);
    }

    private Optional<Principal> principal(ApiKeyView key) {
        EnvironmentView environment = environments.get(key.scope().environment().value());
        EnvironmentMode mode = environment == null ? EnvironmentMode.LIVE : environment.mode();
        if (key.terms().userId() == null) {
            return Optional.of(
                    new Principal(
                            key.id(),
                            null,
                            key.scope(),
                            mode,
                            UserType.USER,
                            List.of("super_admin"),
                            BuiltInRole.SUPER_ADMIN.permissions(),
                            key.terms().expiresAt(),
                            limit(key)));
        }
        return Optional.ofNullable(users.get(key.terms().userId().value()))
                .filter(user -> user.stamp().status() == EntityStatus.PUBLISHED)
                .map(user -> of(user, key, key.scope(), mode));
    }

    private Principal of(UserView user, @Nullable ApiKeyView key, Scope scope, EnvironmentMode m) {
        Set<Permission> permissions = new HashSet<>();
        for (String role : user.user().roles()) {
            BuiltInRole.of(role).ifPresent(r -> permissions.addAll(r.permissions()));
            RoleView own = roles.get(role);
            if (own != null && own.stamp().status() == EntityStatus.PUBLISHED) {
                own.role()
                        .permissions()
                        .forEach(
                                (entity, actions) ->
                                        actions.forEach(
                                                action ->
                                                        permissions.add(
                                                                new Permission(
                                                                        Resource.of(entity)
                                                                                .orElseThrow(),
                                                                        Action.valueOf(
                                                                                action.toUpperCase(
                                                                                        Locale
                                                                                                .ROOT))))));
            }
        }
        return new Principal(
                key == null ? null : key.id(),
                user.id(),
                scope,
                m,
                user.user().type(),
                user.user().roles(),
                permissions,
                key == null ? null : key.terms().expiresAt(),
                key == null ? null : limit(key));
    }

    private @Nullable Integer limit(ApiKeyView key) {
        if (key.terms().requestsPerMinute() != null) {
            return key.terms().requestsPerMinute();
        }
        return answer(new TenancyQuery.SettingOf(key.scope(), "rate_limit_config"))
                .map(setting -> Integer.valueOf(setting.value().get("requests_per_minute")))
                .orElse(null);
    }

    @QueryHandler
    Optional<Principal> answer(TenancyQuery.ByUser query) {
        UserView user = users.get(query.userId().value());
        if (user == null
                || user.stamp().status() != EntityStatus.PUBLISHED
                || !user.scope().tenant().equals(query.tenant())) {
            return Optional.empty();
        }
        if (query.environment() == null) {
            return Optional.of(of(user, null, user.scope(), EnvironmentMode.LIVE));
        }
        return answer(
                        new TenancyQuery.EnvironmentOf(
                                new Scope(query.tenant(), query.environment())))
                .map(e -> of(user, null, e.scope(), e.mode()));
    }

    @QueryHandler
    Optional<Instant> answer(TenancyQuery.ClockOf query) {
        return answer(new TenancyQuery.EnvironmentOf(query.scope())).map(EnvironmentView::now);
    }

    @QueryHandler
    Optional<EnvironmentView> answer(TenancyQuery.EnvironmentOf query) {
        return Optional.ofNullable(environments.get(query.scope().environment().value()))
                .filter(e -> e.scope().equals(query.scope()))
                .map(
                        e ->
                                new EnvironmentView(
                                        e.id(),
                                        e.scope(),
                                        e.name(),
                                        e.mode(),
                                        engine.now(e.scope()),
                                        e.stamp()));
    }

    @QueryHandler
    TenancyQuery.Environments answer(TenancyQuery.EnvironmentsOf query) {
        return new TenancyQuery.Environments(
                environments.values().stream()
                        .filter(e -> e.scope().tenant().equals(query.tenant()))
                        .sorted(Comparator.comparing(e -> e.id().value()))
                        .toList());
    }

    @QueryHandler
    Optional<TenantView> answer(TenancyQuery.TenantById query) {
        return Optional.ofNullable(tenants.get(query.id().value()));
    }

    @QueryHandler
    Optional<ApiKeyView> answer(TenancyQuery.KeyById query) {
        return Optional.ofNullable(keys.get(query.id().value()))
                .filter(key -> key.scope().equals(query.scope()));
    }

    @QueryHandler
    TenancyQuery.Keys answer(TenancyQuery.SearchKeys query) {
        Shelf<ApiKeyView> shelf = new Shelf<ApiKeyView>().field("name", ApiKeyView::name);
        keys.values().forEach(shelf::put);
        var found = shelf.search(query.scope(), query.spec());
        return new TenancyQuery.Keys(found.items(), found.total());
    }

    @QueryHandler
    Optional<SettingView> answer(TenancyQuery.SettingOf query) {
        return settings.values().stream()
                .filter(s -> s.scope().equals(query.scope()) && s.key().equals(query.key()))
                .findFirst();
    }

    @QueryHandler
    Optional<UserView> answer(AccessQuery.UserById query) {
        return Optional.ofNullable(users.get(query.id().value()))
                .filter(user -> user.scope().equals(query.scope()));
    }

    @QueryHandler
    Optional<UserView> answer(AccessQuery.UserByEmail query) {
        return users.values().stream()
                .filter(
                        user ->
                                query.email().equals(user.user().profile().email())
                                        && user.stamp().status() == EntityStatus.PUBLISHED)
                .findFirst();
    }

    @QueryHandler
    AccessQuery.Users answer(AccessQuery.SearchUsers query) {
        Shelf<UserView> shelf =
                new Shelf<UserView>()
                        .field("email", user -> user.user().profile().email())
                        .field("name", user -> user.user().profile().name())
                        .field("type", user -> user.user().type().name());
        users.values().stream()
                .filter(
                        user ->
                                query.roles().isEmpty()
                                        || user.user().roles().stream()
                                                .anyMatch(query.roles()::contains))
                .forEach(shelf::put);
        var found = shelf.search(query.scope(), query.spec());
        return new AccessQuery.Users(found.items(), found.total());
    }

    @QueryHandler
    Optional<RoleView> answer(AccessQuery.RoleById query) {
        return Optional.ofNullable(roles.get(query.id().value()))
                .filter(role -> role.scope().equals(query.scope()));
    }

    @QueryHandler
    AccessQuery.Roles answer(AccessQuery.AllRoles query) {
        return new AccessQuery.Roles(
                roles.values().stream()
                        .filter(
                                role ->
                                        role.scope().equals(query.scope())
                                                && role.stamp().status() == EntityStatus.PUBLISHED)
                        .toList());
    }
}
