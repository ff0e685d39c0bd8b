package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.feature.MeterRequest;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
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
import io.tallybook.core.usage.UsageQueryByGroupBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
     * @param by what it is divided by
     */
    private record Question(
            @Nullable String customerId,
            @Nullable String externalCustomerId,
            UsageWindow asked,
            @Nullable Instant anchor,
            List<MeterDefinition.Filter> filters,
            Division by) {}

    @PostMapping({"/events/usage/meter", "/meter-usage/query"})
    Mono<ResponseEntity<byte[]>> byMeter(Call call, Body body) {
        return dispatch.now(call)
                .flatMap(
                        now -> {
                            String meterId = body.required("meter_id").text(SHORT);
                            WindowSize size =
                                    body.optional("bucket_size").choice(UsageWindow.SIZES);
                            Question question = question(body, now, new Division(Map.of()));
                            var definition =
                                    AskedDefinition.of(body, new AskedDefinition.InForce());
                            body.check();
                            return directory
                                    .meter(call, Named.id("meter", meterId, MeterId::new))
                                    .flatMap(
                                            meter ->
                                                    answered(
                                                            call,
                                                            inWindows(definition.of(meter), size),
                                                            question));
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
                            Question question = question(body, now, Division.of(body));
                            body.check();
                            return answered(call, meter, question);
                        });
    }

    // Errors: ProblemException (400) if the meter cannot be counted so.
    private static MeterDefinition inWindows(MeterDefinition meter, @Nullable WindowSize size) {
        if (size == null) {
            return meter;
        }
        if (meter.mayHaveWindows()) {
            return meter.inWindows(size);
        }
        String expected = "none with " + meter.aggregation() + ", only with SUM and MAX";
        throw Problem.of(
                        ProblemCode.VALIDATION_ERROR,
                        "bucket_size: expected " + expected + ", got a size",
                        Map.of("field", "bucket_size", "expected", expected, "got", "a size"))
                .asException();
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

    private static Question question(Fields in, Instant now, Division by) {
        UsageWindow asked = UsageWindow.of(in, now);
        Instant anchor = in.optional("billing_anchor").instant();
        return new Question(
                in.optional("customer_id").text(SHORT),
                in.optional("external_customer_id").text(SHORT),
                asked,
                asked.size() == WindowSize.MONTH ? anchor : null,
                filters(in),
                by);
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
                                question.by().isEmpty()
                                        ? whole(call, meter, question, customer)
                                        : divided(call, meter, question, customer))
                .map(Answer::ok);
    }

    private Mono<ObjectNode> whole(
            Call call, MeterDefinition meter, Question question, Optional<String> customer) {
        return dispatch.ask(
                        new UsageQuery.ByMeter(
                                call.scope(),
                                meter,
                                customer.orElse(null),
                                question.asked().period(),
                                EventSelection.ALL.narrowed(question.filters()),
                                question.asked().size(),
                                question.asked().zone(),
                                question.anchor()),
                        UsageQuery.Windows.class)
                .map(
                        read ->
                                json(meter, read.value(), read.eventCount(), read.archived())
                                        .list(
                                                "results",
                                                question.asked().size() == null
                                                        ? List.<UsageQuery.Window>of()
                                                        : read.windows(),
                                                window -> result(window, Map.of()))
                                        .node());
    }

    private Mono<ObjectNode> divided(
            Call call, MeterDefinition meter, Question question, Optional<String> customer) {
        return dispatch.ask(
                        UsageQueryByGroupBuilder.builder(
                                        UsageQuery.ByGroup.all(
                                                call.scope(), meter, question.asked().period()))
                                .externalCustomerIds(customer.map(List::of).orElse(List.of()))
                                .selection(EventSelection.ALL.narrowed(question.filters()))
                                .by(question.by().by())
                                .window(question.asked().size())
                                .zone(question.asked().zone())
                                .anchor(question.anchor())
                                .build(),
                        UsageQuery.Groups.class)
                .map(
                        read ->
                                json(meter, read.value(), read.eventCount(), read.archived())
                                        .list(
                                                "results",
                                                read.groups().stream()
                                                        .flatMap(group -> results(question, group))
                                                        .toList(),
                                                result -> result)
                                        .node());
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

    private static Json json(
            MeterDefinition meter, BigDecimal value, long eventCount, List<YearMonth> archived) {
        return Json.object()
                .put("event_name", meter.eventName())
                .put("type", meter.aggregation().name())
                .number("value", value)
                .put("event_count", eventCount)
                .texts("archived_months", UsageWindow.texts(archived));
    }

    // A group that is cut into no windows is one that begins with the period.
    private static Stream<ObjectNode> results(Question question, UsageQuery.Group group) {
        List<UsageQuery.Window> windows =
                question.asked().size() == null
                        ? List.of(
                                new UsageQuery.Window(
                                        question.asked().period().start(),
                                        group.value(),
                                        group.eventCount()))
                        : group.windows();
        Map<String, String> keys = question.by().named(group.keys());
        return windows.stream().map(window -> result(window, keys));
    }

    private static ObjectNode result(UsageQuery.Window window, Map<String, String> keys) {
        return Json.object()
                .put("window_size", window.start())
                .number("value", window.value())
                .put("event_count", window.eventCount())
                .map("group", keys)
                .node();
    }
}
