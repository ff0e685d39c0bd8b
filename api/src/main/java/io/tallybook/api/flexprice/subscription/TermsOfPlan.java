package io.tallybook.api.flexprice.subscription;

import static io.tallybook.api.flexprice.subscription.Wishes.refused;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.price.OwnPrices;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.subscription.AddonAssociation;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.rating.Conventions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a subscription to a plan agrees to: the prices of the plan in the subscription's currency
 * and period, and whatever else it is to have, frozen as they are now, together with the meters
 * that count their usage.
 */
final class TermsOfPlan {

    private final Directory directory;
    private final AgreedPrices prices;
    private final AgreedAddons addons;
    private final Families families;

    TermsOfPlan(Dispatch dispatch, Directory directory, AgreedPrices prices) {
        this.directory = directory;
        this.prices = prices;
        this.addons = new AgreedAddons(directory, prices);
        this.families = new Families(dispatch, directory);
    }

    /** The terms, whom and what they are with, and the prices that have to be made for them. */
    record Agreed(
            CustomerView customer,
            PlanView plan,
            SubscriptionTerms terms,
            List<OwnPrices.Wanted> prices) {
        Agreed {
            prices = List.copyOf(prices);
        }

        /** The same by other terms. */
        Agreed with(SubscriptionTerms others) {
            return new Agreed(customer, plan, others, prices);
        }
    }

    /** Lines, and the prices that have to be made for them. */
    private record Lines(List<LineItem> lines, List<OwnPrices.Wanted> prices) {}

    /**
     * Errors: ProblemException (404) if the customer, the plan or an addon is not there, (400) if
     * the plan has no such price.
     */
    Mono<Agreed> agree(Call call, SubscriptionId id, SubscriptionRequest request, Instant now) {
        PlanId planId = Named.id("plan", request.planId(), PlanId::new);
        return Mono.zip(
                        customer(call, request),
                        Directory.inUse("plan", directory.plan(call, planId)))
                .flatMap(found -> agree(call, id, request, found.getT1(), found.getT2(), now));
    }

    private Mono<Agreed> agree(
            Call call,
            SubscriptionId id,
            SubscriptionRequest request,
            CustomerView customer,
            PlanView plan,
            Instant now) {
        Instant start = request.start() == null ? now : request.start();
        return directory
                .pricesOf(call, List.of(plan.id()))
                .flatMap(
                        all -> {
                            Sale sale = Sale.of(request.sale(), all, start);
                            return families.joined(
                                            call,
                                            id,
                                            request.inheritance(),
                                            terms(request, customer, plan.id(), sale, start))
                                    .flatMap(
                                            bare ->
                                                    agree(
                                                            call, id, request, customer, plan, all,
                                                            bare, now));
                        });
    }

    private Mono<Agreed> agree(
            Call call,
            SubscriptionId id,
            SubscriptionRequest request,
            CustomerView customer,
            PlanView plan,
            List<PriceView> all,
            SubscriptionTerms bare,
            Instant now) {
        return offered(call, request, plan, all, bare)
                .flatMap(
                        offered ->
                                withLines(call, id, request, customer, plan, offered, bare, now));
    }

    private Mono<Agreed> withLines(
            Call call,
            SubscriptionId id,
            SubscriptionRequest request,
            CustomerView customer,
            PlanView plan,
            List<AgreedPrice> offered,
            SubscriptionTerms bare,
            Instant now) {
        return Mono.zip(
                        lines(call, id, request, plan, offered, bare),
                        instances(call, id, request, bare, now))
                .map(
                        both -> {
                            PhasedLines phased = both.getT1();
                            List<LineItem> lines = new ArrayList<>(phased.lines());
                            List<OwnPrices.Wanted> own = new ArrayList<>(phased.prices());
                            List<AddonAssociation> held = new ArrayList<>();
                            for (AgreedAddons.Agreed addon : both.getT2()) {
                                lines.addAll(addon.lines().lines());
                                own.addAll(addon.lines().prices());
                                held.add(addon.association());
                            }
                            SubscriptionTerms terms =
                                    bare.with(lines)
                                            .withAddons(held)
                                            .with(bare.arranged().in(phased.phases()));
                            return new Agreed(customer, plan, terms, own);
                        });
    }

    private Mono<CustomerView> customer(Call call, SubscriptionRequest request) {
        if (request.customerId() != null) {
            return directory.customerOfEitherName(call, request.customerId());
        }
        return directory.customerNamed(call, Objects.requireNonNull(request.externalCustomerId()));
    }

    private Mono<List<AgreedPrice>> offered(
            Call call,
            SubscriptionRequest request,
            PlanView plan,
            List<PriceView> all,
            SubscriptionTerms bare) {
        List<PriceView> fitting = all.stream().filter(p -> fits(bare, p.price())).toList();
        check(request, plan, bare, fitting);
        return prices.all(call, fitting, plan.plan().name());
    }

    private static boolean fits(SubscriptionTerms bare, PriceDocument price) {
        Instant end = price.range().endDate();
        return price.currency().equals(bare.currency())
                && (end == null || bare.startDate().isBefore(end))
                && (price.billingPeriod() == null
                        || (price.billingPeriod() == bare.billingPeriod()
                                && price.billingPeriodCount() == bare.billingPeriodCount()));
    }

    private static void check(
            SubscriptionRequest request,
            PlanView plan,
            SubscriptionTerms bare,
            List<PriceView> fitting) {
        if (fitting.isEmpty() && request.wishes().lines().isEmpty()) {
            throw refused(
                    "plan_id",
                    "a plan with a price in %s for %d × %s"
                            .formatted(
                                    bare.currency(),
                                    bare.billingPeriodCount(),
                                    bare.billingPeriod()),
                    "'%s', which has none".formatted(plan.id()));
        }
    }

    private Mono<PhasedLines> lines(
            Call call,
            SubscriptionId id,
            SubscriptionRequest request,
            PlanView plan,
            List<AgreedPrice> offered,
            SubscriptionTerms bare) {
        CreationWishes wishes = request.wishes();
        var phased = new PhasedLines.Building(call, id, bare, offered, wishes.overrides());
        return Flux.fromIterable(wishes.phases())
                .concatMap(
                        phase ->
                                added(call, phase.lines(), id, plan, bare, phase.start())
                                        .doOnNext(
                                                lines ->
                                                        phased.phase(
                                                                phase,
                                                                lines.lines(),
                                                                lines.prices())))
                .then(
                        Mono.defer(
                                () ->
                                        added(
                                                call,
                                                wishes.lines(),
                                                id,
                                                plan,
                                                bare,
                                                bare.startDate())))
                .map(more -> phased.done(wishes.commitments(), more.lines(), more.prices()));
    }

    private Mono<Lines> added(
            Call call,
            List<LineRequest> wishes,
            SubscriptionId id,
            PlanView plan,
            SubscriptionTerms bare,
            Instant start) {
        return prices.lines(call, wishes, id, bare.currency(), plan.plan().name(), start)
                .map(
                        made ->
                                new Lines(
                                        made.stream().map(AgreedPrices.Made::line).toList(),
                                        made.stream()
                                                .flatMap(one -> one.prices().stream())
                                                .toList()));
    }

    private Mono<List<AgreedAddons.Agreed>> instances(
            Call call,
            SubscriptionId id,
            SubscriptionRequest request,
            SubscriptionTerms bare,
            Instant now) {
        return Flux.fromIterable(request.wishes().addons())
                .concatMap(
                        wish ->
                                addons.instance(
                                        call,
                                        id,
                                        bare,
                                        wish,
                                        wish.start() == null ? bare.startDate() : wish.start(),
                                        null,
                                        now))
                .collectList();
    }

    private static SubscriptionTerms terms(
            SubscriptionRequest request,
            CustomerView customer,
            PlanId plan,
            Sale sale,
            Instant start) {
        Instant charged = request.arrangement().trialEnd();
        if (charged != null && !start.isBefore(charged)) {
            throw refused("trial_end_date", "a time after the start, " + start, charged.toString());
        }
        if (request.end() != null && !start.isBefore(request.end())) {
            throw refused("end_date", "a time after the start, " + start, request.end().toString());
        }
        return new SubscriptionTerms(
                customer.id(),
                customer.externalId(),
                plan,
                sale.currency(),
                start,
                request.end(),
                request.anchor() == null ? start : request.anchor(),
                request.billingCycle(),
                sale.period(),
                sale.count(),
                zone(request, customer),
                Conventions.FLEXPRICE,
                List.of(),
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
