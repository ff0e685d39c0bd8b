package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.request.Fields;
import io.tallybook.api.response.Json;
import io.tallybook.core.invoice.CountedUsage;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.ReadingState;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQuery.Group;
import io.tallybook.core.usage.UsageQuery.GroupKey;
import io.tallybook.core.usage.UsageQueryByGroupBuilder;
import io.tallybook.domain.money.Allocation;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Of whom or what the usage of each line was: of exactly the events that the line counted, up to
 * the watermark that is frozen with it. The cost of a line is shared by the usage of the groups, so
 * that it sums to the amount of the line.
 */
final class UsageBreakdown {
    private static final int MOST = 5;
    private static final int SHORT = 255;
    private static final String PROPERTY = "properties.";
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Dispatch dispatch;

    UsageBreakdown(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /**
     * What is asked for.
     *
     * @param by names of properties, {@code source} or {@code external_customer_id}; empty for no
     *     groups
     */
    record Wish(List<String> by, boolean bySource) {
        static final Wish NOTHING = new Wish(List.of(), false);

        Wish {
            by = List.copyOf(by);
        }

        static Wish of(Fields in) {
            List<String> by = in.optional("group_by").texts(MOST, SHORT);
            return new Wish(
                    by.stream().map(String::strip).filter(name -> !name.isEmpty()).toList(),
                    Boolean.TRUE.equals(in.optional("expand_by_source").truth()));
        }

        boolean isNothing() {
            return by.isEmpty() && !bySource;
        }
    }

    /** What is shown of one line; either is absent where it was not asked for. */
    record Shown(@Nullable ArrayNode groups, @Nullable ArrayNode sources) {}

    /**
     * Of the lines with usage; the others are not in it.
     *
     * @param subscription that of each line
     */
    Mono<Map<InvoiceLineId, Shown>> of(
            Call call,
            InvoiceView view,
            Function<InvoiceLine, Optional<SubscriptionView>> subscription,
            Wish wish) {
        if (wish.isNothing()) {
            return Mono.just(Map.of());
        }
        Map<SubscriptionId, CountedUsage> counted = new HashMap<>();
        return Flux.fromIterable(view.lines())
                .concatMap(
                        line ->
                                subscription
                                        .apply(line)
                                        .map(
                                                of ->
                                                        counted.computeIfAbsent(
                                                                of.id(),
                                                                _ -> new CountedUsage(of.terms())))
                                        .flatMap(usage -> usage.of(line.input()))
                                        .map(request -> shown(call, line, request, wish))
                                        .orElseGet(Mono::empty))
                .collectMap(OfLine::line, OfLine::shown);
    }

    private record OfLine(InvoiceLineId line, Shown shown) {}

    private Mono<OfLine> shown(Call call, InvoiceLine line, ReadingRequest request, Wish wish) {
        return Mono.zip(groups(call, line, request, wish), sources(call, line, request, wish))
                .map(
                        both ->
                                new OfLine(
                                        line.input().id(),
                                        new Shown(
                                                both.getT1().orElse(null),
                                                both.getT2().orElse(null))));
    }

    private Mono<Optional<ArrayNode>> groups(
            Call call, InvoiceLine line, ReadingRequest request, Wish wish) {
        if (wish.by().isEmpty()) {
            return Mono.just(Optional.empty());
        }
        return read(call, line, request, wish.by().stream().map(UsageBreakdown::key).toList())
                .map(parts -> parts.map(some -> Json.list(some, part -> group(part, wish.by()))));
    }

    private static GroupKey key(String name) {
        return switch (name) {
            case "source" -> new GroupKey.Source();
            case "external_customer_id" -> new GroupKey.Customer();
            default ->
                    new GroupKey.Property(
                            name.startsWith(PROPERTY) ? name.substring(PROPERTY.length()) : name);
        };
    }

    private Mono<Optional<ArrayNode>> sources(
            Call call, InvoiceLine line, ReadingRequest request, Wish wish) {
        return wish.bySource()
                ? read(call, line, request, List.of(new GroupKey.Source()))
                        .map(parts -> parts.map(some -> Json.list(some, UsageBreakdown::source)))
                : Mono.just(Optional.empty());
    }

    /** One group with its share of the line. */
    private record Part(Group group, Money cost, BigDecimal percentage) {}

    /** Empty if what is read is not what was frozen: then nothing can be said of its parts. */
    private Mono<Optional<List<Part>>> read(
            Call call, InvoiceLine line, ReadingRequest request, List<GroupKey> by) {
        var reading = Objects.requireNonNull(line.input().reading());
        return dispatch.ask(
                        UsageQueryByGroupBuilder.builder(
                                        UsageQuery.ByGroup.all(
                                                call.scope(), request.meter(), request.period()))
                                .externalCustomerIds(List.of(request.externalCustomerId()))
                                .selection(request.selection())
                                .by(by)
                                .basis(request.basis())
                                .state(new ReadingState(null, reading.watermark()))
                                .sharers(request.sharers())
                                .build(),
                        UsageQuery.Groups.class)
                .map(
                        groups ->
                                groups.eventCount() == reading.eventCount()
                                        ? Optional.of(parts(line, groups.groups()))
                                        : Optional.empty());
    }

    private static List<Part> parts(InvoiceLine line, List<Group> groups) {
        if (groups.isEmpty()) {
            return List.of();
        }
        // What is below zero bears nothing; a cost without usage is borne by all alike.
        List<BigDecimal> usage = groups.stream().map(g -> g.value().max(BigDecimal.ZERO)).toList();
        BigDecimal sum = usage.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        List<BigDecimal> weights =
                sum.signum() == 0 ? usage.stream().map(_ -> BigDecimal.ONE).toList() : usage;
        List<Money> costs = Allocation.split(line.amount(), weights);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            parts.add(new Part(groups.get(i), costs.get(i), percentage(usage.get(i), sum)));
        }
        return parts;
    }

    private static BigDecimal percentage(BigDecimal usage, BigDecimal sum) {
        return sum.signum() == 0
                ? BigDecimal.ZERO
                : usage.multiply(HUNDRED).divide(sum, 2, RoundingMode.HALF_UP);
    }

    private static ObjectNode group(Part part, List<String> by) {
        Map<String, String> grouped = new LinkedHashMap<>();
        for (int i = 0; i < by.size(); i++) {
            grouped.put(by.get(i), part.group().keys().get(i));
        }
        return figures(part).map("grouped_by", grouped).node();
    }

    private static ObjectNode source(Part part) {
        return figures(part).put("source", part.group().keys().getFirst()).node();
    }

    private static Json figures(Part part) {
        return Json.object()
                .put("usage", part.group().value())
                .put("event_count", part.group().eventCount())
                .put("cost", part.cost())
                .put("percentage", part.percentage());
    }
}
