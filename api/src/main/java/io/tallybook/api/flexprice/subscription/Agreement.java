package io.tallybook.api.flexprice.subscription;

import static io.tallybook.api.flexprice.subscription.Wishes.refused;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.flexprice.price.OwnPrices;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What a subscription makes of the prices of a plan or an addon, with what it agreed otherwise. */
record Agreement(Call call, SubscriptionId subscription, Overrides overrides) {

    /** Lines, and the prices that have to be made for them. */
    record Agreed(List<LineItem> lines, List<OwnPrices.Wanted> prices) {
        Agreed {
            lines = List.copyOf(lines);
            prices = List.copyOf(prices);
        }

        /** The same lines agreed further, with the prices that this takes too. */
        Agreed and(Agreed further) {
            List<OwnPrices.Wanted> all = new ArrayList<>(prices);
            all.addAll(further.prices());
            return new Agreed(further.lines(), all);
        }
    }

    /** Errors: ProblemException (400) if something is agreed of a price that is not among them. */
    Agreed lines(List<AgreedPrice> offered, UnaryOperator<LineItem> finish) {
        List<LineItem> lines = new ArrayList<>();
        List<OwnPrices.Wanted> prices = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (AgreedPrice price : offered) {
            known.add(price.id().value());
            Overrides.Otherwise other = overrides.of(price);
            LineItem line =
                    price.line(
                            LineItemId.of(call.ids().next()),
                            other == null ? null : other.quantity(),
                            null);
            if (other != null && other.price().changesWhatIsOwed()) {
                PriceId own = PriceId.of(call.ids().next());
                PriceDocument agreed =
                        other.price().agreed(price.price(), price.id(), subscription);
                prices.add(new OwnPrices.Wanted(own, agreed));
                line = line.at(own, agreed);
            }
            lines.add(finish.apply(line));
        }
        for (String price : overrides.byPrice().keySet()) {
            if (!known.contains(price)) {
                throw refused(
                        "override_line_items.price_id",
                        "prices that the subscription has",
                        "'%s'".formatted(price));
            }
        }
        return new Agreed(lines, prices);
    }
}
