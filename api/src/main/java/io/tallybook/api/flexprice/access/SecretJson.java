package io.tallybook.api.flexprice.access;

import io.tallybook.api.response.Json;
import io.tallybook.core.access.BuiltInRole;
import io.tallybook.core.access.UserType;
import io.tallybook.core.access.UserView;
import io.tallybook.core.tenancy.ApiKeyView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An API key as the contract shows it: by its last characters, and never the key. */
public final class SecretJson {

    private SecretJson() {}

    /**
     * @param user whose it is, unless it is nobody's
     */
    public static ObjectNode of(
            ApiKeyView key, @Nullable UserView user, @Nullable Instant lastUsedAt) {
        UserType type = user == null ? UserType.USER : user.user().type();
        return Json.object()
                .put("id", key.id())
                .put("name", key.name())
                .put("type", key.terms().type())
                .put("provider", "flexprice")
                .put("display_id", "…" + key.hint())
                .put("status", key.stamp().status().name().toLowerCase(Locale.ROOT))
                .texts(
                        "roles",
                        user == null
                                ? List.of(BuiltInRole.SUPER_ADMIN.wire())
                                : user.user().roles())
                .put("user_id", key.terms().userId())
                .put("user_type", type.name().toLowerCase(Locale.ROOT))
                .put(
                        "service_account_name",
                        type == UserType.SERVICE_ACCOUNT && user != null
                                ? user.user().profile().name()
                                : null)
                .put("expires_at", key.terms().expiresAt())
                .put("last_used_at", lastUsedAt)
                .put("requests_per_minute", key.terms().requestsPerMinute())
                .put("tenant_id", key.scope().tenant())
                .put("environment_id", key.scope().environment())
                .put("created_at", key.stamp().createdAt())
                .put("updated_at", key.stamp().updatedAt())
                .put("created_by", key.stamp().createdBy())
                .put("updated_by", key.stamp().updatedBy())
                .node();
    }
}
