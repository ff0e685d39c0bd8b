package io.tallybook.api.flexprice.subscription;

import static io.tallybook.api.flexprice.subscription.Wishes.refused;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.price.OwnPrices;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.subscription.AddonAssociationId;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionCommand.AddonEnd;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeLines;
import io.tallybook.core.subscription.SubscriptionEvent.LineEnd;
import io.tallybook.core.subscription.SubscriptionView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Instances of addons that come to a subscription, and go. */
final class AddonChanges {
    static final String PARAMS = "addon_params";
    private static final Choice<String> ACTIONS = Choice.words("add", "remove");

    private final Dispatch dispatch;
    private final Changes changes;
    private final AgreedAddons addons;

    AddonChanges(Dispatch dispatch, Directory directory, Changes changes) {
        this.dispatch = dispatch;
        this.changes = changes;
        this.addons =
                new AgreedAddons(
                        directory, new AgreedPrices(directory, new OwnPrices(dispatch, directory)));
    }

    /**
     * An instance that is to go.
     *
     * @param effective when it does; absent for now
     */
    record Removal(
            String association,
            @Nullable Instant effective,
            @Nullable String reason,
            Settling settling) {
        /** The caller has to check the fields. */
        static Removal of(Fields in) {
            return new Removal(
                    in.required("addon_association_id").text(Wishes.SHORT),
                    in.optional("effective_date").instant(),
                    in.optional("reason").text(Wishes.LONG),
                    Wishes.settling(in));
        }
    }

    /** The caller has to check the fields. */
    Modification of(Fields body) {
        Fields params = Wishes.params(body, PARAMS);
        if ("remove".equals(params.required("action").choice(ACTIONS))) {
            params.refuse("since it goes with action add", "add");
            Removal removal = Removal.of(Wishes.params(params, "remove"));
            return new LineModification(changes, (call, id) -> removed(call, id, removal));
        }
        params.refuse("since it goes with action remove", "remove");
        Fields add = Wishes.params(params, "add");
        add.refuse("since it is said of the whole change", "checkout");
        AddonRequest wish = AddonRequest.of(add);
        return new LineModification(changes, (call, id) -> added(call, id, wish));
    }

    /** With another instance. Errors: ProblemException (404, 400, 409). */
    Mono<Change> added(Call call, String subscription, AddonRequest wish) {
        return dispatch.now(call)
                .flatMap(
                        now ->
                                changes.changeable(call, subscription, now)
                                        .flatMap(view -> added(call, view, wish, now)));
    }

    private Mono<Change> added(Call call, SubscriptionView view, AddonRequest wish, Instant now) {
        Instant start = wish.start() == null ? now : wish.start();
        Instant end =
                switch (wish.cadence()) {
                    case ONETIME -> view.currentPeriod().end();
                    case RECURRING -> null;
                };
        if (end != null && !start.isBefore(end)) {
            throw refused("start_date", "before the end of the open period, " + end, "" + start);
        }
        return addons.instance(call, view.id(), view.terms(), wish, start, end, now)
                .map(
                        agreed ->
                                new Change(
                                        view,
                                        new ChangeLines(
                                                view.id(),
                                                call.scope(),
                                                now,
                                                LineItems.changeId(call.ids().next()),
                                                wish.settling(),
                                                agreed.lines().lines(),
                                                List.of(),
                                                null,
                                                List.of(agreed.association()),
                                                List.of()),
                                        agreed.lines().prices()));
    }

    /** Without an instance. Errors: ProblemException (404, 400, 409). */
    Mono<Change> removed(Call call, String subscription, Removal removal) {
        return dispatch.now(call)
                .flatMap(
                        now ->
                                changes.changeable(call, subscription, now)
                                        .map(view -> removed(call, view, removal, now)));
    }

    private static Change removed(Call call, SubscriptionView view, Removal removal, Instant now) {
        AddonAssociationId id =
                Named.id("addon association", removal.association(), AddonAssociationId::new);
        if (view.terms().addons().stream().noneMatch(addon -> addon.id().equals(id))) {
            throw Named.none("addon association", id);
        }
        Instant end = removal.effective() == null ? now : removal.effective();
        List<LineEnd> lines =
                view.terms().lineItems().stream()
                        .filter(line -> id.equals(line.addon()) && holdsAfter(line, end))
                        .map(line -> new LineEnd(line.id(), later(line.startDate(), end)))
                        .toList();
        return new Change(
                view,
                new ChangeLines(
                        view.id(),
                        call.scope(),
                        now,
                        LineItems.changeId(call.ids().next()),
                        removal.settling(),
                        List.of(),
                        lines,
                        null,
                        List.of(),
                        List.of(new AddonEnd(id, end, removal.reason()))),
                List.of());
    }

    private static boolean holdsAfter(LineItem line, Instant end) {
        return line.endDate() == null || end.isBefore(line.endDate());
    }

    private static Instant later(@Nullable Instant start, Instant end) {
        return start == null || start.isBefore(end) ? end : start;
    }
}
