package io.tallybook.api.flexprice.plan;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.price.Charges;
import io.tallybook.api.request.Body;
import io.tallybook.api.response.Answer;
import io.tallybook.core.catalogue.PlanDocument;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PlanView;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Plans under their older name, where they come with their charges and are shown with them. */
final class PricingPlans {
    static final String PATH = "/v1/pricing-plans";

    private final Directory directory;
    private final PlanParts parts;
    private final Charges charges;

    PricingPlans(Directory directory, PlanParts parts, Charges charges) {
        this.directory = directory;
        this.parts = parts;
        this.charges = charges;
    }

    /** Whether a request came under that name. */
    static boolean asked(ServerHttpRequest request) {
        return request.getPath().pathWithinApplication().value().startsWith(PATH);
    }

    /** The charges that a new plan is to have, none under its other name. */
    static Charges.Wished charges(ServerHttpRequest request, Body body, PlanId plan) {
        if (asked(request)) {
            return Charges.of(body, plan);
        }
        if (body.has("charges")) {
            body.complain("charges", "to be sent to " + PATH, "some");
        }
        return Charges.Wished.NONE;
    }

    /** Makes a plan with its charges: all or nothing. */
    Mono<ResponseEntity<byte[]>> create(
            Call call, PlanId id, PlanDocument plan, Charges.Wished wished) {
        return charges.make(call, id, plan, wished)
                .then(Mono.defer(() -> directory.plan(call, id)))
                .flatMap(
                        view ->
                                parts.of(call, List.of(view), Plans.USUAL)
                                        .map(shown -> PlanJson.with(view, shown.apply(view)))
                                        .flatMap(json -> shown(call, view, json)))
                .map(Answer::created);
    }

    /** The plan with its charges. */
    Mono<ObjectNode> shown(Call call, PlanView plan, ObjectNode json) {
        return charges.shown(call, plan.id()).map(all -> json.set("charges", all));
    }
}
