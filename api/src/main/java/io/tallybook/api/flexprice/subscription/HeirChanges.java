package io.tallybook.api.flexprice.subscription;

import static io.tallybook.api.flexprice.subscription.Wishes.refused;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.response.Json;
import io.tallybook.core.Receipt;
import io.tallybook.core.ViewKind;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.subscription.Heir;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeHeirs;
import io.tallybook.core.subscription.SubscriptionEvent.HeirsChanged;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Changes of who shares a subscription: thought through, or made. */
final class HeirChanges {
    static final String PARAMS = "inheritance_params";
    private static final String FIELD = PARAMS + "." + InheritanceRequest.HEIRS;
    private static final String REMOVED = "external_customer_ids_to_remove";
    private static final Choice<String> ACTIONS = Choice.words("add", "remove");

    private final Dispatch dispatch;
    private final Directory directory;
    private final Families families;
    private final Changes changes;

    HeirChanges(Dispatch dispatch, Directory directory, Changes changes) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.families = new Families(dispatch, directory);
        this.changes = changes;
    }

    /** Who is to share it, and who not any more, by their external ids. */
    private record Wish(List<String> added, List<String> removed) {
        Wish {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }
    }

    /** The caller has to check the fields. */
    Modification of(Fields body) {
        return new Sharers(wished(body));
    }

    private static Wish wished(Fields body) {
        Fields params = body.required(PARAMS).object();
        if (params == null) {
            return new Wish(List.of(), List.of());
        }
        String action = params.optional("action").choice(ACTIONS);
        var wish =
                new Wish(
                        params.optional(InheritanceRequest.HEIRS)
                                .texts(InheritanceRequest.HEIRS_MAX, Wishes.SHORT),
                        params.optional(REMOVED).texts(InheritanceRequest.HEIRS_MAX, Wishes.SHORT));
        if (wish.added().isEmpty() && wish.removed().isEmpty()) {
            params.complain(
                    InheritanceRequest.HEIRS,
                    "external ids here, or in " + REMOVED + " (required)",
                    "none in either");
        }
        unless(params, action, "remove", InheritanceRequest.HEIRS, wish.added());
        unless(params, action, "add", REMOVED, wish.removed());
        return wish;
    }

    private static void unless(
            Fields params, @Nullable String action, String not, String field, List<String> names) {
        if (not.equals(action) && !names.isEmpty()) {
            params.complain(field, "none with action " + not, String.join(", ", names));
        }
    }

    /**
     * A subscription before and after.
     *
     * @param command what makes the one the other
     */
    private record Sharing(SubscriptionView view, ChangeHeirs command) {
        SubscriptionView after() {
            return view.agreeing(
                    view.terms()
                            .after(
                                    new HeirsChanged(
                                            view.id(),
                                            command.at(),
                                            command.added(),
                                            command.removed())));
        }
    }

    private final class Sharers implements Modification {
        private final Wish wish;

        Sharers(Wish wish) {
            this.wish = wish;
        }

        @Override
        public Mono<ObjectNode> preview(Call call, String subscription) {
            return wished(call, subscription, wish)
                    .delayUntil(sharing -> dispatch.consider(call, sharing.command()))
                    .map(sharing -> json(sharing.after(), sharing));
        }

        @Override
        public Mono<Made> execute(Call call, String subscription) {
            return wished(call, subscription, wish)
                    .flatMap(sharing -> made(call, sharing))
                    .map(answer -> new Made(answer, Optional.empty()));
        }
    }

    private Mono<ObjectNode> made(Call call, Sharing sharing) {
        return dispatch.send(call, ViewKind.SUBSCRIPTION, sharing.command())
                .then(inherited(call, sharing.command()))
                .then(Mono.defer(() -> directory.subscription(call, sharing.view().id())))
                .map(after -> json(after, sharing));
    }

    /** The subscription of somebody who joins one that is there. */
    Mono<SubscriptionId> joined(Call call, Joining joining) {
        return Mono.zip(dispatch.now(call), customer(call, joining))
                .flatMap(
                        both ->
                                changes.changeable(call, joining.parent(), both.getT1())
                                        .doOnNext(
                                                view ->
                                                        joining.requireFits(
                                                                view.terms(), both.getT1()))
                                        .flatMap(
                                                view ->
                                                        sharing(
                                                                call,
                                                                view,
                                                                new Wish(
                                                                        List.of(both.getT2()),
                                                                        List.of()),
                                                                both.getT1(),
                                                                "customer_id")))
                .flatMap(
                        sharing ->
                                made(call, sharing)
                                        .thenReturn(
                                                sharing.command()
                                                        .added()
                                                        .getFirst()
                                                        .subscriptionId()));
    }

    private Mono<String> customer(Call call, Joining joining) {
        String id = joining.customerId();
        return id == null
                ? Mono.justOrEmpty(joining.externalCustomerId())
                : directory.customerOfEitherName(call, id).map(CustomerView::externalId);
    }

    private Mono<Sharing> wished(Call call, String id, Wish wish) {
        return dispatch.now(call)
                .flatMap(
                        now ->
                                changes.changeable(call, id, now)
                                        .flatMap(view -> sharing(call, view, wish, now, FIELD)));
    }

    private Mono<Sharing> sharing(
            Call call, SubscriptionView view, Wish wish, Instant now, String field) {
        List<SubscriptionId> removed = removed(view.terms(), wish.removed());
        return families.heirs(call, wish.added(), now)
                .doOnNext(added -> check(view, added, removed, field))
                .flatMap(
                        added ->
                                families.requireFree(call, view.terms().customerId(), added, field)
                                        .thenReturn(
                                                new Sharing(
                                                        view,
                                                        new ChangeHeirs(
                                                                view.id(),
                                                                call.scope(),
                                                                now,
                                                                added,
                                                                removed))));
    }

    private static List<SubscriptionId> removed(SubscriptionTerms terms, List<String> names) {
        List<SubscriptionId> removed = new ArrayList<>();
        for (String name : names) {
            removed.add(
                    terms.related().present().stream()
                            .filter(heir -> heir.externalCustomerId().equals(name))
                            .findFirst()
                            .map(Heir::subscriptionId)
                            .orElseThrow(
                                    () ->
                                            refused(
                                                    PARAMS + "." + REMOVED,
                                                    "customers who share this subscription",
                                                    "'%s', who does not".formatted(name))));
        }
        return removed;
    }

    private static void check(
            SubscriptionView view, List<Heir> added, List<SubscriptionId> removed, String field) {
        for (Heir heir : added) {
            boolean stays =
                    view.terms().related().present().stream()
                            .filter(one -> !removed.contains(one.subscriptionId()))
                            .anyMatch(one -> one.customerId().equals(heir.customerId()));
            if (stays || heir.customerId().equals(view.terms().customerId())) {
                throw refused(
                        field,
                        "customers who do not share this subscription yet",
                        "'%s', who does".formatted(heir.externalCustomerId()));
            }
        }
    }

    // They begin and end by a process, as soon as that has heard of it.
    private Mono<Void> inherited(Call call, ChangeHeirs change) {
        return Flux.concat(
                        Flux.fromIterable(change.added())
                                .map(heir -> new Receipt(heir.subscriptionId().value(), 0)),
                        Flux.fromIterable(change.removed()).map(id -> new Receipt(id.value(), 1)))
                .flatMap(receipt -> dispatch.await(call, ViewKind.SUBSCRIPTION, receipt))
                .then();
    }

    private static ObjectNode json(SubscriptionView after, Sharing sharing) {
        List<ObjectNode> subscriptions = new ArrayList<>();
        subscriptions.add(ChangedJson.subscription(after));
        for (Heir heir : sharing.command().added()) {
            subscriptions.add(inherited(after, heir.subscriptionId(), "created", "active"));
        }
        for (SubscriptionId id : sharing.command().removed()) {
            subscriptions.add(inherited(after, id, "updated", "cancelled"));
        }
        return Json.object()
                .set("subscription", SubscriptionJson.of(after, null, null))
                .set(
                        "changed_resources",
                        Json.object()
                                .list("invoices", List.<ObjectNode>of(), node -> node)
                                .list("line_items", List.<ObjectNode>of(), node -> node)
                                .list("subscriptions", subscriptions, node -> node)
                                .node())
                .nulls("checkout_session")
                .node();
    }

    private static ObjectNode inherited(
            SubscriptionView parent, SubscriptionId id, String action, String status) {
        return Json.object()
                .put("id", id)
                .put("action", action)
                .put("status", status)
                .put("current_period_end", parent.currentPeriod().end())
                .nulls("trial_end")
                .node();
    }
}
