package io.tallybook.api.flexprice.alert;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.response.Answer;
import io.tallybook.core.Stamp;
import io.tallybook.core.ViewKind;
import io.tallybook.core.alert.AlertConfig;
import io.tallybook.core.alert.AlertQuery;
import io.tallybook.core.alert.AlertSettingsCommand;
import io.tallybook.core.alert.AlertSettingsDocument;
import io.tallybook.core.alert.AlertSettingsDocument.EntityType;
import io.tallybook.core.alert.AlertSettingsId;
import io.tallybook.core.alert.AlertSettingsView;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureQuery;
import io.tallybook.core.catalogue.FeatureType;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.GroupId;
import io.tallybook.core.catalogue.GroupQuery;
import io.tallybook.core.catalogue.GroupView;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterQuery;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.entitlement.EntitlementView;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionLine;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletView;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
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

/** The routes of alert settings. */
@RestController
@RequestMapping("/v1/alerts/setting")
public final class Alerts {

    private static final int SHORT = 255;
    private static final Choice<EntityType> TYPES =
            Choice.of(EntityType.class, type -> type.name().toLowerCase(Locale.ROOT));
    private static final Searchable FIELDS =
            new Searchable()
                    .words("entity_type", "entity_type", words())
                    .text("entity_id", "entity_id")
                    .words("parent_entity_type", "parent_type", words())
                    .text("parent_entity_id", "parent_id");

    private final Dispatch dispatch;

    public Alerts(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    static Map<String, String> words() {
        return Arrays.stream(EntityType.values())
                .collect(
                        Collectors.toMap(type -> type.name().toLowerCase(Locale.ROOT), Enum::name));
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        EntityType type = body.required("entity_type").choice(TYPES);
        String entity = body.required("entity_id").text(SHORT);
        EntityType parentType = body.optional("parent_entity_type").choice(TYPES);
        String parent = body.optional("parent_entity_id").text(SHORT);
        AlertConfig config = AlertRequest.config(body.required("config").object());
        if (parentType != null && parentType != EntityType.SUBSCRIPTION) {
            body.complain(
                    "parent_entity_type",
                    "subscription",
                    parentType.name().toLowerCase(Locale.ROOT));
        }
        if ((parentType == null) != (parent == null)) {
            body.complain("parent_entity_id", "parent_entity_type and parent_entity_id", "one");
        }
        if (config.measure() == AlertConfig.Measure.LIFETIME_SPEND
                && type != EntityType.SUBSCRIPTION) {
            body.complain("config.measure", "spend or usage", "lifetime_spend");
        }
        body.check();
        AlertSettingsId id = AlertSettingsId.of(call.ids().next());
        var settings = new AlertSettingsDocument(type, entity, parentType, parent, config);
        return exists(call, type, entity)
                .then(parent == null ? Mono.empty() : exists(call, EntityType.SUBSCRIPTION, parent))
                .then(Mono.defer(() -> dispatch.now(call)))
                .flatMap(
                        at -> {
                            var create =
                                    new AlertSettingsCommand.Create(id, call.scope(), at, settings);
                            return dispatch.send(call, ViewKind.ALERT_SETTINGS, create)
                                    .flatMap(
                                            receipt ->
                                                    dispatch.find(
                                                                    new AlertQuery.SettingsById(
                                                                            call.scope(), id),
                                                                    AlertSettingsView.class)
                                                            .defaultIfEmpty(
                                                                    new AlertSettingsView(
                                                                            id,
                                                                            call.scope(),
                                                                            settings,
                                                                            Stamp.first(
                                                                                    at,
                                                                                    call.caller()
                                                                                            .actor(),
                                                                                    receipt
                                                                                            .version()))));
                        })
                .map(view -> Answer.created(AlertJson.of(view)));
    }

    /** Errors: ProblemException (404) if there is no such thing. */
    private Mono<Void> exists(Call call, EntityType type, String id) {
        var scope = call.scope();
        return switch (type) {
            case WALLET ->
                    known(
                            "wallet",
                            id,
                            dispatch.find(
                                    new WalletQuery.ById(
                                            scope, Named.id("wallet", id, WalletId::new)),
                                    WalletView.class));
            case FEATURE ->
                    known(
                            "feature",
                            id,
                            dispatch.find(
                                    new FeatureQuery.ById(
                                            scope, Named.id("feature", id, FeatureId::new)),
                                    FeatureView.class));
            case SUBSCRIPTION ->
                    known(
                            "subscription",
                            id,
                            dispatch.find(
                                    new SubscriptionQuery.ById(
                                            scope,
                                            Named.id("subscription", id, SubscriptionId::new)),
                                    SubscriptionView.class));
            case SUBSCRIPTION_LINE_ITEM ->
                    known(
                            "line item",
                            id,
                            dispatch.find(
                                    new SubscriptionQuery.LineById(
                                            scope, Named.id("line item", id, LineItemId::new)),
                                    SubscriptionLine.class));
            case GROUP ->
                    known(
                            "group",
                            id,
                            dispatch.find(
                                    new GroupQuery.ById(scope, Named.id("group", id, GroupId::new)),
                                    GroupView.class));
            case ENTITLEMENT_GRANT -> limited(call, id);
            case METER ->
                    known(
                            "meter",
                            id,
                            dispatch.find(
                                    new MeterQuery.ById(scope, Named.id("meter", id, MeterId::new)),
                                    MeterView.class));
        };
    }

    /** What is watched of an entitlement is how much of it is used. */
    private Mono<Void> limited(Call call, String id) {
        EntitlementId entitlement = Named.id("entitlement", id, EntitlementId::new);
        return dispatch.find(
                        new EntitlementQuery.ById(call.scope(), entitlement), EntitlementView.class)
                .switchIfEmpty(Named.missing("entitlement", id))
                .flatMap(
                        view ->
                                view.entitlement().featureType() == FeatureType.METERED
                                        ? Mono.<Void>empty()
                                        : Mono.error(unlimited(view)));
    }

    private static RuntimeException unlimited(EntitlementView view) {
        String expected = "an entitlement of a metered feature";
        String got = "%s of a feature that is %s";
        String type = view.entitlement().featureType().name().toLowerCase(Locale.ROOT);
        return Problem.of(
                        ProblemCode.VALIDATION_ERROR,
                        "entity_id: expected %s, got ".formatted(expected)
                                + got.formatted(view.id(), type),
                        Map.of(
                                "field",
                                "entity_id",
                                "expected",
                                expected,
                                "got",
                                got.formatted(view.id(), type)))
                .asException();
    }

    private static Mono<Void> known(String kind, String id, Mono<?> found) {
        return found.switchIfEmpty(Named.missing(kind, id)).then();
    }

    private Mono<AlertSettingsView> settings(Call call, String id) {
        AlertSettingsId settings = Named.id("alert settings", id, AlertSettingsId::new);
        return dispatch.find(
                        new AlertQuery.SettingsById(call.scope(), settings),
                        AlertSettingsView.class)
                .switchIfEmpty(Named.missing("alert settings", id));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return settings(call, id).map(view -> Answer.ok(AlertJson.of(view)));
    }

    /** Says anew when somebody is told; what is left out is no longer told. */
    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        AlertConfig config = AlertRequest.config(body.required("config").object());
        body.check();
        return Mono.zip(settings(call, id), dispatch.now(call))
                .flatMap(
                        found ->
                                dispatch.send(
                                        call,
                                        ViewKind.ALERT_SETTINGS,
                                        new AlertSettingsCommand.Update(
                                                found.getT1().id(),
                                                call.scope(),
                                                found.getT2(),
                                                config)))
                .then(Mono.defer(() -> get(call, id)));
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id) {
        return Mono.zip(settings(call, id), dispatch.now(call))
                .flatMap(
                        found ->
                                dispatch.send(
                                        call,
                                        ViewKind.ALERT_SETTINGS,
                                        new AlertSettingsCommand.Delete(
                                                found.getT1().id(), call.scope(), found.getT2())))
                .thenReturn(Answer.nothing());
    }

    @PostMapping("/search")
    Mono<ResponseEntity<byte[]>> search(Call call, Body body) {
        var criteria =
                new Criteria(body)
                        .is("entity_type", name(body, "entity_type"))
                        .one("entity_id", "entity_id")
                        .any("entity_ids", "entity_id")
                        .is("parent_type", name(body, "parent_entity_type"))
                        .one("parent_entity_id", "parent_id")
                        .any("parent_entity_ids", "parent_id");
        Boolean enabled = body.optional("enabled").truth();
        if (enabled != null) {
            criteria.is("mode", enabled ? "ON" : "OFF");
        }
        ListRequest request = ListRequest.of(body, FIELDS, criteria);
        return dispatch.ask(
                        new AlertQuery.SearchSettings(call.scope(), request.spec()),
                        AlertQuery.Settings.class)
                .map(
                        page ->
                                Answer.ok(
                                        PageJson.of(
                                                request,
                                                page.items(),
                                                page.total(),
                                                view -> AlertJson.of(view))));
    }

    static @Nullable String name(Fields in, String field) {
        EntityType type = in.optional(field).choice(TYPES);
        return type == null ? null : type.name();
    }
}
