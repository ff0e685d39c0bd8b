package io.tallybook.query.catalogue;

import io.tallybook.core.catalogue.PriceDocument;
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
            case PriceEvent.Described e -> {
                PriceView before = Fold.begun(current, event);
                yield changed(before, before.price().described(e.description()), info);
            }
            case PriceEvent.Superseded e -> {
                PriceView before = Fold.begun(current, event);
                yield changed(before, before.price().endedAt(e.endDate()), info);
            }
            case PriceEvent.Ended e -> {
                PriceView before = Fold.begun(current, event);
                yield changed(before, before.price().endedAt(e.endDate()), info);
            }
        };
    }

    private static PriceView changed(PriceView before, PriceDocument price, Recorded info) {
        return new PriceView(before.id(), before.scope(), price, info.stampAfter(before.stamp()));
    }
}
