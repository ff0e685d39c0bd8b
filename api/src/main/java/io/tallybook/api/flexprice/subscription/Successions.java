package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.core.Receipt;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.PaidUnused;
import io.tallybook.core.invoice.SuccessorCredit;
import io.tallybook.core.invoice.UnspentAdvance;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.FirstInvoice;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.ScheduleId;
import io.tallybook.core.subscription.SettledTerms;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionSchedule;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.subscription.Successor;
import io.tallybook.core.subscription.Unspent;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A subscription goes over to another billing period: it ends, and another begins in its place.
 *
 * <p>All of it is agreed by one command to the one that ends, so that it happens with both or with
 * neither.
 */
final class Successions {
    private final Dispatch dispatch;
    private final Directory directory;
    private final SuccessorTerms terms;
    private final Uncarried uncarried;
    private final Changes changes;

    Successions(Dispatch dispatch, Directory directory, AgreedPrices prices) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.terms = new SuccessorTerms(directory, prices);
        this.uncarried = new Uncarried(dispatch);
        this.changes = new Changes(dispatch, directory);
    }

    /**
     * What became, or would become, of it.
     *
     * @param before the one that ends, as it was
     * @param old the same afterwards
     * @param next the one that follows
     * @param back what is given back of the one that ends
     * @param toWallet what goes to the customer's wallet
     * @param charge what the one that follows begins with, before discounts, credits and taxes
     * @param invoice with which the one that follows begins; absent where it begins with none, or
     *     later
     */
    record Outcome(
            PlanView from,
            PlanView to,
            SubscriptionView before,
            SubscriptionView old,
            SubscriptionView next,
            Unspent back,
            Money toWallet,
            Money charge,
            Optional<InvoiceView> invoice,
            Map<String, String> words,
            Instant effective,
            @Nullable ScheduleId schedule) {}

    /**
     * A successor, thought through.
     *
     * @param credit what is set against what it begins with, and what goes to the wallet
     * @param toWallet what of that was paid
     * @param invoice with which it is to begin, as it will be computed
     */
    private record Thought(
            Successor next, SuccessorCredit credit, Money toWallet, Optional<InvoiceView> invoice) {
        /** What it begins with, before the credit. */
        Money charge() {
            Unspent unspent = credit.unspent();
            return invoice.map(view -> view.totals().subtotal())
                    .orElseGet(() -> Money.zero(unspent.amount().currency()))
                    .plus(unspent.amount().minus(unspent.toWallet()));
        }
    }

    /** Nothing of it is stored. */
    Mono<Outcome> preview(Call call, PlanChanges.Asked asked, PlanChanges.Wish wish) {
        return thought(call, asked, wish)
                .delayUntil(
                        thought ->
                                dispatch.consider(call, command(call, asked, wish, thought.next())))
                .map(
                        thought ->
                                outcome(
                                        asked,
                                        wish,
                                        asked.view(),
                                        begun(asked.view(), thought.next()),
                                        thought,
                                        thought.invoice()));
    }

    Mono<Outcome> execute(Call call, PlanChanges.Asked asked, PlanChanges.Wish wish) {
        return thought(call, asked, wish)
                .delayUntil(
                        thought ->
                                dispatch.send(
                                        call,
                                        ViewKind.SUBSCRIPTION,
                                        command(call, asked, wish, thought.next())))
                .flatMap(thought -> executed(call, asked, wish, thought));
    }

    private Mono<Thought> thought(Call call, PlanChanges.Asked asked, PlanChanges.Wish wish) {
        return successor(call, asked, wish)
                .flatMap(
                        next -> {
                            SuccessorCredit credit = SuccessorCredit.of(next, back(asked, wish));
                            return first(call, credit.successor(), asked.now())
                                    .zipWith(
                                            toWallet(call, asked.view(), credit.unspent()),
                                            (invoice, back) ->
                                                    new Thought(next, credit, back, invoice));
                        });
    }

    private Mono<Money> toWallet(Call call, SubscriptionView ends, Unspent unspent) {
        return ToWallet.of(dispatch, call, ends.id(), unspent.parts(), unspent.toWallet())
                .map(PaidUnused::amount);
    }

    private Mono<Optional<InvoiceView>> first(Call call, Successor next, Instant now) {
        return dispatch.find(
                        new InvoiceQuery.PreviewFirst(call.scope(), next.id(), next.terms(), now),
                        InvoiceView.class)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private Mono<Outcome> executed(
            Call call, PlanChanges.Asked asked, PlanChanges.Wish wish, Thought thought) {
        Successor next = thought.next();
        Optional<InvoiceOpening> first = FirstInvoice.of(next.id(), SettledTerms.of(next.terms()));
        Mono<SubscriptionView> old = directory.subscription(call, asked.view().id());
        return switch (wish.when()) {
            case END_OF_PERIOD ->
                    old.map(
                            view ->
                                    outcome(
                                            asked,
                                            wish,
                                            view,
                                            begun(asked.view(), next),
                                            thought,
                                            Optional.empty()));
            case IMMEDIATE ->
                    dispatch.await(call, ViewKind.SUBSCRIPTION, new Receipt(next.id().value(), 0))
                            .then(
                                    Mono.defer(
                                            () ->
                                                    Mono.zip(
                                                            old,
                                                            shown(call, asked, next),
                                                            changes.opened(call, first))))
                            .map(
                                    all ->
                                            outcome(
                                                    asked,
                                                    wish,
                                                    all.getT1(),
                                                    all.getT2(),
                                                    thought,
                                                    all.getT3()));
        };
    }

    // It has begun, or is about to: a view that is behind is no reason to say anything else.
    private Mono<SubscriptionView> shown(Call call, PlanChanges.Asked asked, Successor next) {
        return dispatch.find(
                        new SubscriptionQuery.ById(call.scope(), next.id()), SubscriptionView.class)
                .defaultIfEmpty(begun(asked.view(), next));
    }

    private Mono<Successor> successor(Call call, PlanChanges.Asked asked, PlanChanges.Wish wish) {
        SubscriptionId id = SubscriptionId.of(call.ids().next());
        Instant moment = PlanChanges.moment(asked.view(), wish, asked.now());
        return terms.of(call, id, asked, wish, moment)
                .map(agreed -> new Successor(id, agreed))
                .delayUntil(next -> uncarried.check(call, asked.view(), next.terms()));
    }

    private static SubscriptionCommand.Cancel command(
            Call call, PlanChanges.Asked asked, PlanChanges.Wish wish, Successor next) {
        return new SubscriptionCommand.Cancel(
                asked.view().id(),
                call.scope(),
                asked.now(),
                switch (wish.when()) {
                    case IMMEDIATE -> CancellationType.IMMEDIATE;
                    case END_OF_PERIOD -> CancellationType.END_OF_PERIOD;
                },
                null,
                OpenUsage.INVOICED,
                null,
                wish.settling() == Settling.NONE
                        ? ProrationBehavior.NONE
                        : ProrationBehavior.CREATE_PRORATIONS,
                null,
                next);
    }

    private static Outcome outcome(
            PlanChanges.Asked asked,
            PlanChanges.Wish wish,
            SubscriptionView old,
            SubscriptionView next,
            Thought thought,
            Optional<InvoiceView> invoice) {
        return new Outcome(
                asked.from(),
                asked.to(),
                asked.view(),
                old,
                next,
                thought.credit().unspent(),
                thought.toWallet(),
                thought.charge(),
                invoice,
                wish.metadata(),
                PlanChanges.moment(asked.view(), wish, asked.now()),
                old.agenda().schedules().stream()
                        .filter(SubscriptionSchedule::stillToCome)
                        .filter(_ -> next.id().equals(old.successor()))
                        .map(SubscriptionSchedule::id)
                        .findFirst()
                        .orElse(null));
    }

    // By the function that decides.
    private static Unspent back(PlanChanges.Asked asked, PlanChanges.Wish wish) {
        SubscriptionView view = asked.view();
        return wish.settling() == Settling.NONE
                ? new Unspent(List.of(), Money.zero(view.terms().currency()))
                : UnspentAdvance.at(
                        view.terms(),
                        view.periodIndex(),
                        PlanChanges.moment(view, wish, asked.now()),
                        null);
    }

    private static SubscriptionView begun(SubscriptionView before, Successor next) {
        SubscriptionTerms terms = SettledTerms.of(next.terms());
        SubscriptionPeriods periods = SubscriptionPeriods.of(terms);
        return new SubscriptionView(
                next.id(),
                before.scope(),
                terms,
                periods.trial().isPresent()
                        ? SubscriptionView.Status.TRIALING
                        : SubscriptionView.Status.ACTIVE,
                0,
                periods.period(0),
                null,
                null,
                null,
                before.stamp());
    }
}
