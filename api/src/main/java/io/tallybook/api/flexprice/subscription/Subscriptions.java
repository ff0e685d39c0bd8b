package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.creditgrant.GrantsOf;
import io.tallybook.api.flexprice.entitlement.OverriddenEntitlements;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.LargeAnswers;
import io.tallybook.api.flexprice.payment.CheckoutJson;
import io.tallybook.api.flexprice.payment.CheckoutRequest;
import io.tallybook.api.flexprice.payment.Checkouts;
import io.tallybook.api.flexprice.plan.PlanJson;
import io.tallybook.api.flexprice.price.OwnPrices;
import io.tallybook.api.flexprice.tax.TaxOverrides;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.subscription.FirstInvoice;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.subscription.Unspent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple4;
import tools.jackson.databind.node.ObjectNode;

/** The routes of subscriptions. */
@RestController
@RequestMapping("/v1/subscriptions")
public final class Subscriptions {

    private final Dispatch dispatch;
    private final Directory directory;
    private final Creation creation;
    private final ListedSubscriptions listed;
    private final FirstPayments firstPayments;
    private final Checkouts checkouts;
    private final Families families;
    private final HeirChanges heirs;

    public Subscriptions(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        OwnPrices own = new OwnPrices(dispatch, directory);
        this.firstPayments = new FirstPayments(dispatch);
        this.checkouts = new Checkouts(dispatch);
        this.creation =
                new Creation(
                        dispatch,
                        own,
                        new TermsOfPlan(dispatch, directory, new AgreedPrices(directory, own)),
                        firstPayments);
        this.listed = new ListedSubscriptions(dispatch, directory);
        this.families = new Families(dispatch, directory);
        this.heirs = new HeirChanges(dispatch, directory, new Changes(dispatch, directory));
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        if (Joining.isWished(body)) {
            Joining joining = Joining.of(body);
            return heirs.joined(call, joining)
                    .flatMap(id -> shown(call, id.value()))
                    .map(Answer::created);
        }
        List<TaxOverrides.Wish> taxes = TaxOverrides.of(body);
        List<OverriddenEntitlements.Wish> instead = OverriddenEntitlements.of(body);
        SubscriptionRequest request = SubscriptionRequest.of(body);
        var wish = new Creation.Wish(request, taxes, instead);
        return dispatch.now(call)
                .flatMap(
                        now ->
                                beginning(request, now)
                                        .then(Mono.defer(() -> creation.begun(call, wish, now)))
                                        .flatMap(planned -> made(call, planned))
                                        .flatMap(
                                                made ->
                                                        payable(
                                                                call,
                                                                made,
                                                                request.checkout(),
                                                                now)))
                .map(Answer::created);
    }

    /** Errors: ProblemException (400) if it is to be paid before it begins. */
    private static Mono<Void> beginning(SubscriptionRequest request, Instant now) {
        Instant start = request.start();
        return request.checkout() == null || start == null || !start.isAfter(now)
                ? Mono.empty()
                : Mono.error(
                        Wishes.refused(
                                "start_date",
                                "no later than now, "
                                        + now
                                        + ", with a checkout: nothing is to be paid before",
                                start.toString()));
    }

    /** What was made. */
    private record Made(SubscriptionView view, ObjectNode answer) {}

    private Mono<ObjectNode> payable(
            Call call, Made made, @Nullable CheckoutRequest checkout, Instant now) {
        SubscriptionView view = made.view();
        Optional<InvoiceOpening> first = FirstInvoice.of(view.id(), view.terms());
        Instant until =
                first.filter(_ -> FirstInvoice.isAwaited(view.terms()))
                        .map(
                                opening ->
                                        FirstInvoice.payableUntil(
                                                view.terms(), now, opening.period()))
                        .orElse(null);
        return checkouts.into(
                made.answer(),
                call,
                first.map(InvoiceId::derived),
                checkout,
                CheckoutJson.Ordered.subscription(view, until));
    }

    private Mono<Made> made(Call call, Creation.Planned planned) {
        SubscriptionId id = planned.id();
        TermsOfPlan.Agreed agreed = planned.agreed();
        return Mono.zip(view(call, id), new GrantsOf(dispatch).of(call, List.of(id.value())))
                .map(
                        both -> {
                            ObjectNode made =
                                    SubscriptionJson.of(
                                            both.getT1(),
                                            agreed.customer(),
                                            PlanJson.of(agreed.plan(), null));
                            made.set("credit_grants", both.getT2().get(id.value()));
                            return new Made(both.getT1(), made);
                        });
    }

    @PostMapping("/{id}/activate")
    Mono<ResponseEntity<byte[]>> activate(Call call, @PathVariable("id") String id, Body body) {
        SubscriptionId subscriptionId = Named.id("subscription", id, SubscriptionId::new);
        Instant start = body.required("start_date").instant();
        body.check();
        return dispatch.now(call)
                .flatMap(
                        now ->
                                payable(call, subscriptionId, start, now)
                                        .then(
                                                dispatch.send(
                                                        call,
                                                        ViewKind.SUBSCRIPTION,
                                                        new SubscriptionCommand.Activate(
                                                                subscriptionId,
                                                                call.scope(),
                                                                now,
                                                                start))))
                .then(get(call, id));
    }

    /** What has begun already is not asked for once more. */
    private Mono<Void> payable(Call call, SubscriptionId id, Instant start, Instant now) {
        return dispatch.find(new SubscriptionQuery.ById(call.scope(), id), SubscriptionView.class)
                .filter(view -> view.status() == SubscriptionView.Status.DRAFT)
                .flatMap(
                        view ->
                                firstPayments.authorized(
                                        call, id, view.terms().startingAt(start), now));
    }

    /**
     * A view that is behind is waited for by the client: what the first period is, only the
     * aggregate computes.
     */
    private Mono<SubscriptionView> view(Call call, SubscriptionId id) {
        return Mono.defer(
                        () ->
                                dispatch.find(
                                        new SubscriptionQuery.ById(call.scope(), id),
                                        SubscriptionView.class))
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        Problem.of(
                                                        ProblemCode.SERVICE_UNAVAILABLE,
                                                        "subscription '%s' was accepted and cannot be shown yet"
                                                                .formatted(id),
                                                        Map.of("id", id.value()))
                                                .retryAfter(Duration.ofSeconds(2))
                                                .asException()));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return LargeAnswers.inTurn(
                current(call, id),
                view -> view.terms().lineItems().size(),
                view -> shown(call, view).map(Answer::ok));
    }

    private Mono<ObjectNode> shown(Call call, String id) {
        return current(call, id).flatMap(view -> shown(call, view));
    }

    private Mono<SubscriptionView> current(Call call, String id) {
        SubscriptionId subscriptionId = Named.id("subscription", id, SubscriptionId::new);
        return dispatch.find(
                        new SubscriptionQuery.ById(call.scope(), subscriptionId),
                        SubscriptionView.class)
                .switchIfEmpty(Named.missing("subscription", id))
                .flatMap(view -> families.inPeriod(call, view));
    }

    private Mono<ObjectNode> shown(Call call, SubscriptionView view) {
        String id = view.id().value();
        return Mono.zip(
                        directory.customers(call, List.of(view.terms().customerId())),
                        directory.plans(call, List.of(view.terms().planId())),
                        new GrantsOf(dispatch).of(call, List.of(id)))
                .map(
                        parts -> {
                            ObjectNode shown =
                                    ListedSubscriptions.json(view, parts.getT1(), parts.getT2());
                            shown.set("credit_grants", parts.getT3().get(id));
                            return shown;
                        });
    }

    @GetMapping("/{id}/v2")
    Mono<ResponseEntity<byte[]>> second(Call call, @PathVariable("id") String id, Params params) {
        params.optional("expand").text(1_024);
        params.check();
        return directory
                .subscription(call, Named.id("subscription", id, SubscriptionId::new))
                .flatMap(view -> families.inPeriod(call, view))
                .flatMap(
                        view ->
                                Mono.zip(
                                                directory.customers(
                                                        call, List.of(view.terms().customerId())),
                                                directory.plans(
                                                        call, List.of(view.terms().planId())),
                                                directory.pricesOf(
                                                        call, List.of(view.terms().planId())),
                                                dispatch.now(call))
                                        .map(all -> second(view, all)))
                .map(Answer::ok);
    }

    private static ObjectNode second(
            SubscriptionView view,
            Tuple4<Map<String, CustomerView>, Map<String, PlanView>, List<PriceView>, Instant>
                    all) {
        PlanView plan = all.getT2().get(view.terms().planId().value());
        return SubscriptionJson.second(
                view,
                all.getT1().get(view.terms().customerId().value()),
                plan == null ? null : PlanJson.of(plan, null),
                all.getT3(),
                all.getT4());
    }

    @PostMapping("/{id}/cancel")
    Mono<ResponseEntity<byte[]>> cancel(Call call, @PathVariable("id") String id, Body body) {
        SubscriptionId subscriptionId = Named.id("subscription", id, SubscriptionId::new);
        Cancellation cancellation = Cancellation.of(body);
        return dispatch.now(call)
                .flatMap(
                        now ->
                                dispatch.send(
                                                call,
                                                ViewKind.SUBSCRIPTION,
                                                cancellation.command(
                                                        subscriptionId, call.scope(), now))
                                        .then(view(call, subscriptionId))
                                        .flatMap(view -> cancelled(call, cancellation, view, now)));
    }

    private Mono<ResponseEntity<byte[]>> cancelled(
            Call call, Cancellation cancellation, SubscriptionView view, Instant now) {
        Unspent unspent = cancellation.unspent(view, now);
        return ToWallet.of(dispatch, call, view.id(), unspent.parts(), unspent.toWallet())
                .map(back -> Answer.ok(cancellation.json(view, back, now)));
    }

    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        SubscriptionId subscriptionId = Named.id("subscription", id, SubscriptionId::new);
        SubscriptionUpdate wished = SubscriptionUpdate.of(body);
        return dispatch.now(call)
                .flatMap(
                        now ->
                                Mono.justOrEmpty(wished.command(subscriptionId, call.scope(), now))
                                        .flatMap(
                                                command ->
                                                        dispatch.send(
                                                                call,
                                                                ViewKind.SUBSCRIPTION,
                                                                command)))
                .then(get(call, id));
    }

    @GetMapping
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        return listed.page(call, params, new Criteria(params));
    }

    @PostMapping("/search")
    Mono<ResponseEntity<byte[]>> search(Call call, Body body) {
        return listed.page(call, body, new Criteria(body));
    }

    /** The subscriptions of one customer, narrowed further by what {@code in} says. */
    Mono<ResponseEntity<byte[]>> ofCustomer(Call call, Fields in, CustomerId customer) {
        return listed.page(call, in, new Criteria(in).is("customer_id", customer.value()));
    }
}
