package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.feature.MeterRequest;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Fields;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.usage.EventSelection;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQuery.WindowSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * The routes that say what events add up to: by a meter, or by an aggregation put together for the
 * question.
 */
@RestController
@RequestMapping("/v1")
public final class Usage {

    private static final int SHORT = 255;

    private final Dispatch dispatch;
    private final Directory directory;

    public Usage(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    /**
     * What is asked beside the meter.
     *
     * @param anchor where some window of a month begins; absent for the first of each month
     */
    private record Question(
            @Nullable String customerId,
            @Nullable String externalCustomerId,
            UsageWindow asked,
            @Nullable Instant anchor,
            List<MeterDefinition.Filter> filters) {}

    @PostMapping({"/events/usage/meter", "/meter-usage/query"})
    Mono<ResponseEntity<byte[]>> byMeter(Call call, Body body) {
        return dispatch.now(call)
                .flatMap(
                        now -> {
                            String meterId = body.required("meter_id").text(SHORT);
                            body.refuseUnsupported("bucket_size");
                            Question question = question(body, now);
                            var definition =
                                    AskedDefinition.of(body, new AskedDefinition.InForce());
                            body.check();
                            return directory
                                    .meter(call, Named.id("meter", meterId, MeterId::new))
                                    .flatMap(
                                            meter ->
                                                    answered(call, definition.of(meter), question));
                        });
    }

    @PostMapping("/events/usage")
    Mono<ResponseEntity<byte[]>> byAggregation(Call call, Body body) {
        return dispatch.now(call)
                .flatMap(
                        now -> {
                            AggregationType type =
                                    body.required("aggregation_type")
                                            .choice(MeterRequest.AGGREGATIONS);
                            var meter =
                                    new MeterDefinition(
                                            MeterId.of(call.ids().next()),
                                            body.required("event_name").text(SHORT),
                                            List.of(),
                                            type,
                                            MeterRequest.field(body, "property_name", type),
                                            MeterRequest.multiplier(body, type),
                                            bucketSize(body, type),
                                            groupBy(body, type),
                                            null);
                            body.refuseUnsupported("group_by");
                            Question question = question(body, now);
                            body.check();
                            return answered(call, meter, question);
                        });
    }

    private static @Nullable WindowSize bucketSize(Fields in, AggregationType type) {
        WindowSize size = in.optional("bucket_size").choice(UsageWindow.SIZES);
        if (size != null && type != AggregationType.SUM && type != AggregationType.MAX) {
            in.complain("bucket_size", "none with " + type + ", only with SUM and MAX", "a size");
        }
        return size;
    }

    private static @Nullable String groupBy(Fields in, AggregationType type) {
        String property = in.optional("group_by_property").text(SHORT);
        if (property != null && (type != AggregationType.MAX || !in.has("bucket_size"))) {
            in.complain("group_by_property", "none, unless with MAX and a bucket_size", property);
        }
        return property;
    }

    private static Question question(Fields in, Instant now) {
        UsageWindow asked = UsageWindow.of(in, now);
        Instant anchor = in.optional("billing_anchor").instant();
        return new Question(
                in.optional("customer_id").text(SHORT),
                in.optional("external_customer_id").text(SHORT),
                asked,
                asked.size() == WindowSize.MONTH ? anchor : null,
                filters(in));
    }

    private static List<MeterDefinition.Filter> filters(Fields in) {
        List<MeterDefinition.Filter> filters = new ArrayList<>();
        in.optional("filters")
                .lists(200, SHORT)
                .forEach(
                        (key, values) -> {
                            if (!values.isEmpty()) {
                                filters.add(new MeterDefinition.Filter(key, values));
                            }
                        });
        return filters;
    }

    private Mono<ResponseEntity<byte[]>> answered(
            Call call, MeterDefinition meter, Question question) {
        return customer(call, question)
                .flatMap(
                        customer ->
                                dispatch.ask(
                                        new UsageQuery.ByMeter(
                                                call.scope(),
                                                meter,
                                                customer.orElse(null),
                                                question.asked().period(),
                                                EventSelection.ALL.narrowed(question.filters()),
                                                question.asked().size(),
                                                question.asked().zone(),
                                                question.anchor()),
                                        UsageQuery.Windows.class))
                .map(windows -> Answer.ok(json(meter, question, windows)));
    }

    private Mono<Optional<String>> customer(Call call, Question question) {
        if (question.externalCustomerId() != null) {
            return Mono.just(Optional.of(question.externalCustomerId()));
        }
        if (question.customerId() != null) {
            return directory
                    .customer(call, Named.id("customer", question.customerId(), CustomerId::new))
                    .map(CustomerView::externalId)
                    .map(Optional::of);
        }
        return Mono.just(Optional.empty());
    }

    private static ObjectNode json(
            MeterDefinition meter, Question question, UsageQuery.Windows windows) {
        return Json.object()
                .put("event_name", meter.eventName())
                .put("type", meter.aggregation().name())
                .number("value", windows.value())
                .list(
                        "results",
                        question.asked().size() == null
                                ? List.<UsageQuery.Window>of()
                                : windows.windows(),
                        window ->
                                Json.object()
                                        .put("window_size", window.start())
                                        .number("value", window.value())
                                        .put("event_count", window.eventCount())
                                        .node())
                .put("event_count", windows.eventCount())
                .texts("archived_months", UsageWindow.texts(windows.archived()))
                .node();
    }
}
