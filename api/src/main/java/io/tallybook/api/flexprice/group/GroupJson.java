package io.tallybook.api.flexprice.group;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.GroupDocument;
import io.tallybook.core.catalogue.GroupView;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A group as the contract shows it. */
public final class GroupJson {

    private GroupJson() {}

    /**
     * @param members the ids of what belongs to it, where they are to be shown
     */
    public static ObjectNode of(GroupView view, @Nullable List<String> members) {
        return json(view).texts("entity_ids", members).node();
    }

    /** Without what belongs to it. */
    public static ObjectNode alone(GroupView view) {
        return json(view).node();
    }

    private static Json json(GroupView view) {
        GroupDocument group = view.group();
        return BaseJson.of(view)
                .put("name", group.name())
                .put("entity_type", group.entityType().name().toLowerCase(Locale.ROOT))
                .put("lookup_key", group.lookupKey())
                .map("metadata", group.metadata());
    }
}
