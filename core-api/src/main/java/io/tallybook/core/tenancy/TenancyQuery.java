package io.tallybook.core.tenancy;

import io.tallybook.core.Scope;
import io.tallybook.core.access.Permission;
import io.tallybook.core.access.UserId;
import io.tallybook.core.access.UserType;
import io.tallybook.core.search.SearchSpec;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be asked about tenancy. */
public sealed interface TenancyQuery {
    /** Who a key belongs to; answered with an optional {@link Principal}. */
    record ByApiKey(String sha256) implements TenancyQuery {}

    /**
     * Who a person is in one of its tenant's environments; answered with an optional {@link
     * Principal}, which is absent for a foreign environment.
     *
     * @param environment absent for what belongs to the tenant and to no environment
     */
    record ByUser(TenantId tenant, UserId userId, @Nullable EnvironmentId environment)
            implements TenancyQuery {}

    /** The environment of a scope; answered with an optional {@link EnvironmentView}. */
    record EnvironmentOf(Scope scope) implements TenancyQuery {}

    /**
     * Where the clock of a sandbox stands, from memory; answered with an optional {@code Instant}.
     * What has heard of an advance is never behind it; another process hears of it at once, and not
     * in the same moment, so nothing is decided by this that is stored.
     */
    record ClockOf(Scope scope) implements TenancyQuery {}

    /** Every environment there is; answered with {@link Environments}. */
    record AllEnvironments() implements TenancyQuery {}

    /** The environments of a tenant, oldest first; answered with {@link Environments}. */
    record EnvironmentsOf(TenantId tenant) implements TenancyQuery {}

    /** One tenant; answered with an optional {@link TenantView}. */
    record TenantById(TenantId id) implements TenancyQuery {}

    /** One key of an environment; answered with an optional {@link ApiKeyView}. */
    record KeyById(Scope scope, ApiKeyId id) implements TenancyQuery {}

    /**
     * Keys that fit; answered with {@link Keys}.
     *
     * <p>Fields: id, entity_status, name, created_at, updated_at.
     */
    record SearchKeys(Scope scope, SearchSpec spec) implements TenancyQuery {}

    /** A setting that is set; answered with an optional {@link SettingView}. */
    record SettingOf(Scope scope, String key) implements TenancyQuery {}

    /** What is set in an environment; answered with {@link Settings}. */
    record SettingsOf(Scope scope) implements TenancyQuery {}

    /** Settings, by their keys. */
    record Settings(List<SettingView> items) {
        public Settings {
            items = List.copyOf(items);
        }
    }

    /**
     * Who is asking.
     *
     * @param apiKeyId absent if a person logged in
     * @param userId absent of a key that is nobody's, which may do everything
     * @param permissions what the roles allow together
     * @param expiresAt from when the key no longer works
     * @param requestsPerMinute how many requests it may make; absent where nothing is set
     */
    record Principal(
            @Nullable ApiKeyId apiKeyId,
            @Nullable UserId userId,
            Scope scope,
            EnvironmentMode mode,
            UserType type,
            List<String> roles,
            Set<Permission> permissions,
            @Nullable Instant expiresAt,
            @Nullable Integer requestsPerMinute) {
        public Principal {
            roles = List.copyOf(roles);
            permissions = Set.copyOf(permissions);
        }
    }

    /** A list of environments. */
    record Environments(List<EnvironmentView> items) {
        public Environments {
            items = List.copyOf(items);
        }
    }

    /**
     * One page of keys.
     *
     * @param total how many fit in all
     */
    record Keys(List<ApiKeyView> items, long total) {
        public Keys {
            items = List.copyOf(items);
        }
    }
}
