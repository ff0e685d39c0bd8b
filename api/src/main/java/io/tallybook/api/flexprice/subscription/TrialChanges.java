package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.ViewKind;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.ChangeOfTrial;
import io.tallybook.core.subscription.FirstInvoice;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeTrial;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionView;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Trials that end sooner, or later, than was agreed. */
final class TrialChanges {
    static final String PARAMS = "trial_end_params";
    private static final String END = "new_trial_end";
    private static final Choice<String> ACTIONS = Choice.words("immediate", "scheduled_date");

    private final Dispatch dispatch;
    private final Directory directory;
    private final Changes changes;

    TrialChanges(Dispatch dispatch, Directory directory, Changes changes) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.changes = changes;
    }

    /** The caller has to check the fields. */
    Modification of(Fields body) {
        Fields params = Wishes.params(body, PARAMS);
        if ("immediate".equals(params.required("action").choice(ACTIONS))) {
            params.refuse("since it goes with action scheduled_date", END);
            return new TrialEnd(null);
        }
        return new TrialEnd(params.required(END).instant());
    }

    private final class TrialEnd implements Modification {
        private final @Nullable Instant wished;

        /**
         * @param wished absent for now
         */
        TrialEnd(@Nullable Instant wished) {
            this.wished = wished;
        }

        @Override
        public Mono<ObjectNode> preview(Call call, String subscription) {
            return asked(call, subscription)
                    .delayUntil(change -> dispatch.consider(call, change))
                    .flatMap(
                            change ->
                                    Mono.zip(
                                                    directory.subscription(
                                                            call, change.subscriptionId()),
                                                    invoice(call, change))
                                            .map(
                                                    both ->
                                                            ChangedJson.modified(
                                                                    would(both.getT1(), change),
                                                                    both.getT2(),
                                                                    Changes.Stage.PREVIEW)));
        }

        @Override
        public Mono<Made> execute(Call call, String subscription) {
            return asked(call, subscription)
                    .flatMap(
                            change ->
                                    dispatch.send(call, ViewKind.SUBSCRIPTION, change)
                                            .then(
                                                    Mono.defer(
                                                            () ->
                                                                    directory.subscription(
                                                                            call,
                                                                            change
                                                                                    .subscriptionId())))
                                            .flatMap(view -> shown(call, view)));
        }

        private Mono<ChangeTrial> asked(Call call, String subscription) {
            SubscriptionId id = Named.id("subscription", subscription, SubscriptionId::new);
            return Mono.zip(directory.subscription(call, id).map(Wishes::alive), dispatch.now(call))
                    .map(
                            both -> {
                                Instant now = both.getT2();
                                return new ChangeTrial(
                                        id,
                                        call.scope(),
                                        now,
                                        Objects.requireNonNullElse(wished, now));
                            });
        }

        private Mono<Optional<InvoiceView>> invoice(Call call, ChangeTrial change) {
            return dispatch.find(
                            new InvoiceQuery.PreviewTrial(call.scope(), change), InvoiceView.class)
                    .map(Optional::of)
                    .defaultIfEmpty(Optional.empty());
        }

        private SubscriptionView would(SubscriptionView view, ChangeTrial change) {
            SubscriptionView after =
                    view.after(
                            ChangeOfTrial.of(
                                    view.id(),
                                    view.terms(),
                                    view.currentPeriod(),
                                    change.trialEnd()));
            return wished == null ? after.charged() : after;
        }

        private Mono<Made> shown(Call call, SubscriptionView view) {
            Optional<InvoiceOpening> opening =
                    wished == null
                            ? FirstInvoice.afterTrial(
                                    view.id(),
                                    view.terms(),
                                    view.periodIndex(),
                                    view.currentPeriod())
                            : Optional.empty();
            return changes.opened(call, opening)
                    .map(
                            invoice ->
                                    new Made(
                                            ChangedJson.modified(
                                                    view, invoice, Changes.Stage.ISSUED),
                                            invoice));
        }
    }
}
