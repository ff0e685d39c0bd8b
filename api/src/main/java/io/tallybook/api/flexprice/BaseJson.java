package io.tallybook.api.flexprice;

import io.tallybook.api.response.Json;
import io.tallybook.core.View;
import java.util.Locale;

/** The seven keys that every resource carries. */
public final class BaseJson {

    private BaseJson() {}

    public static Json add(Json json, View view) {
        return json.put("id", view.id())
                .put("tenant_id", view.scope().tenant())
                .put("environment_id", view.scope().environment())
                .put("status", view.stamp().status().name().toLowerCase(Locale.ROOT))
                .put("created_at", view.stamp().createdAt())
                .put("updated_at", view.stamp().updatedAt())
                .put("created_by", view.stamp().createdBy())
                .put("updated_by", view.stamp().updatedBy());
    }

    public static Json of(View view) {
        return add(Json.object(), view);
    }
}
