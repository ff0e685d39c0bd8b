package io.tallybook.core.plansync;

import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.plansync.PlannedChange.PriceMove;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.LinesInStep;
import io.tallybook.core.subscription.SubscriptionCommand.PriceEnd;
import io.tallybook.core.subscription.SubscriptionCommand.SyncLines;
import io.tallybook.core.subscription.SubscriptionEvent.LinesChanged;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A plan as it is to be brought to its subscriptions: what a preview shows and what a
 * synchronisation does are the same function.
 *
 * @param prices all that the plan ever had
 * @param meters what counts the usage of its prices, by id
 * @param at when it is brought
 */
public record PlanOffer(
        PlanView plan, List<PriceView> prices, Map<String, MeterView> meters, Instant at) {
    public PlanOffer {
        prices = List.copyOf(prices);
        meters = Map.copyOf(meters);
    }

    /** The meters that are needed. */
    public static List<MeterId> metersOf(List<PriceView> prices) {
        return prices.stream()
                .map(price -> price.price().meterId())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** What a subscription lacks. */
    public PlannedChange lackedBy(SubscriptionView view) {
        return LinesInStep.change(view.id(), view.terms(), view.currentPeriod(), order(view))
                .map(change -> planned(view, change))
                .orElseGet(() -> new PlannedChange(view.id(), List.of(), List.of()));
    }

    private static PlannedChange planned(SubscriptionView view, LinesChanged change) {
        Map<LineItemId, PriceId> prices =
                view.terms().lineItems().stream()
                        .collect(Collectors.toMap(LineItem::id, LineItem::priceId));
        return new PlannedChange(
                view.id(),
                change.added().stream()
                        .map(
                                line ->
                                        new PriceMove(
                                                line.priceId(),
                                                Objects.requireNonNull(line.startDate())))
                        .toList(),
                change.ended().stream()
                        .map(
                                end ->
                                        new PriceMove(
                                                Objects.requireNonNull(
                                                        prices.get(end.lineItemId())),
                                                end.endDate()))
                        .toList());
    }

    /** The order by which a subscription is given what it lacks; a repeat does nothing. */
    public SyncLines order(SubscriptionView view) {
        Set<PriceId> held =
                view.terms().lineItems().stream()
                        .filter(line -> line.addon() == null)
                        .map(LineItem::priceId)
                        .collect(Collectors.toSet());
        Instant open = view.currentPeriod().start();
        List<LineItem> additions =
                prices.stream()
                        .filter(price -> !held.contains(price.id()))
                        .filter(price -> fits(view.terms(), price.price(), open))
                        .map(price -> line(view, price))
                        .toList();
        return new SyncLines(view.id(), view.scope(), at, additions, ends());
    }

    private List<PriceEnd> ends() {
        return prices.stream()
                .filter(price -> price.price().range().endDate() != null)
                .map(
                        price ->
                                new PriceEnd(
                                        price.id(),
                                        Objects.requireNonNull(price.price().range().endDate())))
                .toList();
    }

    private static boolean fits(SubscriptionTerms terms, PriceDocument price, Instant open) {
        Instant end = price.range().endDate();
        return price.currency().equals(terms.currency())
                && (end == null || end.isAfter(open))
                && (price.billingPeriod() == null
                        || (price.billingPeriod() == terms.billingPeriod()
                                && price.billingPeriodCount() == terms.billingPeriodCount()));
    }

    // Its id follows from the subscription and the price: a repeat adds the same line.
    private LineItem line(SubscriptionView view, PriceView price) {
        MeterId meterId = price.price().meterId();
        MeterView meter = meterId == null ? null : meters.get(meterId.value());
        return new LineItem(
                LineItemId.of(
                        Ulid.derived(
                                price.stamp().createdAt(),
                                "plan_sync",
                                view.id().value(),
                                price.id().value())),
                price.id(),
                price.price(),
                meter == null ? null : meter.definition().newest(),
                name(price.price().displayName(), meter),
                plan.plan().name(),
                quantity(view, price.price()));
    }

    private String name(@Nullable String own, @Nullable MeterView meter) {
        if (own != null && !own.isBlank()) {
            return own;
        }
        return meter == null ? plan.plan().name() : meter.name();
    }

    // A new version goes on with as many as the one before it.
    private static BigDecimal quantity(SubscriptionView view, PriceDocument price) {
        if (price.type() == PriceDocument.Type.USAGE) {
            return BigDecimal.ZERO;
        }
        PriceId first = price.range().parentPriceId();
        BigDecimal least =
                Objects.requireNonNullElse(price.conditions().minimumQuantity(), BigDecimal.ONE);
        if (first == null) {
            return least;
        }
        boolean hasLeast = price.conditions().minimumQuantity() != null;
        return view.terms().lineItems().stream()
                .filter(line -> line.addon() == null)
                .filter(
                        line ->
                                line.priceId().equals(first)
                                        || first.equals(line.price().range().parentPriceId()))
                .map(LineItem::quantity)
                .reduce((_, last) -> last)
                .map(before -> hasLeast ? before.max(least) : before)
                .orElse(least);
    }
}
