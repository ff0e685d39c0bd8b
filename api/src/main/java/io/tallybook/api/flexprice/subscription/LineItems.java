package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.flexprice.price.OwnPrices;
import io.tallybook.api.flexprice.price.PriceChange;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.response.Answer;
import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeLines;
import io.tallybook.core.subscription.SubscriptionEvent.LineEnd;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionLine;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes of what subscriptions are charged for, line by line. */
@RestController
@RequestMapping("/v1/subscriptions")
public final class LineItems {
    private static final Choice<String> OWNERS =
            Choice.of(Map.of("plan", "PLAN", "addon", "ADDON", "subscription", "SUBSCRIPTION"));

    private static final Searchable FIELDS =
            new Searchable()
                    .text("subscription_id", "subscription_id")
                    .text("customer_id", "customer_id")
                    .text("price_id", "price_id")
                    .text("meter_id", "meter_id")
                    .text("entity_id", "entity_id")
                    .text("addon_association_id", "addon_association_id")
                    .text("currency", "currency")
                    .text("billing_period", "billing_period")
                    .time("start_date", "start_date")
                    .time("end_date", "end_date");

    private final Dispatch dispatch;
    private final Directory directory;
    private final AgreedPrices prices;
    private final OwnPrices own;

    public LineItems(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.own = new OwnPrices(dispatch, directory);
        this.prices = new AgreedPrices(directory, own);
    }

    @PostMapping("/{id}/lineitems")
    Mono<ResponseEntity<byte[]>> create(Call call, @PathVariable("id") String id, Body body) {
        LineRequest wish = LineRequest.of(body);
        body.check();
        SubscriptionId subscription = Named.id("subscription", id, SubscriptionId::new);
        return Mono.zip(directory.subscription(call, subscription), dispatch.now(call))
                .flatMap(
                        both ->
                                add(call, both.getT1(), wish, both.getT2())
                                        .flatMap(line -> shown(call, subscription, line)))
                .map(Answer::created);
    }

    private Mono<LineItemId> add(Call call, SubscriptionView view, LineRequest wish, Instant now) {
        Instant start = wish.start() == null ? now : wish.start();
        return planName(call, view)
                .flatMap(
                        plan ->
                                prices.lines(
                                        call,
                                        List.of(wish),
                                        view.id(),
                                        view.terms().currency(),
                                        plan,
                                        start))
                .map(List::getFirst)
                .flatMap(
                        made ->
                                change(
                                        call,
                                        view.id(),
                                        made.prices(),
                                        change(
                                                call,
                                                view.id(),
                                                now,
                                                wish.settling(),
                                                List.of(made.line()),
                                                List.of())));
    }

    private Mono<String> planName(Call call, SubscriptionView view) {
        return directory.plan(call, view.terms().planId()).map(plan -> plan.plan().name());
    }

    private static ChangeLines change(
            Call call,
            SubscriptionId id,
            Instant now,
            Settling settling,
            List<LineItem> added,
            List<LineEnd> ended) {
        return new ChangeLines(
                id, call.scope(), now, changeId(call.ids().next()), settling, added, ended);
    }

    /** What a change is named by. */
    static String changeId(Ulid ulid) {
        return "change_" + ulid;
    }

    // Answers the line that begins, or the one that ends if none begins.
    private Mono<LineItemId> change(
            Call call, SubscriptionId id, List<OwnPrices.Wanted> made, ChangeLines change) {
        LineItemId line =
                change.added().isEmpty()
                        ? change.ended().getFirst().lineItemId()
                        : change.added().getFirst().id();
        return own.make(call, made, change.at())
                .then(dispatch.send(call, ViewKind.SUBSCRIPTION, change))
                .thenReturn(line);
    }

    private Mono<ObjectNode> shown(Call call, SubscriptionId id, LineItemId line) {
        return directory
                .subscription(call, id)
                .flatMap(
                        view ->
                                find(view, line)
                                        .map(found -> SubscriptionJson.line(view, found))
                                        .switchIfEmpty(Named.missing("line item", line)));
    }

    private static Mono<LineItem> find(SubscriptionView view, LineItemId id) {
        return Mono.justOrEmpty(
                view.terms().lineItems().stream().filter(l -> l.id().equals(id)).findFirst());
    }

    private Mono<SubscriptionLine> line(Call call, LineItemId id) {
        return dispatch.find(
                        new SubscriptionQuery.LineById(call.scope(), id), SubscriptionLine.class)
                .switchIfEmpty(Named.missing("line item", id));
    }

    /**
     * Charges by another price from a moment on: the line ends there and another, which is
     * answered, begins.
     */
    @PutMapping("/lineitems/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        PriceChange price = PriceChange.ofSubscription(body);
        Instant effective = body.optional("effective_from").instant();
        Map<String, String> metadata =
                body.has("metadata") ? body.optional("metadata").looseMap(Wishes.LONG) : null;
        CommitmentWish promised = CommitmentRequest.ofLine(body);
        if (!price.changesWhatIsOwed() && metadata == null && promised.isEmpty()) {
            body.complain(
                    "amount",
                    "an amount, a billing_model, tiers, a commitment or metadata to change",
                    "nothing");
        }
        body.check();
        return Mono.zip(line(call, Named.id("line item", id, LineItemId::new)), dispatch.now(call))
                .flatMap(
                        both ->
                                replace(
                                                call,
                                                both.getT1(),
                                                price,
                                                metadata,
                                                promised,
                                                both.getT2(),
                                                effective == null ? both.getT2() : effective)
                                        .flatMap(
                                                line ->
                                                        shown(
                                                                call,
                                                                both.getT1().subscriptionId(),
                                                                line)))
                .map(Answer::ok);
    }

    private Mono<LineItemId> replace(
            Call call,
            SubscriptionLine before,
            PriceChange change,
            @Nullable Map<String, String> metadata,
            CommitmentWish promised,
            Instant now,
            Instant effective) {
        LineItem line = before.item();
        SubscriptionId id = before.subscriptionId();
        LineItem next =
                line.as(LineItemId.of(call.ids().next()), line.quantity())
                        .holding(effective, line.endDate());
        List<OwnPrices.Wanted> made = new ArrayList<>();
        if (change.changesWhatIsOwed()) {
            PriceId priceId = PriceId.of(call.ids().next());
            var price = change.agreed(line.price(), line.priceId(), id);
            next = next.at(priceId, price);
            made.add(new OwnPrices.Wanted(priceId, price));
        }
        if (metadata != null) {
            next = next.under(next.agreement().describedBy(metadata));
        }
        if (!promised.isEmpty()) {
            CommitmentWish.Agreed agreed = promised.on(call, id, next);
            next = agreed.line().promising(renewed(agreed.line(), line));
            made.addAll(agreed.prices());
        }
        return change(
                call,
                id,
                made,
                change(
                        call,
                        id,
                        now,
                        Settling.NEXT_INVOICE,
                        List.of(next),
                        List.of(new LineEnd(line.id(), effective))));
    }

    // What was spent under the promise before counts towards the one that takes its place.
    private static @Nullable LineCommitment renewed(LineItem next, LineItem before) {
        LineCommitment promised = next.agreement().commitment();
        LineCommitment old = before.agreement().commitment();
        if (old == null || promised == null) {
            return promised;
        }
        LineItemId since = old.since();
        return promised.continuing(since == null ? before.id() : since);
    }

    /** Charges it no longer from a moment on. */
    @DeleteMapping("/lineitems/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id, Body body) {
        Instant effective = body.optional("effective_from").instant();
        Settling settling = Wishes.settling(body);
        body.check();
        LineItemId line = Named.id("line item", id, LineItemId::new);
        return Mono.zip(line(call, line), dispatch.now(call))
                .flatMap(
                        both -> {
                            Instant now = both.getT2();
                            SubscriptionId subscription = both.getT1().subscriptionId();
                            var end = new LineEnd(line, effective == null ? now : effective);
                            return change(
                                            call,
                                            subscription,
                                            List.of(),
                                            change(
                                                    call,
                                                    subscription,
                                                    now,
                                                    settling,
                                                    List.of(),
                                                    List.of(end)))
                                    .flatMap(ended -> shown(call, subscription, ended));
                        })
                .map(Answer::ok);
    }

    @PostMapping("/lineitems/search")
    Mono<ResponseEntity<byte[]>> search(Call call, Body body) {
        boolean active = Boolean.TRUE.equals(body.optional("active_filter").truth());
        Instant at = body.optional("current_period_start").instant();
        return dispatch.now(call)
                .flatMap(
                        now -> {
                            Instant moment = at == null ? now : at;
                            var criteria =
                                    new Criteria(body)
                                            .any("subscription_line_item_ids", "id")
                                            .any("subscription_ids", "subscription_id")
                                            .any("customer_ids", "customer_id")
                                            .any("price_ids", "price_id")
                                            .any("meter_ids", "meter_id")
                                            .any("entity_ids", "entity_id")
                                            .any("addon_association_ids", "addon_association_id")
                                            .any("billing_periods", "billing_period")
                                            .isOneOf("currency", currencies(body))
                                            .is(
                                                    "entity_type",
                                                    body.optional("entity_type").choice(OWNERS));
                            if (active || at != null) {
                                // It holds from its start, that moment included.
                                criteria.after("end_date", moment)
                                        .before("start_date", moment.plusNanos(1_000));
                            }
                            ListRequest request = ListRequest.of(body, FIELDS, criteria);
                            return page(call, request);
                        })
                .map(Answer::ok);
    }

    private static List<String> currencies(Body body) {
        return body.optional("currencies").texts(100, 3).stream()
                .map(code -> code.toUpperCase(Locale.ROOT))
                .toList();
    }

    private Mono<ObjectNode> page(Call call, ListRequest request) {
        return dispatch.ask(
                        new SubscriptionQuery.SearchLines(call.scope(), request.spec()),
                        SubscriptionQuery.LinePage.class)
                .flatMap(
                        page ->
                                directory
                                        .subscriptions(
                                                call,
                                                page.items().stream()
                                                        .map(SubscriptionLine::subscriptionId)
                                                        .distinct()
                                                        .toList())
                                        .map(
                                                views ->
                                                        PageJson.of(
                                                                request,
                                                                page.items(),
                                                                page.total(),
                                                                line -> row(views, line))));
    }

    private static ObjectNode row(Map<String, SubscriptionView> views, SubscriptionLine line) {
        SubscriptionView view =
                Objects.requireNonNull(
                        views.get(line.subscriptionId().value()),
                        () -> "a line item is written together with " + line.subscriptionId());
        return SubscriptionJson.line(view, line.item());
    }
}
