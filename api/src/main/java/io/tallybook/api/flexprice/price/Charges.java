package io.tallybook.api.flexprice.price;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.request.Fields;
import io.tallybook.api.response.Json;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.Receipt;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterQuery;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PlanCommand;
import io.tallybook.core.catalogue.PlanDocument;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceBatchCommand;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.catalogue.ResetUsage;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a plan charges for, told by the names of events: the prices of the plan, together with the
 * meters that count for them.
 */
public final class Charges {
    private static final int MOST_AT_ONCE = 1_000;

    /** What a charge says in the words of its price. */
    private static final List<String> KEPT =
            List.of(
                    "amount",
                    "currency",
                    "tiers",
                    "transform_quantity",
                    "price_unit",
                    "price_unit_amount",
                    "billing_period",
                    "billing_period_count",
                    "invoice_cadence",
                    "meter_id",
                    "display_name",
                    "lookup_key",
                    "start_date",
                    "end_date",
                    "metadata");

    private static final List<Order> OLDEST_FIRST = List.of(new Order("created_at", Direction.ASC));

    private final Dispatch dispatch;
    private final Directory directory;
    private final PriceReferences references;

    public Charges(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.references = new PriceReferences(directory);
    }

    /** Charges that are wished for, of a plan that is only being made. */
    public record Wished(List<ChargeRequest> requests) {
        public static final Wished NONE = new Wished(List.of());

        public Wished {
            requests = List.copyOf(requests);
        }

        public boolean isEmpty() {
            return requests.isEmpty();
        }

        /** The names of the events that are to be counted. */
        private List<String> eventNames() {
            return requests.stream()
                    .map(ChargeRequest::eventName)
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
        }
    }

    /** Reads the charges of a plan, if there are any; what is wrong is noted in {@code in}. */
    public static Wished of(Fields in, PlanId plan) {
        ChargeRequest.Usual usual = ChargeRequest.Usual.of(in);
        List<Fields> charges =
                in.has("charges")
                        ? in.required("charges").objects(1, MOST_AT_ONCE)
                        : List.<Fields>of();
        return new Wished(
                charges.stream().map(charge -> ChargeRequest.of(charge, usual, plan)).toList());
    }

    /**
     * Makes a plan with its charges, and a meter and a feature for each event that nothing counts
     * in that way yet: all or nothing.
     *
     * <p>Errors: ProblemException (404) if a price unit or a group is not there, and whatever a
     * plan or a price is refused for.
     */
    public Mono<Void> make(Call call, PlanId id, PlanDocument plan, Wished wished) {
        List<PriceRequest> prices = wished.requests().stream().map(ChargeRequest::price).toList();
        return Mono.zip(
                        references.withOwner(call, prices),
                        counting(call, wished.eventNames()),
                        dispatch.now(call))
                .flatMap(
                        known -> {
                            var meters = new Counters(call, known.getT2());
                            List<PriceBatchCommand.Item> items = new ArrayList<>();
                            for (ChargeRequest one : wished.requests()) {
                                PriceRequest price = one.price().countedBy(meters.meter(one));
                                items.add(
                                        new PriceBatchCommand.Item(
                                                PriceId.of(call.ids().next()),
                                                known.getT1().document(price)));
                            }
                            return sent(
                                    call,
                                    new PlanCommand.CreatePriced(
                                            id,
                                            call.scope(),
                                            known.getT3(),
                                            plan,
                                            meters.made,
                                            items));
                        });
    }

    private Mono<Void> sent(Call call, PlanCommand.CreatePriced create) {
        // The views take events in their order: with the last of a kind seen, all are.
        Mono<?> counted =
                create.counted().isEmpty()
                        ? Mono.empty()
                        : seen(call, ViewKind.METER, meterOf(create.counted().getLast()).value())
                                .then(
                                        seen(
                                                call,
                                                ViewKind.FEATURE,
                                                create.counted().getLast().featureId().value()));
        return dispatch.send(call, ViewKind.PLAN, create)
                .then(seen(call, ViewKind.PRICE, create.prices().getLast().priceId().value()))
                .then(counted)
                .then();
    }

    private Mono<Boolean> seen(Call call, ViewKind kind, String id) {
        return dispatch.await(call, kind, new Receipt(id, 0));
    }

    private static MeterId meterOf(PlanCommand.Counted counted) {
        return counted.definition().meterId();
    }

    /** The meters that look at all events of these names, oldest first. */
    private Mono<List<MeterView>> counting(Call call, List<String> eventNames) {
        if (eventNames.isEmpty()) {
            return Mono.just(List.of());
        }
        var spec =
                new SearchSpec(
                        List.of(new Criterion("event_name", Operator.IN, eventNames)),
                        OLDEST_FIRST,
                        MOST_AT_ONCE,
                        0);
        return dispatch.ask(new MeterQuery.Search(call.scope(), spec), MeterQuery.Page.class)
                .map(
                        page ->
                                page.items().stream()
                                        .filter(m -> m.stamp().status() == EntityStatus.PUBLISHED)
                                        .filter(m -> m.resetUsage() == ResetUsage.BILLING_PERIOD)
                                        .toList());
    }

    /** The meter of each charge: one that is there, or one to be made, once for each counting. */
    private static final class Counters {
        private final Call call;
        // Under one id, two meters that count alike are equal.
        private final MeterId any;
        private final Map<MeterDefinition, MeterId> known = new HashMap<>();
        private final List<PlanCommand.Counted> made = new ArrayList<>();

        Counters(Call call, List<MeterView> there) {
            this.call = call;
            this.any = MeterId.of(call.ids().next());
            there.forEach(view -> known.putIfAbsent(view.definition().as(any), view.id()));
        }

        @Nullable String meter(ChargeRequest charge) {
            if (charge.eventName() == null) {
                return null;
            }
            FeatureId feature = FeatureId.of(call.ids().next());
            MeterId meter = MeterId.of(call.ids().next());
            PlanCommand.Counted wanted = charge.counted(feature, meter);
            MeterId before = known.putIfAbsent(wanted.definition().as(any), meter);
            if (before == null) {
                made.add(wanted);
            }
            return before == null ? meter.value() : before.value();
        }
    }

    /** The prices of a plan as charges, oldest first; those that have ended are left out. */
    public Mono<ArrayNode> shown(Call call, PlanId plan) {
        return Mono.zip(directory.pricesOf(call, List.of(plan)), dispatch.now(call))
                .flatMap(
                        both -> {
                            List<PriceView> prices =
                                    both.getT1().stream()
                                            .filter(p -> lasts(p.price(), both.getT2()))
                                            .toList();
                            List<MeterId> meters =
                                    prices.stream()
                                            .map(p -> p.price().meterId())
                                            .filter(Objects::nonNull)
                                            .toList();
                            return directory
                                    .meters(call, meters)
                                    .map(found -> Json.list(prices, p -> json(p, found)));
                        });
    }

    private static boolean lasts(PriceDocument price, Instant now) {
        return price.range().endDate() == null || now.isBefore(price.range().endDate());
    }

    private static ObjectNode json(PriceView view, Map<String, MeterView> meters) {
        MeterId id = view.price().meterId();
        MeterView meter = id == null ? null : meters.get(id.value());
        ChargeRequest.PricingModel model = ChargeRequest.PricingModel.of(view.price());
        ObjectNode price = PriceJson.of(view, meter, null);
        Json charge =
                Json.object()
                        .put("id", view.id())
                        .put("event_name", meter == null ? null : meter.definition().eventName())
                        .put("pricing_model", model == null ? null : model.word())
                        .set("filter_values", Json.tree(view.price().range().filterValues()));
        KEPT.forEach(key -> charge.set(key, price.get(key)));
        return charge.node();
    }
}
