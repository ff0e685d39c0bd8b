package io.tallybook.api.flexprice.plan;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.problem.ProblemException;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionCommand.PriceEnd;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings a plan's prices to the subscriptions that run on it. One runs at a time for a plan; each
 * subscription is changed by a command of its own that does nothing when repeated, so that one that
 * was cut short is made whole by starting it again.
 */
@RestController
@RequestMapping("/v1/plans/{id}/sync/subscriptions")
public final class PlanSync {
    private static final int AT_ONCE = 500;
    private static final int IN_FLIGHT = 8;

    private final Dispatch dispatch;
    private final Directory directory;
    private final SyncLock lock;

    public PlanSync(Dispatch dispatch, Directory directory, DatabaseClient database) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.lock = new SyncLock(database.getConnectionFactory());
    }

    /** A plan as it is to be brought to its subscriptions. */
    private record Offer(
            PlanView plan, List<PriceView> prices, Map<String, MeterView> meters, Instant now) {}

    /**
     * What became of one subscription.
     *
     * @param problem why it could not be changed
     */
    private record Result(
            SubscriptionCommand.SyncLines wanted, boolean changed, @Nullable String problem) {}

    @PostMapping
    Mono<ResponseEntity<byte[]>> sync(Call call, @PathVariable("id") String id) {
        PlanId plan = Named.id("plan", id, PlanId::new);
        return performed(call, plan)
                .map(
                        results ->
                                Answer.ok(
                                        Json.object()
                                                .put("message", summary(results))
                                                .put("workflow_id", "plan_sync_" + plan)
                                                .put("run_id", call.requestId())
                                                .node()));
    }

    /** The same, answered with what became of each subscription. */
    @PostMapping("/v2")
    Mono<ResponseEntity<byte[]>> syncInFull(Call call, @PathVariable("id") String id) {
        PlanId plan = Named.id("plan", id, PlanId::new);
        return performed(call, plan).map(results -> Answer.ok(json(plan, results)));
    }

    /** What would be changed now, without changing it. */
    @GetMapping("/preview")
    Mono<ResponseEntity<byte[]>> preview(Call call, @PathVariable("id") String id) {
        PlanId plan = Named.id("plan", id, PlanId::new);
        return offer(call, plan)
                .flatMapMany(
                        offer -> subscriptions(call, plan, null).map(view -> wanted(offer, view)))
                .map(wanted -> new Result(wanted, !isEmpty(wanted), null))
                .collectList()
                .map(results -> Answer.ok(json(plan, results)));
    }

    private Mono<List<Result>> performed(Call call, PlanId plan) {
        return directory
                .plan(call, plan)
                .then(
                        lock.alone(
                                plan,
                                () ->
                                        offer(call, plan)
                                                .flatMapMany(
                                                        offer ->
                                                                subscriptions(call, plan, null)
                                                                        .flatMapSequential(
                                                                                view ->
                                                                                        performed(
                                                                                                call,
                                                                                                offer,
                                                                                                view),
                                                                                IN_FLIGHT))
                                                .collectList()));
    }

    private Mono<Result> performed(Call call, Offer offer, SubscriptionView view) {
        SubscriptionCommand.SyncLines wanted = wanted(offer, view);
        if (isEmpty(wanted)) {
            return Mono.just(new Result(wanted, false, null));
        }
        return dispatch.send(call, ViewKind.SUBSCRIPTION, wanted)
                .map(
                        receipt ->
                                new Result(
                                        wanted, receipt.version() > view.stamp().version(), null))
                .onErrorResume(
                        ProblemException.class,
                        e -> Mono.just(new Result(wanted, false, e.problem().message())));
    }

    private Mono<Offer> offer(Call call, PlanId id) {
        return Mono.zip(
                        directory.plan(call, id),
                        directory.pricesOf(call, List.of(id)),
                        dispatch.now(call))
                .flatMap(
                        found ->
                                directory
                                        .meters(
                                                call,
                                                found.getT2().stream()
                                                        .map(price -> price.price().meterId())
                                                        .filter(Objects::nonNull)
                                                        .toList())
                                        .map(
                                                meters ->
                                                        new Offer(
                                                                found.getT1(),
                                                                found.getT2(),
                                                                meters,
                                                                found.getT3())));
    }

    private Flux<SubscriptionView> subscriptions(Call call, PlanId plan, @Nullable String after) {
        var spec =
                new SearchSpec(
                        List.of(
                                new Criterion("plan_id", Operator.EQ, List.of(plan.value())),
                                new Criterion("status", Operator.IN, SubscriptionView.RUNNING)),
                        List.of(),
                        List.of(new Order("id", Direction.ASC)),
                        AT_ONCE,
                        0,
                        after);
        return dispatch.ask(
                        new SubscriptionQuery.Search(call.scope(), spec),
                        SubscriptionQuery.Page.class)
                .flatMapMany(
                        page ->
                                page.items().size() < AT_ONCE
                                        ? Flux.fromIterable(page.items())
                                        : Flux.fromIterable(page.items())
                                                .concatWith(
                                                        Flux.defer(
                                                                () ->
                                                                        subscriptions(
                                                                                call,
                                                                                plan,
                                                                                page.items()
                                                                                        .getLast()
                                                                                        .id()
                                                                                        .value()))));
    }

    private static SubscriptionCommand.SyncLines wanted(Offer offer, SubscriptionView view) {
        Set<PriceId> held =
                view.terms().lineItems().stream()
                        .filter(line -> line.addon() == null)
                        .map(LineItem::priceId)
                        .collect(Collectors.toSet());
        Instant open = view.currentPeriod().start();
        List<LineItem> additions =
                offer.prices().stream()
                        .filter(price -> !held.contains(price.id()))
                        .filter(price -> fits(view.terms(), price.price(), open))
                        .map(price -> line(offer, view, price))
                        .toList();
        return new SubscriptionCommand.SyncLines(
                view.id(), view.scope(), offer.now(), additions, ends(offer, view));
    }

    private static List<PriceEnd> ends(Offer offer, SubscriptionView view) {
        return offer.prices().stream()
                .filter(price -> price.price().range().endDate() != null)
                .filter(price -> runsLonger(view, price))
                .map(
                        price ->
                                new PriceEnd(
                                        price.id(),
                                        Objects.requireNonNull(price.price().range().endDate())))
                .toList();
    }

    private static boolean runsLonger(SubscriptionView view, PriceView price) {
        return view.terms().lineItems().stream()
                .filter(line -> line.addon() == null && line.priceId().equals(price.id()))
                .anyMatch(
                        line ->
                                line.endDate() == null
                                        || line.endDate()
                                                .isAfter(
                                                        Objects.requireNonNull(
                                                                price.price().range().endDate())));
    }

    private static boolean fits(SubscriptionTerms terms, PriceDocument price, Instant open) {
        Instant end = price.range().endDate();
        return price.currency().equals(terms.currency())
                && (end == null || end.isAfter(open))
                && (price.billingPeriod() == null
                        || (price.billingPeriod() == terms.billingPeriod()
                                && price.billingPeriodCount() == terms.billingPeriodCount()));
    }

    // Its id follows from the subscription and the price: a repeat adds the same line.
    private static LineItem line(Offer offer, SubscriptionView view, PriceView price) {
        MeterId meterId = price.price().meterId();
        MeterView meter = meterId == null ? null : offer.meters().get(meterId.value());
        String own = price.price().displayName();
        String plan = offer.plan().plan().name();
        return new LineItem(
                LineItemId.of(
                        Ulid.derived(
                                price.stamp().createdAt(),
                                "plan_sync",
                                view.id().value(),
                                price.id().value())),
                price.id(),
                price.price(),
                meter == null ? null : meter.definition(),
                own != null && !own.isBlank() ? own : meter == null ? plan : meter.name(),
                plan,
                quantity(view, price.price()));
    }

    // A new version goes on with as many as the one before it.
    private static BigDecimal quantity(SubscriptionView view, PriceDocument price) {
        if (price.type() == PriceDocument.Type.USAGE) {
            return BigDecimal.ZERO;
        }
        PriceId first = price.range().parentPriceId();
        BigDecimal least =
                Objects.requireNonNullElse(price.conditions().minimumQuantity(), BigDecimal.ONE);
        if (first == null) {
            return least;
        }
        boolean hasLeast = price.conditions().minimumQuantity() != null;
        return view.terms().lineItems().stream()
                .filter(line -> line.addon() == null)
                .filter(
                        line ->
                                line.priceId().equals(first)
                                        || first.equals(line.price().range().parentPriceId()))
                .map(LineItem::quantity)
                .reduce((_, last) -> last)
                .map(before -> hasLeast ? before.max(least) : before)
                .orElse(least);
    }

    private static boolean isEmpty(SubscriptionCommand.SyncLines wanted) {
        return wanted.additions().isEmpty() && wanted.ends().isEmpty();
    }

    private static String summary(List<Result> results) {
        long changed = results.stream().filter(Result::changed).count();
        long failed = results.stream().filter(result -> result.problem() != null).count();
        return "%d subscriptions: %d changed, %d in step already, %d failed"
                .formatted(results.size(), changed, results.size() - changed - failed, failed);
    }

    private static ObjectNode json(PlanId plan, List<Result> results) {
        return Json.object()
                .put("plan_id", plan)
                .put("message", summary(results))
                .list("items", results, PlanSync::json)
                .node();
    }

    private static ObjectNode json(Result result) {
        String outcome = result.changed() ? "changed" : "in_step";
        return Json.object()
                .put("subscription_id", result.wanted().subscriptionId())
                .put("result", result.problem() == null ? outcome : "failed")
                .put("error", result.problem())
                .texts(
                        "added_price_ids",
                        result.wanted().additions().stream()
                                .map(line -> line.priceId().value())
                                .toList())
                .texts(
                        "ended_price_ids",
                        result.wanted().ends().stream().map(end -> end.priceId().value()).toList())
                .node();
    }
}
