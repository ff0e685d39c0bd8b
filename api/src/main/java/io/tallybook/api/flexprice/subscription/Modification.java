package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** A change of a subscription in a known way, as it was asked for. */
interface Modification {
    /** What would become of it; nothing is done. */
    Mono<ObjectNode> preview(Call call, String subscription);

    /** Makes it. */
    Mono<ObjectNode> execute(Call call, String subscription);
}
