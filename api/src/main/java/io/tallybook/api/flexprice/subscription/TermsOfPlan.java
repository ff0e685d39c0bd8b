package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.rating.Conventions;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What a subscription to a plan agrees to: the prices of the plan in the subscription's currency
 * and period, frozen as they are now, together with the meters that count their usage.
 */
final class TermsOfPlan {

    private final Directory directory;

    TermsOfPlan(Directory directory) {
        this.directory = directory;
    }

    /** The terms, and whom and what they are with. */
    record Agreed(CustomerView customer, PlanView plan, SubscriptionTerms terms) {}

    /**
     * Errors: ProblemException (404) if the customer or the plan is not there, (400) if the plan
     * has no such price.
     */
    Mono<Agreed> agree(Call call, SubscriptionRequest request, Instant now) {
        PlanId planId = Named.id("plan", request.planId(), PlanId::new);
        Instant start = request.start() == null ? now : request.start();
        return Mono.zip(
                        customer(call, request),
                        Directory.inUse("plan", directory.plan(call, planId)))
                .flatMap(
                        found ->
                                lineItems(call, request, found.getT2(), start)
                                        .map(
                                                lines ->
                                                        new Agreed(
                                                                found.getT1(),
                                                                found.getT2(),
                                                                terms(
                                                                        request,
                                                                        found.getT1(),
                                                                        planId,
                                                                        lines,
                                                                        now))));
    }

    private Mono<CustomerView> customer(Call call, SubscriptionRequest request) {
        if (request.customerId() != null) {
            return directory.customer(
                    call, Named.id("customer", request.customerId(), CustomerId::new));
        }
        return directory.customerNamed(call, Objects.requireNonNull(request.externalCustomerId()));
    }

    private Mono<List<LineItem>> lineItems(
            Call call, SubscriptionRequest request, PlanView plan, Instant start) {
        return directory
                .pricesOf(call, List.of(plan.id()))
                .flatMap(
                        prices -> {
                            List<PriceView> fitting =
                                    prices.stream()
                                            .filter(p -> fits(request, start, p.price()))
                                            .toList();
                            check(request, plan, fitting);
                            return meters(call, fitting)
                                    .map(
                                            meters ->
                                                    fitting.stream()
                                                            .map(
                                                                    p ->
                                                                            line(
                                                                                    call, request,
                                                                                    plan, p,
                                                                                    meters, start))
                                                            .toList());
                        });
    }

    private static boolean fits(SubscriptionRequest request, Instant start, PriceDocument price) {
        Instant end = price.range().endDate();
        return price.currency().equals(request.currency())
                && (end == null || start.isBefore(end))
                && (price.billingPeriod() == null
                        || (price.billingPeriod() == request.billingPeriod()
                                && price.billingPeriodCount() == request.billingPeriodCount()));
    }

    private static void check(SubscriptionRequest request, PlanView plan, List<PriceView> fitting) {
        if (fitting.isEmpty()) {
            throw refused(
                    "plan_id: expected a plan with a price in %s for %d × %s, got '%s', which has none"
                            .formatted(
                                    request.currency(),
                                    request.billingPeriodCount(),
                                    request.billingPeriod(),
                                    plan.id()));
        }
        Set<String> ids = fitting.stream().map(p -> p.id().value()).collect(Collectors.toSet());
        for (String price : request.quantities().keySet()) {
            if (!ids.contains(price)) {
                throw refused(
                        "override_line_items: expected prices of the plan that the subscription has, got '%s'"
                                .formatted(price));
            }
        }
    }

    private static RuntimeException refused(String message) {
        return Problem.of(ProblemCode.VALIDATION_ERROR, message).asException();
    }

    private Mono<Map<String, MeterView>> meters(Call call, List<PriceView> prices) {
        return directory.meters(
                call,
                prices.stream().map(p -> p.price().meterId()).filter(Objects::nonNull).toList());
    }

    private static LineItem line(
            Call call,
            SubscriptionRequest request,
            PlanView plan,
            PriceView view,
            Map<String, MeterView> meters,
            Instant start) {
        MeterView meter = meter(view, meters);
        BigDecimal quantity =
                view.price().type() == PriceDocument.Type.FIXED
                        ? quantity(request, view)
                        : BigDecimal.ZERO;
        return new LineItem(
                        LineItemId.of(call.ids().next()),
                        view.id(),
                        view.price(),
                        meter == null ? null : meter.definition(),
                        displayName(plan, view, meter),
                        plan.plan().name(),
                        quantity)
                .holding(laterThan(start, view), view.price().range().endDate());
    }

    private static @Nullable Instant laterThan(Instant start, PriceView view) {
        Instant from = view.price().range().startDate();
        return from == null || !from.isAfter(start) ? null : from;
    }

    private static BigDecimal quantity(SubscriptionRequest request, PriceView view) {
        BigDecimal least =
                Objects.requireNonNullElse(
                        view.price().conditions().minimumQuantity(), BigDecimal.ONE);
        BigDecimal wanted = request.quantities().get(view.id().value());
        if (wanted == null) {
            return least;
        }
        if (view.price().conditions().minimumQuantity() != null && wanted.compareTo(least) < 0) {
            throw refused(
                    "override_line_items.quantity: expected at least the min_quantity of price '%s', %s, got %s"
                            .formatted(view.id(), least.toPlainString(), wanted.toPlainString()));
        }
        return wanted;
    }

    private static @Nullable MeterView meter(PriceView view, Map<String, MeterView> meters) {
        MeterId id = view.price().meterId();
        return id == null ? null : meters.get(id.value());
    }

    private static String displayName(PlanView plan, PriceView price, @Nullable MeterView meter) {
        String own = price.price().displayName();
        if (own != null && !own.isBlank()) {
            return own;
        }
        return meter == null ? plan.plan().name() : meter.name();
    }

    private static SubscriptionTerms terms(
            SubscriptionRequest request,
            CustomerView customer,
            PlanId plan,
            List<LineItem> lines,
            Instant now) {
        Instant start = request.start() == null ? now : request.start();
        if (request.end() != null && !start.isBefore(request.end())) {
            throw refused(
                    "end_date: expected a time after the start, %s, got %s"
                            .formatted(start, request.end()));
        }
        return new SubscriptionTerms(
                customer.id(),
                customer.externalId(),
                plan,
                request.currency(),
                start,
                request.end(),
                request.anchor() == null ? start : request.anchor(),
                request.billingCycle(),
                request.billingPeriod(),
                request.billingPeriodCount(),
                zone(request, customer),
                Conventions.FLEXPRICE,
                lines,
                request.lookupKey(),
                request.metadata(),
                List.of(),
                request.arrangement(),
                null);
    }

    // Unlike with the peer, a zone that is asked for holds; by default it is the customer's.
    private static String zone(SubscriptionRequest request, CustomerView customer) {
        return request.timezone() == null ? customer.timezone() : request.timezone();
    }
}
