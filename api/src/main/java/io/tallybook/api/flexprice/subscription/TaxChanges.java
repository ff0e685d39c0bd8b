package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.tax.TaxOverrides;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.ViewKind;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.tax.TaxAssociationChange;
import io.tallybook.core.tax.TaxAssociationCommand;
import io.tallybook.core.tax.TaxAssociationDocument;
import io.tallybook.core.tax.TaxAssociationDocument.Bearer;
import io.tallybook.core.tax.TaxAssociationId;
import io.tallybook.core.tax.TaxAssociationQuery;
import io.tallybook.core.tax.TaxAssociationView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Taxes that a subscription bears of its own, and bears no longer. */
final class TaxChanges {
    static final String PARAMS = "tax_params";
    private static final Choice<String> ACTIONS = Choice.words("add", "remove");
    private static final String KIND = "tax association";
    private static final String ASSOCIATION = "tax_association_id";
    private static final String RATE = "tax_rate_id";

    private final Dispatch dispatch;
    private final Directory directory;
    private final TaxOverrides taxes;

    TaxChanges(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.taxes = new TaxOverrides(dispatch);
    }

    /** The caller has to check the fields. */
    Modification of(Fields body) {
        Fields params = Wishes.params(body, PARAMS);
        boolean removes = "remove".equals(params.required("action").choice(ACTIONS));
        Instant from = params.optional("effective_date").instant();
        if (removes) {
            params.refuse("since it goes with action add", RATE);
            return removal(params.required(ASSOCIATION).text(Wishes.SHORT), from);
        }
        params.refuse("since it goes with action remove", ASSOCIATION);
        return addition(params.required(RATE).text(Wishes.SHORT), from);
    }

    private Modification addition(String rate, @Nullable Instant from) {
        return new BesideModification(
                directory,
                (call, view) ->
                        Mono.zip(
                                        taxes.find(
                                                call,
                                                List.of(
                                                        TaxOverrides.Wish.of(
                                                                rate, view.terms().currency()))),
                                        dispatch.now(call))
                                .map(
                                        both ->
                                                borne(
                                                        call,
                                                        view,
                                                        both.getT1().getFirst(),
                                                        from == null ? both.getT2() : from,
                                                        both.getT2())));
    }

    private Mono<Void> borne(
            Call call, SubscriptionView view, TaxOverrides.Found tax, Instant from, Instant now) {
        var association =
                new TaxAssociationDocument(
                        tax.rate().id(),
                        Bearer.SUBSCRIPTION,
                        view.id().value(),
                        tax.wish().priority(),
                        tax.wish().application(),
                        tax.wish().currency(),
                        from,
                        null,
                        Map.of());
        return dispatch.send(
                        call,
                        ViewKind.TAX_ASSOCIATION,
                        new TaxAssociationCommand.Create(
                                TaxAssociationId.of(call.ids().next()),
                                call.scope(),
                                now,
                                association))
                .then();
    }

    private Modification removal(String association, @Nullable Instant from) {
        return new BesideModification(
                directory,
                (call, view) ->
                        Mono.zip(borneBy(call, view, association), dispatch.now(call))
                                .map(both -> gone(call, both.getT1(), from, both.getT2())));
    }

    private Mono<TaxAssociationView> borneBy(Call call, SubscriptionView view, String association) {
        TaxAssociationId id = Named.id(KIND, association, TaxAssociationId::new);
        return dispatch.find(
                        new TaxAssociationQuery.ById(call.scope(), id), TaxAssociationView.class)
                .filter(found -> isBorne(view, found.association()))
                .switchIfEmpty(Named.missing(KIND, id));
    }

    private static boolean isBorne(SubscriptionView view, TaxAssociationDocument association) {
        return association.bearer() == Bearer.SUBSCRIPTION
                && view.isOrFollows(new SubscriptionId(association.bearerId()));
    }

    // What was never borne leaves nothing behind.
    private Mono<Void> gone(
            Call call, TaxAssociationView view, @Nullable Instant from, Instant now) {
        TaxAssociationDocument was = view.association();
        Instant end = from == null ? now : from;
        TaxAssociationCommand command =
                was.startDate() != null && !was.startDate().isBefore(end)
                        ? new TaxAssociationCommand.Delete(view.id(), call.scope(), now)
                        : new TaxAssociationCommand.Update(
                                view.id(),
                                call.scope(),
                                now,
                                new TaxAssociationChange(
                                        was.priority(), was.application(), was.metadata(), end));
        return dispatch.send(call, ViewKind.TAX_ASSOCIATION, command).then();
    }
}
