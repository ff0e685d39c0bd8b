package io.tallybook.query.tenancy;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.Scope;
import io.tallybook.core.access.Action;
import io.tallybook.core.access.BuiltInRole;
import io.tallybook.core.access.Permission;
import io.tallybook.core.access.Resource;
import io.tallybook.core.access.RoleView;
import io.tallybook.core.access.UserType;
import io.tallybook.core.access.UserView;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.ApiKeyView;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.tenancy.TenancyQuery.ByUser;
import io.tallybook.core.tenancy.TenancyQuery.Principal;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.query.view.ReadRow;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Sql;
import io.tallybook.query.view.ViewTable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Finds who is asking, and what the roles allow: one statement each, for each asks it anew. */
final class Principals {
    private static final String ROLES =
            """
            (select coalesce(jsonb_agg(r.document), '[]') from view_role r
             where r.tenant = %1$s and r.entity_status = 'PUBLISHED'
               and jsonb_exists(u.document -> 'user' -> 'roles', r.id))::text as roles\
            """;

    // A key names its scope, so this is asked over all tenants.
    private static final String BY_KEY =
            """
            select k.document::text as key, e.mode, u.document::text as usr,
                   s.document::text as setting, %s
            from view_api_key k
            join view_environment e on e.tenant = k.tenant and e.environment = k.environment
            left join view_user u
              on u.tenant = k.tenant and u.id = k.document -> 'terms' ->> 'userId'
            left join view_setting s
              on s.tenant = k.tenant and s.environment = k.environment
                and s.key = 'rate_limit_config' and s.entity_status = 'PUBLISHED'
            where k.sha256 = $1 and k.entity_status = 'PUBLISHED'
            order by k.created_at, k.id
            limit 1\
            """
                    .formatted(ROLES.formatted("k.tenant"));

    private static final String BY_USER =
            """
            select e.environment, e.mode, u.document::text as usr, s.document::text as setting, %s
            from view_user u
            left join view_environment e on e.tenant = u.tenant and e.environment = $3
            left join view_setting s
              on s.tenant = u.tenant and s.environment = $3
                and s.key = 'rate_limit_config' and s.entity_status = 'PUBLISHED'
            where u.tenant = $1 and u.id = $2 and u.entity_status = 'PUBLISHED'\
            """
                    .formatted(ROLES.formatted("u.tenant"));

    private final ReadTables tables;

    Principals(ReadTables tables) {
        this.tables = tables;
    }

    Mono<Principal> byKey(String sha256) {
        return tables.read(Sql.of(BY_KEY, sha256), Principals::ofKey)
                .next()
                .flatMap(Mono::justOrEmpty);
    }

    Mono<Principal> byUser(ByUser query) {
        EnvironmentId environment = query.environment();
        Scope ofTenant = Scope.ofTenant(query.tenant());
        return tables.read(
                        Sql.of(
                                BY_USER,
                                query.tenant().value(),
                                query.userId().value(),
                                environment == null ? "" : environment.value()),
                        row -> ofUser(row, query.tenant(), environment, ofTenant))
                .next()
                .flatMap(Mono::justOrEmpty);
    }

    private static Optional<Principal> ofKey(ReadRow row) {
        ApiKeyView key = ViewTable.read(text(row, "key"), ApiKeyView.class);
        EnvironmentMode mode = EnvironmentMode.valueOf(text(row, "mode"));
        String written = row.get("usr", String.class);
        if (key.terms().userId() == null) {
            return Optional.of(owner(key, mode, row));
        }
        if (written == null) {
            return Optional.empty();
        }
        UserView user = ViewTable.read(written, UserView.class);
        return user.stamp().status() == EntityStatus.PUBLISHED
                ? Optional.of(of(key.id(), user, key.scope(), mode, row, key))
                : Optional.empty();
    }

    private static Optional<Principal> ofUser(
            ReadRow row, TenantId tenant, @Nullable EnvironmentId asked, Scope ofTenant) {
        UserView user = ViewTable.read(text(row, "usr"), UserView.class);
        if (asked == null) {
            return Optional.of(of(null, user, ofTenant, EnvironmentMode.LIVE, row, null));
        }
        String environment = row.get("environment", String.class);
        return environment == null
                ? Optional.empty()
                : Optional.of(
                        of(
                                null,
                                user,
                                new Scope(tenant, asked),
                                EnvironmentMode.valueOf(text(row, "mode")),
                                row,
                                null));
    }

    private static Principal owner(ApiKeyView key, EnvironmentMode mode, ReadRow row) {
        return new Principal(
                key.id(),
                null,
                key.scope(),
                mode,
                UserType.USER,
                List.of(BuiltInRole.SUPER_ADMIN.wire()),
                BuiltInRole.SUPER_ADMIN.permissions(),
                key.terms().expiresAt(),
                limit(row, key));
    }

    private static Principal of(
            @Nullable ApiKeyId keyId,
            UserView user,
            Scope scope,
            EnvironmentMode mode,
            ReadRow row,
            @Nullable ApiKeyView key) {
        List<RoleView> own = List.of(ViewTable.read(text(row, "roles"), RoleView[].class));
        return new Principal(
                keyId,
                user.id(),
                scope,
                mode,
                user.user().type(),
                user.user().roles(),
                permissions(user.user().roles(), own),
                key == null ? null : key.terms().expiresAt(),
                limit(row, key));
    }

    private static Set<Permission> permissions(List<String> roles, List<RoleView> own) {
        Set<Permission> all = new HashSet<>();
        for (String role : roles) {
            BuiltInRole.of(role).ifPresent(built -> all.addAll(built.permissions()));
        }
        for (RoleView role : own) {
            role.role()
                    .permissions()
                    .forEach(
                            (entity, actions) ->
                                    Resource.of(entity)
                                            .ifPresent(
                                                    resource ->
                                                            actions.forEach(
                                                                    action ->
                                                                            all.add(
                                                                                    permission(
                                                                                            resource,
                                                                                            action)))));
        }
        return all;
    }

    private static Permission permission(Resource resource, String action) {
        return new Permission(
                resource,
                Arrays.stream(Action.values())
                        .filter(a -> a.name().toLowerCase(Locale.ROOT).equals(action))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no action " + action)));
    }

    private static @Nullable Integer limit(ReadRow row, @Nullable ApiKeyView key) {
        if (key != null && key.terms().requestsPerMinute() != null) {
            return key.terms().requestsPerMinute();
        }
        String setting = row.get("setting", String.class);
        if (setting == null) {
            return null;
        }
        String limit =
                ViewTable.read(setting, SettingView.class).value().get("requests_per_minute");
        return limit == null ? null : Integer.valueOf(limit);
    }

    private static String text(ReadRow row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }
}
