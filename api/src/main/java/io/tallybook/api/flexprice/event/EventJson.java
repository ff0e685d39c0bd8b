package io.tallybook.api.flexprice.event;

import io.tallybook.api.response.Json;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.usage.UsageEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A usage event as the contract shows it. */
final class EventJson {

    private EventJson() {}

    /**
     * @param customer the customer that has the external id now, if there is one
     */
    static ObjectNode of(UsageEvent event, @Nullable CustomerView customer) {
        return Json.object()
                .put("id", event.eventId())
                .put("event_name", event.eventName())
                .put("external_customer_id", event.externalCustomerId())
                .put("customer_id", customer == null ? null : customer.id())
                .put("environment_id", event.scope().environment())
                .put("timestamp", event.timestamp())
                .put("source", event.source())
                .map("properties", event.properties())
                .node();
    }
}
