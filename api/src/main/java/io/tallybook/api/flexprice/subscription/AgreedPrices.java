package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.price.OwnPrices;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.money.CurrencyCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Prices that subscriptions are to be charged by, with all that a line needs of them. */
final class AgreedPrices {
    private final Directory directory;
    private final OwnPrices own;

    AgreedPrices(Directory directory, OwnPrices own) {
        this.directory = directory;
        this.own = own;
    }

    /** A line, and the price that has to be made for it, if there is none yet. */
    record Made(LineItem line, List<OwnPrices.Wanted> prices) {
        Made {
            prices = List.copyOf(prices);
        }
    }

    /**
     * The lines that are wished for.
     *
     * @param planName what those are called whose price belongs to no plan and no addon
     */
    Mono<List<Made>> lines(
            Call call,
            List<LineRequest> wishes,
            SubscriptionId subscription,
            CurrencyCode currency,
            String planName,
            Instant start) {
        return Flux.fromIterable(wishes)
                .concatMap(wish -> line(call, wish, subscription, currency, planName, start))
                .collectList();
    }

    private Mono<Made> line(
            Call call,
            LineRequest wish,
            SubscriptionId subscription,
            CurrencyCode currency,
            String planName,
            Instant start) {
        if (wish.price() != null) {
            PriceId id = PriceId.of(call.ids().next());
            return own.read(call, wish.price(), subscription, currency)
                    .flatMap(
                            price ->
                                    of(call, id, price, planName)
                                            .map(
                                                    agreed ->
                                                            new Made(
                                                                    line(call, wish, agreed),
                                                                    List.of(
                                                                            new OwnPrices.Wanted(
                                                                                    id, price)))))
                    .map(made -> promised(call, wish, subscription, made));
        }
        PriceId id = Named.id("price", Objects.requireNonNull(wish.priceId()), PriceId::new);
        return directory
                .price(call, id)
                .flatMap(
                        view ->
                                of(call, id, fitting(view, subscription, currency, start), planName)
                                        .map(agreed -> line(call, wish, agreed))
                                        .map(
                                                line ->
                                                        line.holding(
                                                                line.startDate(),
                                                                earlier(
                                                                        line.endDate(),
                                                                        view.price()
                                                                                .range()
                                                                                .endDate())))
                                        .map(line -> new Made(line, List.of()))
                                        .map(made -> promised(call, wish, subscription, made)));
    }

    private static LineItem line(Call call, LineRequest wish, AgreedPrice agreed) {
        LineItem line =
                agreed.line(LineItemId.of(call.ids().next()), wish.quantity(), wish.name())
                        .holding(wish.start(), wish.end());
        return line.under(line.agreement().describedBy(wish.metadata()));
    }

    private static Made promised(
            Call call, LineRequest wish, SubscriptionId subscription, Made made) {
        CommitmentWish.Agreed agreed = wish.commitment().on(call, subscription, made.line());
        List<OwnPrices.Wanted> prices = new ArrayList<>(made.prices());
        prices.addAll(agreed.prices());
        return new Made(agreed.line(), prices);
    }

    private static PriceDocument fitting(
            PriceView view, SubscriptionId subscription, CurrencyCode currency, Instant start) {
        PriceDocument price = view.price();
        SubscriptionId owner = price.range().subscriptionId();
        if (owner != null && !owner.equals(subscription)) {
            throw Wishes.refused(
                    "price_id",
                    "a price of a plan, of an addon or of this subscription",
                    "'%s' of subscription '%s'".formatted(view.id(), owner));
        }
        if (!price.currency().equals(currency)) {
            throw Wishes.refused(
                    "price_id",
                    "a price in " + currency,
                    "'%s' in %s".formatted(view.id(), price.currency()));
        }
        Instant end = price.range().endDate();
        if (end != null && !start.isBefore(end)) {
            throw Wishes.refused(
                    "price_id",
                    "a price that holds at " + start,
                    "'%s', which ended at %s".formatted(view.id(), end));
        }
        return price;
    }

    /** With the meter that counts its usage. */
    Mono<AgreedPrice> of(Call call, PriceId id, PriceDocument price, String ownerName) {
        MeterId meter = price.meterId();
        return meter == null
                ? Mono.just(new AgreedPrice(id, price, null, ownerName))
                : directory
                        .meter(call, meter)
                        .map(view -> new AgreedPrice(id, price, view, ownerName));
    }

    /** All of them, in their order. */
    Mono<List<AgreedPrice>> all(Call call, List<PriceView> prices, String ownerName) {
        List<MeterId> meters =
                prices.stream().map(p -> p.price().meterId()).filter(Objects::nonNull).toList();
        return directory
                .meters(call, meters)
                .map(
                        found -> {
                            List<AgreedPrice> all = new ArrayList<>();
                            for (PriceView view : prices) {
                                all.add(
                                        new AgreedPrice(
                                                view.id(),
                                                view.price(),
                                                meter(view, found),
                                                ownerName));
                            }
                            return List.copyOf(all);
                        });
    }

    private static @Nullable MeterView meter(PriceView view, Map<String, MeterView> meters) {
        MeterId id = view.price().meterId();
        return id == null ? null : meters.get(id.value());
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
