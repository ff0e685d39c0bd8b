package io.tallybook.query.catalogue;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.catalogue.PriceUnitDocument;
import io.tallybook.core.catalogue.PriceUnitEvent;
import io.tallybook.core.catalogue.PriceUnitView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of a price unit. */
public final class PriceUnitFold implements Fold<PriceUnitView, PriceUnitEvent> {
    @Override
    public PriceUnitView on(@Nullable PriceUnitView current, PriceUnitEvent event, Recorded info) {
        return switch (event) {
            case PriceUnitEvent.Created e ->
                    new PriceUnitView(e.priceUnitId(), e.scope(), e.unit(), info.firstStamp());
            case PriceUnitEvent.Updated e -> updated(Fold.begun(current, event), e, info);
            case PriceUnitEvent.Deleted _ -> deleted(Fold.begun(current, event), info);
        };
    }

    private static PriceUnitView updated(
            PriceUnitView before, PriceUnitEvent.Updated e, Recorded info) {
        PriceUnitDocument was = before.unit();
        return new PriceUnitView(
                before.id(),
                before.scope(),
                new PriceUnitDocument(
                        e.name(),
                        was.code(),
                        was.symbol(),
                        was.baseCurrency(),
                        was.conversionRate(),
                        e.metadata()),
                info.stampAfter(before.stamp()));
    }

    private static PriceUnitView deleted(PriceUnitView before, Recorded info) {
        return new PriceUnitView(
                before.id(),
                before.scope(),
                before.unit(),
                info.stampAfter(before.stamp(), EntityStatus.DELETED));
    }
}
