package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.BodyBytes;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes by which usage events come in and are looked up. */
@RestController
@RequestMapping("/v1/events")
public final class Events {

    private static final int MOST_AT_ONCE = 1_000;
    private static final String EVENTS = "events";

    private static final int SHORT = 255;

    private final Dispatch dispatch;
    private final Directory directory;
    private final Intake intake;
    private final EventTimes times;

    public Events(Dispatch dispatch, Directory directory, Intake intake, EventTimes times) {
        this.times = times;
        this.dispatch = dispatch;
        this.directory = directory;
        this.intake = intake;
    }

    /** Takes one event in: 202 once it is durable. */
    @PostMapping
    Mono<ResponseEntity<byte[]>> ingest(Call call, Body body) {
        return one(call, body, EventRequest::of);
    }

    /** As {@link #ingest}, in the form of CloudEvents. */
    @PostMapping(consumes = CloudEvent.ONE)
    Mono<ResponseEntity<byte[]>> ingestCloudEvent(Call call, Body body) {
        return one(call, body, CloudEvent::of);
    }

    private Mono<ResponseEntity<byte[]>> one(
            Call call, Body body, BiFunction<Fields, Instant, EventRequest> read) {
        return dispatch.now(call)
                .flatMap(
                        now -> {
                            EventRequest request = read.apply(body, now);
                            body.check();
                            return taken(call, List.of(request), List.of("customer_id"), now);
                        })
                .map(
                        events ->
                                Answer.accepted(
                                        Json.object()
                                                .put("message", "Event accepted for processing")
                                                .put("event_id", events.getFirst().eventId())
                                                .node()));
    }

    /**
     * Takes up to 1,000 in: all are checked before the first is sent, and 202 is said once all are
     * durable.
     */
    @PostMapping({"/bulk", "/batch"})
    Mono<ResponseEntity<byte[]>> ingestMany(Call call, Body body) {
        return many(call, body, EventRequest::of);
    }

    /** As {@link #ingestMany}, one event a line. */
    @PostMapping(
            path = {"/bulk", "/batch"},
            consumes = EventImport.LINES)
    Mono<ResponseEntity<byte[]>> ingestLines(Call call, ServerHttpRequest request) {
        return BodyBytes.of(request)
                .flatMap(bytes -> many(call, Body.ofLines(EVENTS, bytes), EventRequest::of));
    }

    /** As {@link #ingestMany}, in the form of CloudEvents. */
    @PostMapping(
            path = {"/bulk", "/batch"},
            consumes = CloudEvent.MANY)
    Mono<ResponseEntity<byte[]>> ingestCloudEvents(Call call, ServerHttpRequest request) {
        return BodyBytes.of(request)
                .flatMap(bytes -> many(call, Body.ofList(EVENTS, bytes), CloudEvent::of));
    }

    private Mono<ResponseEntity<byte[]>> many(
            Call call, Body body, BiFunction<Fields, Instant, EventRequest> read) {
        return dispatch.now(call)
                .flatMap(
                        now -> {
                            List<EventRequest> requests = new ArrayList<>();
                            List<String> paths = new ArrayList<>();
                            for (Fields event : body.required(EVENTS).objects(1, MOST_AT_ONCE)) {
                                requests.add(read.apply(event, now));
                                paths.add("events[" + paths.size() + "].customer_id");
                            }
                            body.check();
                            return taken(call, requests, paths, now)
                                    .map(events -> Answer.accepted(accepted(requests, events)));
                        });
    }

    /**
     * The contract wants text for every value; ids that we gave are listed in the order of the
     * events without one.
     */
    private static ObjectNode accepted(List<EventRequest> requests, List<UsageEvent> events) {
        List<String> given = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (requests.get(i).eventId() == null) {
                given.add(events.get(i).eventId());
            }
        }
        return Json.object()
                .put("message", "Events accepted for processing")
                .put("accepted", Integer.toString(events.size()))
                .put("generated_event_ids", String.join(",", given))
                .node();
    }

    private Mono<List<UsageEvent>> taken(
            Call call, List<EventRequest> requests, List<String> paths, Instant now) {
        return customers(call, requests, paths)
                .map(names -> events(call, requests, names, now))
                .flatMap(
                        events ->
                                times.check(
                                                call,
                                                events,
                                                now,
                                                i -> timestamp(paths, i),
                                                intake::refuse)
                                        .then(Mono.defer(() -> intake.accept(events)))
                                        .thenReturn(events));
    }

    /** Beside what names the customer stands when it was. */
    private static String timestamp(List<String> customerPaths, int event) {
        return customerPaths.get(event).replaceFirst("customer_id$", "timestamp");
    }

    private static List<UsageEvent> events(
            Call call, List<EventRequest> requests, Map<String, String> names, Instant now) {
        List<UsageEvent> events = new ArrayList<>(requests.size());
        for (EventRequest request : requests) {
            String external = request.externalCustomerId();
            String id = request.eventId();
            events.add(
                    request.event(
                            call.scope(),
                            id == null ? "event_" + call.ids().next() : id,
                            external == null
                                    ? names.getOrDefault(request.customerId(), "")
                                    : external,
                            now));
        }
        return events;
    }

    /**
     * The external id behind every {@code customer_id} that stands without one. Errors:
     * ProblemException (400) naming the first that is no customer's.
     */
    private Mono<Map<String, String>> customers(
            Call call, List<EventRequest> requests, List<String> paths) {
        Map<String, String> asked = new LinkedHashMap<>();
        for (int i = 0; i < requests.size(); i++) {
            EventRequest request = requests.get(i);
            if (request.externalCustomerId() == null && request.customerId() != null) {
                asked.putIfAbsent(request.customerId(), paths.get(i));
            }
        }
        if (asked.isEmpty()) {
            return Mono.just(Map.of());
        }
        List<CustomerId> ids = asked.keySet().stream().flatMap(Events::shaped).toList();
        return Mono.zip(
                directory.customers(call, ids),
                directory.customersNamed(call, asked.keySet()),
                (byId, byName) -> named(asked, byId, byName));
    }

    private static Stream<CustomerId> shaped(String text) {
        try {
            return Stream.of(new CustomerId(text));
        } catch (IllegalArgumentException e) {
            return Stream.of();
        }
    }

    private static Map<String, String> named(
            Map<String, String> asked,
            Map<String, CustomerView> byId,
            Map<String, CustomerView> byName) {
        Map<String, String> names = new LinkedHashMap<>();
        asked.forEach(
                (text, path) -> {
                    CustomerView found = byId.containsKey(text) ? byId.get(text) : byName.get(text);
                    if (found == null) {
                        throw Intake.unknownCustomer(path, text).asException();
                    }
                    names.put(text, found.externalId());
                });
        return names;
    }

    /** Raw events, newest first. */
    @PostMapping("/query")
    Mono<ResponseEntity<byte[]>> query(Call call, Body body) {
        return page(call, body);
    }

    @GetMapping
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        return page(call, params);
    }

    private Mono<ResponseEntity<byte[]>> page(Call call, Fields in) {
        return Mono.zip(dispatch.now(call), customer(call, in))
                .flatMap(
                        known -> {
                            UsageQuery.Find find =
                                    EventSearch.of(
                                            in,
                                            call.scope(),
                                            known.getT2().orElse(null),
                                            known.getT1());
                            return dispatch.ask(find, UsageQuery.Events.class)
                                    .flatMap(
                                            found ->
                                                    customersOf(call, found.items())
                                                            .map(
                                                                    customers ->
                                                                            EventSearch.json(
                                                                                    find, found,
                                                                                    customers)));
                        })
                .map(Answer::ok);
    }

    /** Whose events are asked for: by your own name, or by either name as customer_id. */
    private Mono<Optional<String>> customer(Call call, Fields in) {
        String external = in.optional("external_customer_id").text(SHORT);
        String either = in.optional("customer_id").text(SHORT);
        if (external != null) {
            return Mono.just(Optional.of(external));
        }
        if (either == null) {
            return Mono.just(Optional.empty());
        }
        return directory
                .customers(call, shaped(either).toList())
                .map(
                        byId -> {
                            CustomerView found = byId.get(either);
                            return Optional.of(found == null ? either : found.externalId());
                        });
    }

    private Mono<Map<String, CustomerView>> customersOf(Call call, List<UsageEvent> events) {
        return directory.customersNamed(
                call,
                events.stream()
                        .map(UsageEvent::externalCustomerId)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
    }
}
