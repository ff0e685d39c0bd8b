package io.tallybook.api.flexprice.subscription;

import static io.tallybook.api.flexprice.subscription.Wishes.refused;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.response.Json;
import io.tallybook.core.ViewKind;
import io.tallybook.core.subscription.GroupedBilling;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeGroup;
import io.tallybook.core.subscription.SubscriptionEvent.GroupChanged;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Changes of which subscriptions are invoiced with another: thought through, or made. */
final class GroupChanges {
    static final String PARAMS = "grouped_invoicing_params";
    private static final String CHILDREN = PARAMS + "." + GroupedBilling.CHILDREN;
    private static final String PARENT = "parent_subscription_id";
    private static final int CHILDREN_MAX = 500;
    private static final Choice<String> ACTIONS = Choice.words("add", "remove");

    private final Dispatch dispatch;
    private final Directory directory;
    private final Changes changes;

    GroupChanges(Dispatch dispatch, Directory directory, Changes changes) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.changes = changes;
    }

    /**
     * What is to become of which subscriptions.
     *
     * @param parent absent where it is not told beside the path
     */
    private record Wish(boolean adds, List<String> children, @Nullable String parent) {
        Wish {
            children = List.copyOf(children);
        }
    }

    /** The caller has to check the fields. */
    Modification of(Fields body) {
        Fields params = body.required(PARAMS).object();
        if (params == null) {
            return new Grouped(new Wish(true, List.of(), null));
        }
        String action = params.required("action").choice(ACTIONS);
        List<String> children =
                params.optional(GroupedBilling.CHILDREN).texts(CHILDREN_MAX, Wishes.SHORT);
        if (children.isEmpty()) {
            params.complain(GroupedBilling.CHILDREN, "at least one id (required)", "none");
        }
        return new Grouped(
                new Wish(
                        !"remove".equals(action),
                        children,
                        params.optional(PARENT).text(Wishes.SHORT)));
    }

    /**
     * A group before and after.
     *
     * @param command what makes the one the other
     */
    private record Grouping(
            SubscriptionView view, List<SubscriptionView> children, ChangeGroup command) {
        SubscriptionView after() {
            return view.agreeing(
                    view.terms()
                            .after(
                                    new GroupChanged(
                                            view.id(),
                                            command.at(),
                                            view.currentPeriod().start(),
                                            command.added(),
                                            command.removed())));
        }
    }

    private final class Grouped implements Modification {
        private final Wish wish;

        Grouped(Wish wish) {
            this.wish = wish;
        }

        @Override
        public Mono<ObjectNode> preview(Call call, String subscription) {
            return wished(call, subscription, wish)
                    .delayUntil(group -> dispatch.consider(call, group.command()))
                    .map(group -> json(group.after(), group.children()));
        }

        @Override
        public Mono<Made> execute(Call call, String subscription) {
            return wished(call, subscription, wish)
                    .flatMap(group -> made(call, group, wish))
                    .map(answer -> new Made(answer, Optional.empty()));
        }
    }

    private Mono<Grouping> wished(Call call, String id, Wish wish) {
        if (wish.parent() != null && !wish.parent().equals(id)) {
            throw refused(
                    PARAMS + "." + PARENT,
                    "the subscription that is modified, '%s', or none".formatted(id),
                    "'" + wish.parent() + "'");
        }
        return dispatch.now(call)
                .flatMap(
                        now ->
                                changes.changeable(call, id, now)
                                        .flatMap(parent -> grouping(call, parent, wish, now)));
    }

    private Mono<Grouping> grouping(Call call, SubscriptionView parent, Wish wish, Instant now) {
        return Flux.fromIterable(wish.children())
                .distinct()
                .concatMap(name -> child(call, name))
                .doOnNext(child -> check(parent, child, wish))
                .collectList()
                .map(
                        children -> {
                            // What is so already stays as it is.
                            List<SubscriptionId> ids =
                                    children.stream().map(SubscriptionView::id).toList();
                            return new Grouping(
                                    parent,
                                    children,
                                    new ChangeGroup(
                                            parent.id(),
                                            call.scope(),
                                            now,
                                            wish.adds() ? ids : List.of(),
                                            wish.adds() ? List.of() : ids));
                        });
    }

    private Mono<SubscriptionView> child(Call call, String name) {
        return directory.subscription(call, Named.id("subscription", name, SubscriptionId::new));
    }

    private static void check(SubscriptionView parent, SubscriptionView child, Wish wish) {
        boolean isIn = Groups.isIn(child, parent.id());
        if (wish.adds() && !isIn) {
            Groups.fitting(
                    CHILDREN, child, parent.id(), parent.terms(), parent.currentPeriod().start());
        }
        if (!wish.adds() && !isIn && !parent.terms().related().children().contains(child.id())) {
            throw refused(
                    CHILDREN,
                    "subscriptions that are invoiced with this one",
                    "'%s', which is not".formatted(child.id()));
        }
    }

    private Mono<ObjectNode> made(Call call, Grouping group, Wish wish) {
        List<SubscriptionId> ids = group.children().stream().map(SubscriptionView::id).toList();
        SubscriptionId parent = group.view().id();
        return dispatch.send(call, ViewKind.SUBSCRIPTION, group.command())
                .then(Groups.settled(dispatch, call, ids, parent, wish.adds()))
                .then(
                        Mono.defer(
                                () ->
                                        Mono.zip(
                                                directory.subscription(call, parent),
                                                Flux.fromIterable(ids)
                                                        .concatMap(
                                                                id ->
                                                                        directory.subscription(
                                                                                call, id))
                                                        .doOnNext(
                                                                child ->
                                                                        requireIn(
                                                                                child, parent,
                                                                                wish))
                                                        .collectList())))
                .map(both -> json(both.getT1(), both.getT2()));
    }

    // It may have ended, or been asked for something else, while it was on its way.
    private static void requireIn(SubscriptionView child, SubscriptionId parent, Wish wish) {
        if (wish.adds() && !Groups.isIn(child, parent)) {
            throw Problem.of(
                            ProblemCode.INVALID_OPERATION,
                            "subscription '%s' has changed meanwhile and is not invoiced with '%s'; look at it and try again"
                                    .formatted(child.id(), parent),
                            Map.of("id", child.id().value()))
                    .asException();
        }
    }

    private static ObjectNode json(SubscriptionView parent, List<SubscriptionView> children) {
        List<ObjectNode> subscriptions = new ArrayList<>();
        subscriptions.add(ChangedJson.subscription(parent));
        children.forEach(child -> subscriptions.add(ChangedJson.subscription(child)));
        return Json.object()
                .set("subscription", SubscriptionJson.of(parent, null, null))
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
}
