package io.tallybook.api.flexprice.environment;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.EnvironmentView;
import tools.jackson.databind.node.ObjectNode;

/** An environment as the contract shows it. */
public final class EnvironmentJson {

    private EnvironmentJson() {}

    public static ObjectNode of(EnvironmentView view) {
        return BaseJson.of(view)
                .put("name", view.name())
                .put("type", view.mode() == EnvironmentMode.SANDBOX ? "development" : "production")
                .put("now", view.mode() == EnvironmentMode.SANDBOX ? view.now() : null)
                .node();
    }
}
