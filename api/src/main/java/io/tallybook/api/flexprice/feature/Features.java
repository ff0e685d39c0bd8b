package io.tallybook.api.flexprice.feature;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
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
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes of features. */
@RestController
@RequestMapping("/v1/features")
public final class Features {

    private static final Choice<FeatureType> TYPES =
            Choice.of(FeatureType.class, type -> type.name().toLowerCase(Locale.ROOT));

    private static final Searchable FIELDS =
            new Searchable()
                    .text("name", "name")
                    .text("lookup_key", "lookup_key")
                    .text("meter_id", "meter_id")
                    .words(
                            "type",
                            "type",
                            Map.of("metered", "METERED", "boolean", "BOOLEAN", "static", "STATIC"));

    private static final int SHORT = 255;
    private static final int LONG = 1_024;

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
        return meter(call, wish)
                .flatMap(meter -> create(call, id, wish.feature(), meter))
                .map(Answer::created);
    }

    private static Wish wish(Body body) {
        String name = body.required("name").text(SHORT);
        FeatureType type = body.required("type").choice(TYPES);
        String meterId = body.optional("meter_id").text(SHORT);
        Fields meter = body.optional("meter").object();
        MeterRequest newMeter = meter == null ? null : MeterRequest.of(meter);
        boolean has = meterId != null || body.has("meter");
        if (type == FeatureType.METERED && !has && body.has("type")) {
            body.complain("meter", "a meter or a meter_id, since the type is metered", "neither");
        }
        if (type != FeatureType.METERED && has) {
            body.complain("meter", "to be left out unless the type is metered", "one");
        }
        var feature =
                new FeatureDocument(
                        name,
                        type,
                        body.optional("lookup_key").text(SHORT),
                        body.optional("description").text(LONG),
                        null,
                        body.optional("unit_singular").text(SHORT),
                        body.optional("unit_plural").text(SHORT),
                        body.optional("metadata").map(LONG));
        body.refuseUnsupported("group_id", "reporting_unit");
        body.check();
        return new Wish(
                feature,
                meterId == null ? null : Named.id("meter", meterId, MeterId::new),
                meterId == null ? newMeter : null);
    }

    private Mono<Optional<MeterView>> meter(Call call, Wish wish) {
        if (wish.meterId() != null) {
            return directory.meter(call, wish.meterId()).map(Optional::of);
        }
        if (wish.newMeter() != null) {
            return meters.create(call, wish.newMeter()).map(Optional::of);
        }
        return Mono.just(Optional.empty());
    }

    private Mono<ObjectNode> create(
            Call call, FeatureId id, FeatureDocument wished, Optional<MeterView> meter) {
        FeatureDocument feature = counted(wished, meter.map(MeterView::id).orElse(null));
        return dispatch.now(call)
                .flatMap(
                        at -> {
                            var create = new FeatureCommand.Create(id, call.scope(), at, feature);
                            return dispatch.send(call, ViewKind.FEATURE, create)
                                    .flatMap(receipt -> shown(call, create, receipt.version()));
                        })
                .map(view -> FeatureJson.of(view, meter.orElse(null)));
    }

    private static FeatureDocument counted(FeatureDocument feature, @Nullable MeterId meter) {
        return new FeatureDocument(
                feature.name(),
                feature.type(),
                feature.lookupKey(),
                feature.description(),
                meter,
                feature.unitSingular(),
                feature.unitPlural(),
                feature.metadata());
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
        FeatureId featureId = Named.id("feature", id, FeatureId::new);
        return dispatch.find(new FeatureQuery.ById(call.scope(), featureId), FeatureView.class)
                .switchIfEmpty(Named.missing("feature", id))
                .flatMap(view -> metersOf(call, List.of(view)).map(found -> json(view, found)))
                .map(Answer::ok);
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
                                metersOf(call, page.items())
                                        .map(
                                                found ->
                                                        PageJson.of(
                                                                request,
                                                                page.items(),
                                                                page.total(),
                                                                view -> json(view, found))))
                .map(Answer::ok);
    }

    private Mono<Map<String, MeterView>> metersOf(Call call, List<FeatureView> features) {
        return directory.meters(
                call,
                features.stream()
                        .map(f -> f.feature().meterId())
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static ObjectNode json(FeatureView view, Map<String, MeterView> meters) {
        MeterId meter = view.feature().meterId();
        return FeatureJson.of(view, meter == null ? null : meters.get(meter.value()));
    }
}
