package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.price.OwnPrices;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.Receipt;
import io.tallybook.core.ViewKind;
import io.tallybook.core.invoice.ChangeOfLines;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.PaidUnused;
import io.tallybook.core.subscription.AgreedPlan;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent.LinesChanged;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Changes of what subscriptions are charged for: thought through, or made. */
final class Changes {
    private final Dispatch dispatch;
    private final Directory directory;
    private final OwnPrices own;

    Changes(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.own = new OwnPrices(dispatch, directory);
    }

    /**
     * What became, or would become, of a change.
     *
     * @param view the subscription afterwards
     * @param invoice what is invoiced at once
     * @param toWallet what goes to the customer's wallet
     */
    record Outcome(
            Change change,
            LinesChanged lines,
            SubscriptionView view,
            Optional<InvoiceView> invoice,
            Money toWallet,
            Stage stage) {}

    /** Whether a change was made. */
    enum Stage {
        PREVIEW,
        ISSUED
    }

    /**
     * A subscription that can be changed at a moment. Errors: ProblemException (404) if it is not
     * there, (409) if it has ended or has not come to that moment yet.
     */
    Mono<SubscriptionView> changeable(Call call, String id, Instant now) {
        return directory
                .subscription(call, Named.id("subscription", id, SubscriptionId::new))
                .map(view -> changeable(view, now));
    }

    private static SubscriptionView changeable(SubscriptionView view, Instant now) {
        boolean running = view.status().isRunning() && view.currentPeriod().contains(now);
        if (!running) {
            throw Problem.of(
                            ProblemCode.INVALID_OPERATION,
                            "subscription '%s' is %s, with a period from %s to %s, and cannot be changed at %s"
                                    .formatted(
                                            view.id(),
                                            view.status(),
                                            view.currentPeriod().start(),
                                            view.currentPeriod().end(),
                                            now))
                    .asException();
        }
        return view;
    }

    Mono<Outcome> preview(Call call, Change change) {
        return dispatch.consider(call, change.lines())
                .then(Mono.defer(() -> previewed(call, change)));
    }

    /** What {@link #schedule} would agree on. */
    Mono<Outcome> preview(Call call, Change change, AgreedPlan planned) {
        return dispatch.consider(call, scheduling(call, change, planned))
                .then(Mono.defer(() -> previewed(call, change)));
    }

    private Mono<Outcome> previewed(Call call, Change change) {
        LinesChanged lines = change.outcome();
        return dispatch.find(
                        new InvoiceQuery.PreviewChange(call.scope(), change.lines()),
                        InvoiceView.class)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .zipWith(
                        toWallet(call, lines),
                        (invoice, back) ->
                                new Outcome(
                                        change,
                                        lines,
                                        change.view().agreeing(change.view().terms().after(lines)),
                                        invoice,
                                        back,
                                        Stage.PREVIEW));
    }

    Mono<Outcome> execute(Call call, Change change) {
        LinesChanged lines = change.outcome();
        return own.make(call, change.prices(), change.lines().at())
                .then(dispatch.send(call, ViewKind.SUBSCRIPTION, change.lines()))
                .then(Mono.defer(() -> directory.subscription(call, change.view().id())))
                .flatMap(
                        view ->
                                invoice(call, view.terms(), lines)
                                        .zipWith(
                                                toWallet(call, lines),
                                                (invoice, back) ->
                                                        new Outcome(
                                                                change,
                                                                lines,
                                                                view,
                                                                invoice,
                                                                back,
                                                                Stage.ISSUED)));
    }

    private Mono<Money> toWallet(Call call, LinesChanged lines) {
        Amendment amendment = ChangedJson.amendment(lines);
        return ToWallet.of(
                        dispatch,
                        call,
                        lines.subscriptionId(),
                        amendment.unused(),
                        amendment.excess())
                .map(PaidUnused::amount);
    }

    /** Agrees on a change of plan for the end of the open period. */
    Mono<Outcome> schedule(Call call, Change change, AgreedPlan planned) {
        return dispatch.send(call, ViewKind.SUBSCRIPTION, scheduling(call, change, planned))
                .then(Mono.defer(() -> directory.subscription(call, change.view().id())))
                .zipWith(
                        toWallet(call, change.outcome()),
                        (view, back) ->
                                new Outcome(
                                        change,
                                        change.outcome(),
                                        view,
                                        Optional.empty(),
                                        back,
                                        Stage.ISSUED));
    }

    private static SubscriptionCommand.ScheduleChange scheduling(
            Call call, Change change, AgreedPlan planned) {
        return new SubscriptionCommand.ScheduleChange(
                change.view().id(), call.scope(), planned.agreedAt(), planned);
    }

    private Mono<Optional<InvoiceView>> invoice(
            Call call, SubscriptionTerms terms, LinesChanged lines) {
        return opened(call, ChangeOfLines.opening(terms.payer(), terms.currency(), lines));
    }

    /** An invoice that a process opens as soon as it has heard of a change. */
    Mono<Optional<InvoiceView>> opened(Call call, Optional<InvoiceOpening> opening) {
        return opening.map(InvoiceId::derived)
                .map(
                        id ->
                                dispatch.await(call, ViewKind.INVOICE, new Receipt(id.value(), 0))
                                        .then(
                                                dispatch.find(
                                                        new InvoiceQuery.ById(call.scope(), id),
                                                        InvoiceView.class))
                                        .map(Optional::of)
                                        .defaultIfEmpty(Optional.empty()))
                .orElseGet(() -> Mono.just(Optional.empty()));
    }
}
