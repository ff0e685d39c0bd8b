package io.tallybook.query.tax;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.tax.TaxRateEvent;
import io.tallybook.core.tax.TaxRateView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of a tax rate. */
public final class TaxRateFold implements Fold<TaxRateView, TaxRateEvent> {
    @Override
    public TaxRateView on(@Nullable TaxRateView current, TaxRateEvent event, Recorded info) {
        return switch (event) {
            case TaxRateEvent.Created e ->
                    new TaxRateView(e.taxRateId(), e.scope(), e.rate(), info.firstStamp());
            case TaxRateEvent.Updated e -> updated(Fold.begun(current, event), e, info);
            case TaxRateEvent.Deleted _ -> deleted(Fold.begun(current, event), info);
        };
    }

    private static TaxRateView updated(TaxRateView before, TaxRateEvent.Updated e, Recorded info) {
        return new TaxRateView(
                before.id(),
                before.scope(),
                before.rate().changed(e.change()),
                info.stampAfter(before.stamp()));
    }

    private static TaxRateView deleted(TaxRateView before, Recorded info) {
        return new TaxRateView(
                before.id(),
                before.scope(),
                before.rate(),
                info.stampAfter(before.stamp(), EntityStatus.DELETED));
    }
}
