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
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.core.Stamp;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.MeterCommand;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterQuery;
import io.tallybook.core.catalogue.MeterView;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes of meters. */
@RestController
@RequestMapping("/v1/meters")
public final class Meters {

    private static final Searchable FIELDS =
            new Searchable()
                    .text("name", "name")
                    .text("event_name", "event_name")
                    .text("aggregation", "aggregation")
                    .text("reset_usage", "reset_usage");

    private static final int SHORT = 255;

    private final Dispatch dispatch;
    private final Directory directory;

    public Meters(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        MeterRequest request = MeterRequest.of(body);
        body.check();
        return create(call, request).map(view -> Answer.created(MeterJson.of(view)));
    }

    /** Makes the meter; also the way in which a feature makes its own. */
    Mono<MeterView> create(Call call, MeterRequest request) {
        MeterId id = MeterId.of(call.ids().next());
        return dispatch.now(call)
                .flatMap(
                        at -> {
                            MeterCommand.Create create = request.command(id, call.scope(), at);
                            return dispatch.send(call, ViewKind.METER, create)
                                    .flatMap(receipt -> shown(call, create, receipt.version()));
                        });
    }

    /** Makes a meter that counts as another does. */
    Mono<MeterView> copy(Call call, MeterId id, MeterView original) {
        return dispatch.now(call)
                .flatMap(
                        at -> {
                            var create =
                                    new MeterCommand.Create(
                                            id,
                                            call.scope(),
                                            at,
                                            original.name(),
                                            original.definition().as(id),
                                            original.resetUsage());
                            return dispatch.send(call, ViewKind.METER, create)
                                    .flatMap(receipt -> shown(call, create, receipt.version()));
                        });
    }

    private Mono<MeterView> shown(Call call, MeterCommand.Create made, long version) {
        return dispatch.find(new MeterQuery.ById(call.scope(), made.meterId()), MeterView.class)
                .defaultIfEmpty(
                        new MeterView(
                                made.meterId(),
                                made.scope(),
                                made.name(),
                                made.definition(),
                                made.resetUsage(),
                                Stamp.first(made.at(), call.caller().actor(), version)));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return directory
                .meter(call, Named.id("meter", id, MeterId::new))
                .map(view -> Answer.ok(MeterJson.of(view)));
    }

    /** Its name, and which events it looks at; how it counts them never changes. */
    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        String name = body.optional("name").text(SHORT);
        List<MeterDefinition.Filter> filters =
                body.has("filters") ? MeterRequest.filters(body) : null;
        body.check();
        return directory
                .meter(call, Named.id("meter", id, MeterId::new))
                .flatMap(
                        before ->
                                update(
                                        call,
                                        before,
                                        name == null ? before.name() : name,
                                        filters == null ? before.definition().filters() : filters))
                .map(view -> Answer.ok(MeterJson.of(view)));
    }

    /** Changes a meter; also the way in which a feature changes its own. */
    Mono<MeterView> update(
            Call call, MeterView before, String name, List<MeterDefinition.Filter> filters) {
        MeterId id = before.id();
        return dispatch.now(call)
                .flatMap(
                        at ->
                                dispatch.send(
                                        call,
                                        ViewKind.METER,
                                        new MeterCommand.Update(
                                                id, call.scope(), at, name, filters)))
                .then(Mono.defer(() -> directory.meter(call, id)));
    }

    @PostMapping("/{id}/disable")
    Mono<ResponseEntity<byte[]>> disable(Call call, @PathVariable("id") String id) {
        MeterId meter = Named.id("meter", id, MeterId::new);
        return dispatch.now(call)
                .flatMap(
                        at ->
                                dispatch.send(
                                        call,
                                        ViewKind.METER,
                                        new MeterCommand.Archive(meter, call.scope(), at)))
                .thenReturn(Answer.message("meter disabled successfully"));
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id) {
        MeterId meter = Named.id("meter", id, MeterId::new);
        return dispatch.now(call)
                .flatMap(
                        at ->
                                dispatch.send(
                                        call,
                                        ViewKind.METER,
                                        new MeterCommand.Delete(meter, call.scope(), at)))
                .thenReturn(Answer.message("meter deleted successfully"));
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
        var criteria = new Criteria(in).any("meter_ids", "id").one("event_name", "event_name");
        ListRequest request = ListRequest.of(in, FIELDS, criteria);
        return dispatch.ask(
                        new MeterQuery.Search(call.scope(), request.spec()), MeterQuery.Page.class)
                .map(
                        page ->
                                Answer.ok(
                                        PageJson.of(
                                                request,
                                                page.items(),
                                                page.total(),
                                                MeterJson::of)));
    }
}
