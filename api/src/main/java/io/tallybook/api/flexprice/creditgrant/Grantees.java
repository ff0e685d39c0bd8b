package io.tallybook.api.flexprice.creditgrant;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.problem.ProblemException;
import io.tallybook.core.catalogue.AddonId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.creditgrant.CreditGrantDocument;
import io.tallybook.core.creditgrant.CreditGrantDocument.Grantee;
import io.tallybook.core.creditgrant.CreditGrantDocument.Target;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.domain.money.CurrencyCode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Whose a credit grant is, and from when on it gives. */
final class Grantees {
    private final Dispatch dispatch;
    private final Directory directory;

    Grantees(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    /**
     * Errors: ProblemException (404) if nobody of that id is there; (400) if it cannot have one.
     */
    Mono<CreditGrantDocument> document(Call call, GrantRequest request, Instant now) {
        String id = request.holder();
        return switch (request.level()) {
            case PLAN ->
                    Directory.inUse("plan", directory.plan(call, Named.id("plan", id, PlanId::new)))
                            .map(
                                    plan ->
                                            request.document(
                                                    Target.of(plan.id()),
                                                    null,
                                                    request.startDate()));
            case ADDON ->
                    Directory.inUse(
                                    "addon",
                                    directory.addon(call, Named.id("addon", id, AddonId::new)))
                            .map(
                                    addon ->
                                            request.document(
                                                    Target.of(addon.id()),
                                                    null,
                                                    request.startDate()));
            case SUBSCRIPTION ->
                    dispatch.find(
                                    new SubscriptionQuery.ById(
                                            call.scope(),
                                            Named.id("subscription", id, SubscriptionId::new)),
                                    SubscriptionView.class)
                            .switchIfEmpty(Named.missing("subscription", id))
                            .map(view -> ofSubscription(request, view, now));
            case CUSTOMER -> customer(call, id).map(view -> ofCustomer(request, view, now));
        };
    }

    private Mono<CustomerView> customer(Call call, String id) {
        return id.startsWith(CustomerId.PREFIX + "_")
                ? directory.customer(call, Named.id("customer", id, CustomerId::new))
                : directory.customerNamed(call, id);
    }

    private static CreditGrantDocument ofSubscription(
            GrantRequest request, SubscriptionView view, Instant now) {
        if (!view.status().isRunning()) {
            throw Problem.of(
                            ProblemCode.INVALID_OPERATION,
                            "subscription '%s' is %s: it gets no credits"
                                    .formatted(
                                            view.id(),
                                            view.status().name().toLowerCase(Locale.ROOT)),
                            Map.of("id", view.id().value(), "status", view.status().name()))
                    .asException();
        }
        return ofSubscription(request, view.id(), view.terms(), now);
    }

    /**
     * The grant of a subscription with these terms.
     *
     * <p>Errors: ProblemException (400) if it is to give before the subscription begins.
     *
     * @param usual when it begins to give, unless something else is asked for
     */
    static CreditGrantDocument ofSubscription(
            GrantRequest request,
            SubscriptionId subscription,
            SubscriptionTerms terms,
            Instant usual) {
        if (request.startDate() != null && request.startDate().isBefore(terms.startDate())) {
            throw refused(
                    "start_date",
                    request.startDate().toString(),
                    "a moment from the start of the subscription on, " + terms.startDate());
        }
        Instant from = Objects.requireNonNullElse(request.startDate(), usual);
        return request.document(
                Target.of(subscription),
                new Grantee(
                        terms.payer(),
                        terms.currency(),
                        terms.timezone(),
                        from,
                        ProrationBehavior.NONE),
                from);
    }

    private static CreditGrantDocument ofCustomer(
            GrantRequest request, CustomerView view, Instant now) {
        CurrencyCode currency = request.currency();
        if (currency == null) {
            currency = view.terms().currency();
        }
        if (currency == null) {
            throw refused("currency", "none", "a currency, since the customer has none of its own");
        }
        Instant from = Objects.requireNonNullElse(request.startDate(), now);
        return request.document(
                Target.of(view.id()),
                new Grantee(view.id(), currency, view.timezone(), from, ProrationBehavior.NONE),
                from);
    }

    private static ProblemException refused(String field, String sent, String expected) {
        return Problem.of(
                        ProblemCode.VALIDATION_ERROR,
                        field + ": expected " + expected + ", got " + sent,
                        Map.of("field", field, "sent", sent, "expected", expected))
                .asException();
    }
}
