package io.tallybook.query.catalogue;

import io.tallybook.core.catalogue.PriceEvent;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of a price. */
public final class PriceFold implements Fold<PriceView, PriceEvent> {
    @Override
    public PriceView on(@Nullable PriceView current, PriceEvent event, Recorded info) {
        return switch (event) {
            case PriceEvent.Created e ->
                    new PriceView(e.priceId(), e.scope(), e.price(), info.firstStamp());
        };
    }
}
