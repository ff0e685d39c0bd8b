package io.tallybook.api.flexprice.alert;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.customer.CustomerJson;
import io.tallybook.api.flexprice.feature.FeatureJson;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.flexprice.wallet.WalletJson;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.response.Answer;
import io.tallybook.core.alert.AlertLogView;
import io.tallybook.core.alert.AlertQuery;
import io.tallybook.core.alert.AlertSettingsDocument.EntityType;
import io.tallybook.core.alert.AlertSubject;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureQuery;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletView;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The route by which it is read what alerts told. */
@RestController
public final class AlertLog {

    private static final Map<String, String> STATES =
            Map.of("ok", "OK", "info", "INFO", "warning", "WARNING", "in_alarm", "CRITICAL");

    private static final Map<String, String> TYPES =
            Arrays.stream(AlertSubject.Type.values())
                    .collect(
                            Collectors.toMap(
                                    type -> type.name().toLowerCase(Locale.ROOT), Enum::name));

    private static final Searchable FIELDS =
            new Searchable()
                    .words("alert_type", "type", TYPES)
                    .words("alert_status", "level", STATES)
                    .words("entity_type", "entity_type", Alerts.words())
                    .text("entity_id", "entity_id")
                    .text("customer_id", "customer_id");

    private static final Choice<String> STATE = Choice.of(STATES);

    private static final Choice<String> TYPE = Choice.of(TYPES);

    private static final Choice<List<String>> STATUS =
            Choice.of(
                    Map.of(
                            "published", List.of(),
                            "deleted", List.of("none"),
                            "archived", List.of("none")));

    private final Dispatch dispatch;

    public AlertLog(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    @PostMapping("/v1/alerts/search")
    Mono<ResponseEntity<byte[]>> search(Call call, Body body) {
        List<String> status = body.optional("status").choice(STATUS, List.of());
        var criteria =
                new Criteria(body)
                        .is("type", body.optional("alert_type").choice(TYPE))
                        .is("level", body.optional("alert_status").choice(STATE))
                        .is("entity_type", Alerts.name(body, "entity_type"))
                        .one("entity_id", "entity_id")
                        .one("customer_id", "customer_id");
        ListRequest request = ListRequest.ofAnyStatus(body, FIELDS, criteria);
        if (!status.isEmpty()) {
            return Mono.just(
                    Answer.ok(
                            PageJson.of(
                                    request,
                                    List.<AlertLogView>of(),
                                    0,
                                    line -> AlertJson.of(line))));
        }
        return dispatch.ask(
                        new AlertQuery.SearchLog(call.scope(), request.spec()),
                        AlertQuery.Log.class)
                .flatMap(
                        page ->
                                Flux.fromIterable(page.items())
                                        .concatMap(line -> shown(call, request, line))
                                        .collectList()
                                        .map(
                                                lines ->
                                                        Answer.ok(
                                                                PageJson.of(
                                                                        request,
                                                                        lines,
                                                                        page.total(),
                                                                        line -> line))));
    }

    private Mono<ObjectNode> shown(Call call, ListRequest request, AlertLogView line) {
        ObjectNode json = AlertJson.of(line);
        AlertSubject subject = line.change().subject();
        Mono<ObjectNode> customer =
                request.expands("customer")
                        ? dispatch.find(
                                        new CustomerQuery.ById(call.scope(), subject.customer()),
                                        CustomerView.class)
                                .map(CustomerJson::of)
                        : Mono.empty();
        String wallet = named(subject, EntityType.WALLET);
        Mono<ObjectNode> purse =
                request.expands("wallet") && wallet != null
                        ? dispatch.find(
                                        new WalletQuery.ById(call.scope(), new WalletId(wallet)),
                                        WalletView.class)
                                .map(WalletJson::of)
                        : Mono.empty();
        String feature = named(subject, EntityType.FEATURE);
        Mono<ObjectNode> watched =
                request.expands("feature") && feature != null
                        ? dispatch.find(
                                        new FeatureQuery.ById(call.scope(), new FeatureId(feature)),
                                        FeatureView.class)
                                .map(found -> FeatureJson.of(found, null))
                        : Mono.empty();
        return customer.doOnNext(found -> json.set("customer", found))
                .then(purse.doOnNext(found -> json.set("wallet", found)).then())
                .then(watched.doOnNext(found -> json.set("feature", found)).then())
                .thenReturn(json);
    }

    private static @Nullable String named(AlertSubject subject, EntityType type) {
        return subject.entityType() == type
                ? subject.entityId()
                : subject.parentType() == type ? subject.parentId() : null;
    }
}
