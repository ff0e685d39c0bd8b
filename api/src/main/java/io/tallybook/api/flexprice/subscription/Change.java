package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.flexprice.price.OwnPrices;
import io.tallybook.core.invoice.ChangeOfLines;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeLines;
import io.tallybook.core.subscription.SubscriptionEvent.LinesChanged;
import io.tallybook.core.subscription.SubscriptionView;
import java.util.List;

/**
 * A change that is wished for.
 *
 * @param view the subscription before it
 * @param prices those that have to be made for it
 */
record Change(SubscriptionView view, ChangeLines lines, List<OwnPrices.Wanted> prices) {
    Change {
        prices = List.copyOf(prices);
    }

    /** What it comes to, by the function that decides. */
    LinesChanged outcome() {
        return ChangeOfLines.of(view.terms(), view.periodIndex(), view.currentPeriod(), lines);
    }
}
