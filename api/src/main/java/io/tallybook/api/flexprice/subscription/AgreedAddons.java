package io.tallybook.api.flexprice.subscription;

import static io.tallybook.api.flexprice.subscription.Wishes.refused;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.core.catalogue.AddonId;
import io.tallybook.core.catalogue.AddonView;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.subscription.AddonAssociation;
import io.tallybook.core.subscription.AddonAssociationId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What subscriptions make of addons: an instance each time, with lines of its own. */
final class AgreedAddons {
    private final Directory directory;
    private final AgreedPrices prices;

    AgreedAddons(Directory directory, AgreedPrices prices) {
        this.directory = directory;
        this.prices = prices;
    }

    /** An instance, its lines, and the prices that have to be made for them. */
    record Agreed(AddonAssociation association, Agreement.Agreed lines) {}

    /**
     * An instance that holds from one moment to another. Errors: ProblemException (404) if the
     * addon is not there, (400) if it has no price that fits.
     *
     * @param terms whose currency and period its prices have to fit
     */
    Mono<Agreed> instance(
            Call call,
            SubscriptionId subscription,
            SubscriptionTerms terms,
            AddonRequest wish,
            Instant start,
            @Nullable Instant end,
            Instant now) {
        AddonAssociationId id = AddonAssociationId.of(call.ids().next());
        AddonId wanted = Named.id("addon", wish.addon(), AddonId::new);
        return Directory.inUse("addon", directory.addon(call, wanted))
                .flatMap(
                        addon ->
                                directory
                                        .pricesOwnedBy(call, List.of(addon.id().value()))
                                        .map(all -> fitting(terms, addon, all, start))
                                        .flatMap(all -> prices.all(call, all, addon.addon().name()))
                                        .map(
                                                all ->
                                                        new Agreement(
                                                                        call,
                                                                        subscription,
                                                                        wish.overrides())
                                                                .lines(
                                                                        all,
                                                                        line ->
                                                                                line.holding(
                                                                                                start,
                                                                                                end)
                                                                                        .of(id)))
                                        .map(
                                                lines ->
                                                        lines.and(
                                                                wish.commitments()
                                                                        .of(
                                                                                call,
                                                                                subscription,
                                                                                lines.lines())))
                                        .map(
                                                lines ->
                                                        new Agreed(
                                                                new AddonAssociation(
                                                                        id,
                                                                        addon.id(),
                                                                        start,
                                                                        end,
                                                                        now,
                                                                        null,
                                                                        null,
                                                                        wish.metadata()),
                                                                lines)));
    }

    // Of prices for several periods those for the subscription's own; longer ones only where there
    // are no others.
    private static List<PriceView> fitting(
            SubscriptionTerms terms, AddonView addon, List<PriceView> all, Instant start) {
        List<PriceView> inCurrency =
                all.stream()
                        .filter(p -> p.price().currency().equals(terms.currency()))
                        .filter(p -> p.price().range().holdsAt(start))
                        .toList();
        List<PriceView> own =
                inCurrency.stream()
                        .filter(p -> isOfPeriod(p.price(), terms) || isOnce(p.price()))
                        .toList();
        List<PriceView> chosen = own.isEmpty() ? inCurrency : own;
        if (chosen.isEmpty()) {
            throw refused(
                    "addon_id",
                    "an addon with a price in " + terms.currency(),
                    "'%s', which has none at %s".formatted(addon.id(), start));
        }
        return chosen;
    }

    private static boolean isOnce(PriceDocument price) {
        return price.billingPeriod() == null;
    }

    private static boolean isOfPeriod(PriceDocument price, SubscriptionTerms terms) {
        return price.billingPeriod() == terms.billingPeriod()
                && price.billingPeriodCount() == terms.billingPeriodCount();
    }
}
