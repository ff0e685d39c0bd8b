package io.tallybook.api.flexprice.access;

import io.tallybook.api.response.Json;
import io.tallybook.core.access.UserProfile;
import io.tallybook.core.access.UserView;
import io.tallybook.core.tenancy.TenantView;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A user as the contract shows it. */
public final class UserJson {

    private UserJson() {}

    public static ObjectNode of(UserView view, @Nullable TenantView tenant) {
        return Json.object()
                .put("id", view.id())
                .put("email", view.user().profile().email())
                .put("name", view.user().profile().name())
                .put("type", view.user().type().name().toLowerCase(Locale.ROOT))
                .texts("roles", view.user().roles())
                .map("metadata", view.user().metadata())
                .set("tenant", tenant == null ? null : TenantJson.of(tenant))
                .node();
    }

    /** What was shown of a user, as it would be shown now that the user is gone. */
    public static void erase(ObjectNode shown) {
        shown.putNull("email");
        shown.put("name", UserProfile.ERASED.name());
        shown.putObject("metadata");
        if (shown.has("password")) {
            shown.putNull("password");
        }
    }
}
