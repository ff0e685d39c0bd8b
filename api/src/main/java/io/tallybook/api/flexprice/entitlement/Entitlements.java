package io.tallybook.api.flexprice.entitlement;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.Stamp;
import io.tallybook.core.ViewKind;
import io.tallybook.core.entitlement.CreateEntitlements;
import io.tallybook.core.entitlement.EntitlementCommand;
import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.entitlement.EntitlementView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes of entitlements. */
@RestController
@RequestMapping("/v1/entitlements")
public final class Entitlements {

    private static final Searchable FIELDS =
            new Searchable()
                    .text("entity_id", "entity_id")
                    .text("feature_id", "feature_id")
                    .text("parent_entitlement_id", "parent_id")
                    .time("start_date", "start_date")
                    .time("end_date", "end_date")
                    .words("is_enabled", "access", Map.of("true", "ENABLED", "false", "DISABLED"))
                    .words("is_soft_limit", "limit_kind", Map.of("true", "SOFT", "false", "HARD"))
                    .words(
                            "entity_type",
                            "entity_type",
                            Map.of(
                                    "PLAN",
                                    "PLAN",
                                    "ADDON",
                                    "ADDON",
                                    "SUBSCRIPTION",
                                    "SUBSCRIPTION"))
                    .words(
                            "feature_type",
                            "feature_type",
                            Map.of("metered", "METERED", "boolean", "BOOLEAN", "static", "STATIC"));

    private static final int MOST_AT_ONCE = 1_000;
    private static final int LONGEST = 512;

    private final Dispatch dispatch;
    private final Directory directory;
    private final Granted granted;
    private final Expansion expansion;

    public Entitlements(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.granted = new Granted(dispatch, directory);
        this.expansion = new Expansion(dispatch, directory);
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        EntitlementRequest request = EntitlementRequest.of(body);
        body.check();
        EntitlementId id = EntitlementId.of(call.ids().next());
        return Mono.zip(granted.gifts(call, List.of(request), i -> ""), dispatch.now(call))
                .flatMap(
                        both -> {
                            var create = creation(call, id, both.getT2(), both.getT1().getFirst());
                            return dispatch.send(call, ViewKind.ENTITLEMENT, create)
                                    .map(receipt -> made(call, create));
                        })
                .map(
                        view ->
                                Answer.created(
                                        EntitlementJson.of(view, EntitlementJson.Shown.alone())));
    }

    /** All of them or none; what is wrong with one is told with its place in the list. */
    @PostMapping("/bulk")
    Mono<ResponseEntity<byte[]>> createMany(Call call, Body body) {
        List<EntitlementRequest> requests = new ArrayList<>();
        body.required("items")
                .objects(1, MOST_AT_ONCE)
                .forEach(item -> requests.add(EntitlementRequest.of(item)));
        body.check();
        List<EntitlementId> ids =
                requests.stream().map(_ -> EntitlementId.of(call.ids().next())).toList();
        return Mono.zip(granted.gifts(call, requests, i -> "items[" + i + "]."), dispatch.now(call))
                .flatMap(both -> sent(call, ids, both.getT1(), both.getT2()))
                .map(
                        views ->
                                Answer.created(
                                        Json.object()
                                                .list(
                                                        "items",
                                                        views,
                                                        view ->
                                                                EntitlementJson.of(
                                                                        view,
                                                                        EntitlementJson.Shown
                                                                                .alone()))
                                                .node()));
    }

    private Mono<List<EntitlementView>> sent(
            Call call, List<EntitlementId> ids, List<Granted.Gift> gifts, Instant at) {
        List<EntitlementCommand.Create> creations = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            creations.add(creation(call, ids.get(i), at, gifts.get(i)));
        }
        return dispatch.sendAll(
                        call,
                        ViewKind.ENTITLEMENT,
                        new CreateEntitlements(call.scope(), at, creations))
                .thenReturn(creations.stream().map(c -> made(call, c)).toList());
    }

    private static EntitlementCommand.Create creation(
            Call call, EntitlementId id, Instant at, Granted.Gift gift) {
        return new EntitlementCommand.Create(id, call.scope(), at, gift.document(), gift.lineage());
    }

    private static EntitlementView made(Call call, EntitlementCommand.Create c) {
        return new EntitlementView(
                c.entitlementId(),
                c.scope(),
                c.entitlement(),
                Stamp.first(c.at(), call.caller().actor(), 0));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return find(call, id)
                .flatMap(view -> expansion.of(call, List.of(view), Expansion.USUAL))
                .map(shown -> Answer.ok(shown.getFirst()));
    }

    private Mono<EntitlementView> find(Call call, String id) {
        EntitlementId entitlement = Named.id("entitlement", id, EntitlementId::new);
        return dispatch.find(
                        new EntitlementQuery.ById(call.scope(), entitlement), EntitlementView.class)
                .switchIfEmpty(Named.missing("entitlement", id));
    }

    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        return find(call, id)
                .flatMap(
                        view -> {
                            EntitlementDocument changed =
                                    EntitlementRequest.changed(view.entitlement(), body);
                            body.check();
                            return dispatch.now(call)
                                    .flatMap(at -> updated(call, view, changed, at));
                        })
                .map(view -> Answer.ok(EntitlementJson.of(view, EntitlementJson.Shown.alone())));
    }

    private Mono<EntitlementView> updated(
            Call call, EntitlementView view, EntitlementDocument changed, Instant at) {
        var update = new EntitlementCommand.Update(view.id(), call.scope(), at, changed);
        return dispatch.send(call, ViewKind.ENTITLEMENT, update)
                .map(
                        receipt ->
                                receipt.version() == view.stamp().version()
                                        ? view
                                        : new EntitlementView(
                                                view.id(),
                                                view.scope(),
                                                changed,
                                                view.stamp()
                                                        .next(
                                                                at,
                                                                call.caller().actor(),
                                                                receipt.version())));
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id) {
        EntitlementId entitlement = Named.id("entitlement", id, EntitlementId::new);
        return dispatch.now(call)
                .flatMap(
                        at ->
                                dispatch.send(
                                        call,
                                        ViewKind.ENTITLEMENT,
                                        new EntitlementCommand.Delete(
                                                entitlement, call.scope(), at)))
                .map(
                        _ ->
                                Answer.ok(
                                        Json.object()
                                                .put("message", "entitlement deleted successfully")
                                                .node()));
    }

    @GetMapping
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        return page(call, params);
    }

    @PostMapping("/search")
    Mono<ResponseEntity<byte[]>> search(Call call, Body body) {
        return page(call, body);
    }

    private Mono<ResponseEntity<byte[]>> page(Call call, Fields in) {
        return directory
                .lineages(call, in.optional("entity_ids").texts(MOST_AT_ONCE, LONGEST))
                .flatMap(givers -> page(call, in, givers));
    }

    private Mono<ResponseEntity<byte[]>> page(Call call, Fields in, List<String> givers) {
        Boolean enabled = in.optional("is_enabled").truth();
        var type = in.optional("entity_type").choice(EntitlementRequest.ENTITY_TYPES);
        var feature = in.optional("feature_type").choice(EntitlementRequest.FEATURE_TYPES);
        Boolean grants = in.optional("has_grant_config").truth();
        var criteria =
                new Criteria(in)
                        .isOneOf("entity_id", givers)
                        .any("plan_ids", "entity_id")
                        .any("feature_ids", "feature_id")
                        .is("entity_type", type == null ? null : type.name())
                        .is("feature_type", feature == null ? null : feature.name())
                        .is("access", enabled == null ? null : (enabled ? "ENABLED" : "DISABLED"))
                        .isOneOf(
                                "grant_window",
                                grants == null
                                        ? List.of()
                                        : grants ? EntitlementRequest.WINDOWS : List.of("NONE"));
        ListRequest request = ListRequest.of(in, FIELDS, criteria);
        return dispatch.ask(
                        new EntitlementQuery.Search(call.scope(), request.spec()),
                        EntitlementQuery.Page.class)
                .flatMap(
                        page ->
                                expansion
                                        .of(call, page.items(), request.expand())
                                        .map(
                                                items ->
                                                        PageJson.of(
                                                                request,
                                                                items,
                                                                page.total(),
                                                                item -> item)))
                .map(Answer::ok);
    }
}
