package io.tallybook.api.flexprice.entitlement;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.plan.PlanJson;
import io.tallybook.api.response.Answer;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.catalogue.AddonId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.entitlement.Given;
import java.util.List;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes by which it is read what one plan or addon gives. */
@RestController
public final class EntitlementsOf {

    private static final Set<String> SHOWN = Set.of("features");

    private final Dispatch dispatch;
    private final Directory directory;
    private final Expansion expansion;

    public EntitlementsOf(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.expansion = new Expansion(dispatch, directory);
    }

    /** A list, as the contract has it, and the plan beside it, as the npm client has it. */
    @GetMapping("/v1/plans/{id}/entitlements")
    Mono<ResponseEntity<byte[]>> ofPlan(Call call, @PathVariable("id") String id) {
        return directory
                .plan(call, Named.id("plan", id, PlanId::new))
                .flatMap(
                        plan ->
                                given(call, id)
                                        .map(
                                                items -> {
                                                    ObjectNode json = PlanJson.of(plan, null);
                                                    ObjectNode page = page(items);
                                                    json.set("entitlements", page.get("items"));
                                                    json.setAll(page);
                                                    return Answer.ok(json);
                                                }));
    }

    @GetMapping("/v1/addons/{id}/entitlements")
    Mono<ResponseEntity<byte[]>> ofAddon(Call call, @PathVariable("id") String id) {
        return directory
                .addon(call, Named.id("addon", id, AddonId::new))
                .flatMap(_ -> given(call, id))
                .map(items -> Answer.ok(page(items)));
    }

    private Mono<List<ObjectNode>> given(Call call, String entity) {
        return dispatch.ask(
                        new EntitlementQuery.OfEntities(call.scope(), List.of(entity)), Given.class)
                .flatMap(
                        given ->
                                expansion.of(
                                        call,
                                        given.items().stream()
                                                .filter(
                                                        view ->
                                                                view.stamp().status()
                                                                        == EntityStatus.PUBLISHED)
                                                .toList(),
                                        SHOWN));
    }

    private static ObjectNode page(List<ObjectNode> items) {
        return PageJson.of(items, items.size(), Math.max(1, items.size()), 0, item -> item);
    }
}
