package io.tallybook.api.flexprice.subscription;

import static io.tallybook.api.flexprice.subscription.Wishes.refused;
import static java.util.stream.Collectors.groupingBy;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.AddonAssociation;
import io.tallybook.core.subscription.Family;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.Predecessor;
import io.tallybook.core.subscription.Predecessor.ContinuedLine;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionTermsBuilder;
import io.tallybook.core.subscription.SubscriptionView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a subscription by another billing period begins with in the place of one that ends: the
 * prices of the plan and of the addons for that period, and all else as it was agreed.
 *
 * <p>What is charged once was charged already: it is not charged anew of the same plan, nor of an
 * addon that was there before.
 */
final class SuccessorTerms {
    private final Directory directory;
    private final AgreedPrices prices;
    private final AgreedAddons addons;

    SuccessorTerms(Directory directory, AgreedPrices prices) {
        this.directory = directory;
        this.prices = prices;
        this.addons = new AgreedAddons(directory, prices);
    }

    /**
     * Errors: ProblemException (400) naming what the plan or an addon has no price for, or what is
     * agreed otherwise than with the plan and cannot be carried.
     */
    Mono<SubscriptionTerms> of(
            Call call,
            SubscriptionId id,
            PlanChanges.Asked asked,
            PlanChanges.Wish wish,
            Instant moment) {
        SubscriptionTerms old = asked.view().terms();
        old.lineItems().stream()
                .filter(line -> lasts(line.endDate(), moment))
                .forEach(line -> requireCarried(line, moment));
        SubscriptionTerms bare = bare(asked, wish, moment);
        return directory
                .pricesOf(call, List.of(asked.to().id()))
                .map(all -> all.stream().filter(p -> fits(bare, p, asked, moment)).toList())
                .flatMap(all -> prices.all(call, all, asked.to().plan().name()))
                .map(all -> lines(call, asked, bare, all))
                .flatMap(
                        lines -> withAddons(call, id, asked, following(asked, bare, lines), lines));
    }

    private static SubscriptionTerms bare(
            PlanChanges.Asked asked, PlanChanges.Wish wish, Instant moment) {
        SubscriptionView view = asked.view();
        SubscriptionTerms old = view.terms();
        CustomerId payer = old.related().invoicingCustomerId();
        return SubscriptionTermsBuilder.builder(old)
                .planId(asked.to().id())
                .startDate(moment)
                .billingAnchor(moment)
                .billingCycle(Objects.requireNonNullElse(wish.cycle(), old.billingCycle()))
                .billingPeriod(Objects.requireNonNullElse(wish.period(), old.billingPeriod()))
                .billingPeriodCount(wish.count())
                .lineItems(List.of())
                .addons(List.of())
                .course(null)
                .family(payer == null ? null : Family.paidBy(payer))
                .build();
    }

    private static SubscriptionTerms following(
            PlanChanges.Asked asked, SubscriptionTerms bare, List<LineItem> lines) {
        SubscriptionView view = asked.view();
        Instant moment = bare.startDate();
        boolean inTrial =
                view.status() == SubscriptionView.Status.TRIALING
                        && moment.isBefore(view.currentPeriod().end());
        List<LineItem> before =
                view.terms().lineItems().stream()
                        .filter(line -> ofThePlan(asked, line) && lasts(line.endDate(), moment))
                        .toList();
        return bare.with(
                bare.arranged()
                        .following(
                                Predecessor.of(
                                        view.id(), view.terms(), moment, continued(before, lines)),
                                inTrial ? view.currentPeriod().end() : null));
    }

    // What several lines are called tells none of them.
    private static List<ContinuedLine> continued(List<LineItem> before, List<LineItem> lines) {
        Map<Kind, List<LineItem>> old = before.stream().collect(groupingBy(Kind::of));
        Map<Kind, List<LineItem>> next = lines.stream().collect(groupingBy(Kind::of));
        List<ContinuedLine> all = new ArrayList<>();
        for (LineItem line : before) {
            Kind kind = Kind.of(line);
            List<LineItem> alike = next.getOrDefault(kind, List.of());
            if (alike.size() == 1 && Objects.requireNonNull(old.get(kind)).size() == 1) {
                all.add(new ContinuedLine(line.id(), alike.getFirst().id()));
            }
        }
        return all;
    }

    /** What a line is called, and how it is charged. */
    private record Kind(String name, PriceDocument.Type type) {
        static Kind of(LineItem line) {
            return new Kind(line.displayName(), line.price().type());
        }
    }

    private static boolean ofThePlan(PlanChanges.Asked asked, LineItem line) {
        return asked.from().id().equals(asked.to().id())
                && line.comesWithPlan()
                && line.price().billingPeriod() != null;
    }

    private static boolean fits(
            SubscriptionTerms bare, PriceView view, PlanChanges.Asked asked, Instant moment) {
        PriceDocument price = view.price();
        Instant end = price.range().endDate();
        boolean once = price.billingPeriod() == null;
        return price.currency().equals(bare.currency())
                && price.range().holdsAt(asked.now())
                && (end == null || moment.isBefore(end))
                && (once
                        ? !asked.from().id().equals(asked.to().id())
                        : price.billingPeriod() == bare.billingPeriod()
                                && price.billingPeriodCount() == bare.billingPeriodCount());
    }

    private static List<LineItem> lines(
            Call call, PlanChanges.Asked asked, SubscriptionTerms bare, List<AgreedPrice> offered) {
        if (offered.stream().noneMatch(price -> price.price().billingPeriod() != null)) {
            throw refused(
                    "billing_period",
                    "a period for which plan '%s' has a price in %s"
                            .formatted(asked.to().id(), bare.currency()),
                    "%d x %s".formatted(bare.billingPeriodCount(), bare.billingPeriod()));
        }
        Map<String, BigDecimal> quantities = quantities(asked, bare.startDate());
        List<LineItem> lines =
                offered.stream()
                        .map(
                                price ->
                                        price.line(LineItemId.of(call.ids().next()), null, null)
                                                .holding(null, price.price().range().endDate()))
                        .map(line -> inQuantity(line, quantities))
                        .toList();
        if (!quantities.isEmpty()) {
            throw refused(
                    "billing_period",
                    "one for which the plan has a price of the name '%s', for its quantity"
                            .formatted(quantities.keySet().iterator().next()),
                    "%d x %s".formatted(bare.billingPeriodCount(), bare.billingPeriod()));
        }
        return lines;
    }

    // The prices of a plan for several periods bear the names of what they are for: as many seats
    // are had by the year as by the month.
    private static Map<String, BigDecimal> quantities(PlanChanges.Asked asked, Instant moment) {
        Map<String, BigDecimal> quantities = new TreeMap<>();
        asked.view().terms().lineItems().stream()
                .filter(line -> ofThePlan(asked, line) && lasts(line.endDate(), moment))
                .filter(SuccessorTerms::isInQuantity)
                .forEach(line -> quantities.put(line.displayName(), line.quantity()));
        return quantities;
    }

    // Takes what it is had in, so that what is left over is known.
    private static LineItem inQuantity(LineItem line, Map<String, BigDecimal> quantities) {
        boolean countsUsage = line.price().type() == PriceDocument.Type.USAGE;
        BigDecimal quantity = countsUsage ? null : quantities.remove(line.displayName());
        return quantity == null ? line : line.as(line.id(), quantity);
    }

    private Mono<SubscriptionTerms> withAddons(
            Call call,
            SubscriptionId id,
            PlanChanges.Asked asked,
            SubscriptionTerms bare,
            List<LineItem> lines) {
        Instant moment = bare.startDate();
        return Flux.fromIterable(asked.view().terms().addons())
                .filter(addon -> lasts(addon.endDate(), moment))
                .concatMap(
                        addon ->
                                addons.instance(
                                        call,
                                        id,
                                        bare,
                                        wish(addon),
                                        later(addon.startDate(), moment),
                                        addon.endDate(),
                                        asked.now()))
                .collectList()
                .map(
                        all -> {
                            List<LineItem> both = new ArrayList<>(lines);
                            List<AddonAssociation> held = new ArrayList<>();
                            for (AgreedAddons.Agreed one : all) {
                                boolean there = !one.association().startDate().isAfter(moment);
                                one.lines().lines().stream()
                                        .filter(l -> !there || l.price().billingPeriod() != null)
                                        .forEach(both::add);
                                held.add(one.association());
                            }
                            return bare.with(both).withAddons(held);
                        });
    }

    private static AddonRequest wish(AddonAssociation addon) {
        return new AddonRequest(
                addon.addonId().value(),
                AddonRequest.Cadence.RECURRING,
                null,
                addon.metadata(),
                new Overrides(Map.of()),
                new CommitmentRequest(Map.of()),
                Settling.NONE);
    }

    private static void requireCarried(LineItem line, Instant moment) {
        boolean chargedAlready =
                line.price().billingPeriod() == null
                        && (line.startDate() == null || !line.startDate().isAfter(moment));
        if (chargedAlready) {
            return;
        }
        if (line.addon() == null && !line.comesWithPlan()) {
            throw refused(
                    "billing_period",
                    "its own while it has lines that do not come with the plan",
                    "line item '%s', which is not carried into another".formatted(line.id()));
        }
        if (line.addon() != null && isAgreedOtherwise(line)) {
            throw refused(
                    "billing_period",
                    "its own while something is agreed otherwise of a line of an addon",
                    "line item '%s', which is not carried into another".formatted(line.id()));
        }
    }

    private static boolean isAgreedOtherwise(LineItem line) {
        return line.price().range().parentPriceId() != null
                || line.agreement().commitment() != null
                || isInQuantity(line);
    }

    private static boolean isInQuantity(LineItem line) {
        BigDecimal least = line.price().conditions().minimumQuantity();
        return line.price().type() == PriceDocument.Type.FIXED
                && line.quantity().compareTo(Objects.requireNonNullElse(least, BigDecimal.ONE))
                        != 0;
    }

    private static boolean lasts(@Nullable Instant end, Instant moment) {
        return end == null || moment.isBefore(end);
    }

    private static Instant later(Instant start, Instant moment) {
        return start.isBefore(moment) ? moment : start;
    }
}
