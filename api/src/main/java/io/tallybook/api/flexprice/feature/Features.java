package io.tallybook.api.flexprice.feature;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.core.Stamp;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.FeatureCommand;
import io.tallybook.core.catalogue.FeatureDocument;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureQuery;
import io.tallybook.core.catalogue.FeatureType;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.GroupDocument;
import io.tallybook.core.catalogue.GroupId;
import io.tallybook.core.catalogue.GroupView;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes of features. */
@RestController
@RequestMapping("/v1/features")
public final class Features {

    private static final Searchable FIELDS =
            new Searchable()
                    .text("name", "name")
                    .text("lookup_key", "lookup_key")
                    .text("meter_id", "meter_id")
                    .text("group_id", "group_id")
                    .metadata()
                    .words(
                            "type",
                            "type",
                            Map.of("metered", "METERED", "boolean", "BOOLEAN", "static", "STATIC"));

    private static final int SHORT = 255;

    private final Dispatch dispatch;
    private final Directory directory;
    private final Meters meters;

    public Features(Dispatch dispatch, Directory directory, Meters meters) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.meters = meters;
    }

    /** What is wished for: a feature, with a meter that exists or one to be made. */
    private record Wish(
            FeatureDocument feature, @Nullable MeterId meterId, @Nullable MeterRequest newMeter) {}

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        Wish wish = wish(body);
        FeatureId id = FeatureId.of(call.ids().next());
        return grouped(call, wish.feature().groupId())
                .then(Mono.defer(() -> meter(call, wish)))
                .flatMap(meter -> create(call, id, wish.feature(), meter))
                .map(Answer::created);
    }

    private static Wish wish(Body body) {
        FeatureDocument feature = FeatureRequest.made(body);
        boolean metered = feature.type() == FeatureType.METERED;
        String meterId = body.optional("meter_id").text(SHORT);
        Fields meter = body.optional("meter").object();
        MeterRequest newMeter = meter == null ? null : MeterRequest.of(meter);
        boolean has = meterId != null || body.has("meter");
        if (metered && !has && body.has("type")) {
            body.complain("meter", "a meter or a meter_id, since the type is metered", "neither");
        }
        if (!metered && has) {
            body.complain("meter", "to be left out unless the type is metered", "one");
        }
        body.check();
        return new Wish(
                feature,
                meterId == null ? null : Named.id("meter", meterId, MeterId::new),
                meterId == null ? newMeter : null);
    }

    /** Nothing, as long as it is a group of features that is in use, or none. */
    private Mono<Void> grouped(Call call, @Nullable GroupId id) {
        if (id == null) {
            return Mono.empty();
        }
        return Directory.inUse("group", directory.group(call, id))
                .flatMap(
                        group ->
                                group.group().entityType() == GroupDocument.EntityType.FEATURE
                                        ? Mono.empty()
                                        : Mono.error(
                                                () ->
                                                        Problem.of(
                                                                        ProblemCode
                                                                                .VALIDATION_ERROR,
                                                                        "group_id: expected a group"
                                                                            + " of features, got a"
                                                                            + " group of prices")
                                                                .asException()));
    }

    private Mono<Optional<MeterView>> meter(Call call, Wish wish) {
        if (wish.meterId() != null) {
            return Directory.inUse("meter", directory.meter(call, wish.meterId()))
                    .map(Optional::of);
        }
        if (wish.newMeter() != null) {
            return meters.create(call, wish.newMeter()).map(Optional::of);
        }
        return Mono.just(Optional.empty());
    }

    private Mono<ObjectNode> create(
            Call call, FeatureId id, FeatureDocument wished, Optional<MeterView> meter) {
        FeatureDocument feature = wished.countedBy(meter.map(MeterView::id).orElse(null));
        return dispatch.now(call)
                .flatMap(
                        at -> {
                            var create = new FeatureCommand.Create(id, call.scope(), at, feature);
                            return dispatch.send(call, ViewKind.FEATURE, create)
                                    .flatMap(receipt -> shown(call, create, receipt.version()));
                        })
                .flatMap(view -> alone(call, view));
    }

    private Mono<FeatureView> shown(Call call, FeatureCommand.Create made, long version) {
        return dispatch.find(
                        new FeatureQuery.ById(call.scope(), made.featureId()), FeatureView.class)
                .defaultIfEmpty(
                        new FeatureView(
                                made.featureId(),
                                made.scope(),
                                made.feature(),
                                Stamp.first(made.at(), call.caller().actor(), version)));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return directory
                .feature(call, Named.id("feature", id, FeatureId::new))
                .flatMap(view -> alone(call, view))
                .map(Answer::ok);
    }

    private Mono<ObjectNode> alone(Call call, FeatureView view) {
        return related(call, List.of(view)).map(related -> related.json(view));
    }

    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        return directory
                .feature(call, Named.id("feature", id, FeatureId::new))
                .flatMap(before -> updated(call, before, body))
                .flatMap(view -> alone(call, view))
                .map(Answer::ok);
    }

    private Mono<FeatureView> updated(Call call, FeatureView before, Body body) {
        FeatureDocument feature = FeatureRequest.changed(body, before.feature());
        List<MeterDefinition.Filter> filters = MeterRequest.filters(body);
        MeterId meter = feature.meterId();
        if (meter == null && !filters.isEmpty()) {
            body.complain("filters", "to be left out unless the type is metered", "some");
        }
        body.check();
        GroupId group = feature.groupId();
        Mono<Void> narrowed =
                meter == null || !body.has("filters")
                        ? Mono.empty()
                        : directory
                                .meter(call, meter)
                                .flatMap(view -> meters.update(call, view, view.name(), filters))
                                .then();
        return grouped(call, Objects.equals(group, before.feature().groupId()) ? null : group)
                .then(narrowed)
                .then(Mono.defer(() -> sent(call, before.id(), feature)));
    }

    private Mono<FeatureView> sent(Call call, FeatureId id, FeatureDocument feature) {
        return dispatch.now(call)
                .flatMap(
                        at ->
                                dispatch.send(
                                        call,
                                        ViewKind.FEATURE,
                                        new FeatureCommand.Update(id, call.scope(), at, feature)))
                .then(Mono.defer(() -> directory.feature(call, id)));
    }

    /** A feature like this one, with a meter of its own. */
    @PostMapping("/{id}/clone")
    Mono<ResponseEntity<byte[]>> clone(Call call, @PathVariable("id") String id, Body body) {
        FeatureId copy = FeatureId.of(call.ids().next());
        MeterId meterId = MeterId.of(call.ids().next());
        return Directory.inUse(
                        "feature", directory.feature(call, Named.id("feature", id, FeatureId::new)))
                .map(original -> FeatureRequest.copied(body, original.feature()))
                .flatMap(
                        feature ->
                                meterLike(call, meterId, feature.meterId())
                                        .flatMap(meter -> create(call, copy, feature, meter)))
                .map(Answer::created);
    }

    private Mono<Optional<MeterView>> meterLike(
            Call call, MeterId copy, @Nullable MeterId original) {
        return original == null
                ? Mono.just(Optional.empty())
                : directory
                        .meter(call, original)
                        .flatMap(meter -> meters.copy(call, copy, meter))
                        .map(Optional::of);
    }

    /** Refused while an entitlement in use gives it. */
    @DeleteMapping("/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id) {
        FeatureId feature = Named.id("feature", id, FeatureId::new);
        return directory
                .feature(call, feature)
                .flatMap(_ -> given(call, feature))
                .then(Mono.defer(() -> dispatch.now(call)))
                .flatMap(
                        at ->
                                dispatch.send(
                                        call,
                                        ViewKind.FEATURE,
                                        new FeatureCommand.Delete(feature, call.scope(), at)))
                .thenReturn(Answer.message("feature deleted successfully"));
    }

    private Mono<Void> given(Call call, FeatureId feature) {
        var spec =
                new SearchSpec(
                        List.of(
                                new Criterion("feature_id", Operator.EQ, List.of(feature.value())),
                                new Criterion("entity_status", Operator.EQ, List.of("PUBLISHED"))),
                        List.of(),
                        1,
                        0);
        return dispatch.ask(
                        new EntitlementQuery.Search(call.scope(), spec),
                        EntitlementQuery.Page.class)
                .flatMap(
                        page ->
                                page.total() == 0
                                        ? Mono.empty()
                                        : Mono.error(
                                                () ->
                                                        Problem.of(
                                                                        ProblemCode
                                                                                .INVALID_OPERATION,
                                                                        "feature '%s' is given by %d entitlements: delete them first"
                                                                                .formatted(
                                                                                        feature,
                                                                                        page
                                                                                                .total()))
                                                                .asException()));
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
        var criteria =
                new Criteria(in)
                        .any("feature_ids", "id")
                        .one("lookup_key", "lookup_key")
                        .any("lookup_keys", "lookup_key")
                        .any("meter_ids", "meter_id")
                        .contains("name", in.optional("name_contains").text(SHORT));
        ListRequest request = ListRequest.of(in, FIELDS, criteria);
        return dispatch.ask(
                        new FeatureQuery.Search(call.scope(), request.spec()),
                        FeatureQuery.Page.class)
                .flatMap(
                        page ->
                                related(call, page.items())
                                        .map(
                                                related ->
                                                        PageJson.of(
                                                                request,
                                                                page.items(),
                                                                page.total(),
                                                                related::json)))
                .map(Answer::ok);
    }

    /** The meters and the groups of features, by their ids. */
    private record Related(Map<String, MeterView> meters, Map<String, GroupView> groups) {

        ObjectNode json(FeatureView view) {
            MeterId meter = view.feature().meterId();
            GroupId group = view.feature().groupId();
            return FeatureJson.of(
                    view,
                    meter == null ? null : meters.get(meter.value()),
                    group == null ? null : groups.get(group.value()));
        }
    }

    private Mono<Related> related(Call call, List<FeatureView> features) {
        return Mono.zip(
                directory.meters(call, those(features, FeatureDocument::meterId)),
                directory.groups(call, those(features, FeatureDocument::groupId)),
                Related::new);
    }

    private static <I> List<I> those(
            List<FeatureView> features, Function<FeatureDocument, @Nullable I> id) {
        List<I> ids = new ArrayList<>();
        for (FeatureView view : features) {
            I one = id.apply(view.feature());
            if (one != null) {
                ids.add(one);
            }
        }
        return ids;
    }
}
