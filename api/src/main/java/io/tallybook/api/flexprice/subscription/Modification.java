package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.core.invoice.InvoiceView;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** A change of a subscription in a known way, as it was asked for. */
interface Modification {
    /** What would become of it; nothing is done. */
    Mono<ObjectNode> preview(Call call, String subscription);

    /** Makes it. */
    Mono<Made> execute(Call call, String subscription);

    /**
     * What was made.
     *
     * @param invoice what is to be paid for it at once
     */
    record Made(ObjectNode answer, Optional<InvoiceView> invoice) {}
}
