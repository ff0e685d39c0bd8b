package io.tallybook.query.tax;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.tax.TaxAssociationEvent;
import io.tallybook.core.tax.TaxAssociationView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of a tax association. */
public final class TaxAssociationFold implements Fold<TaxAssociationView, TaxAssociationEvent> {
    @Override
    public TaxAssociationView on(
            @Nullable TaxAssociationView current, TaxAssociationEvent event, Recorded info) {
        return switch (event) {
            case TaxAssociationEvent.Created e ->
                    new TaxAssociationView(
                            e.associationId(), e.scope(), e.association(), info.firstStamp());
            case TaxAssociationEvent.Updated e -> updated(Fold.begun(current, event), e, info);
            case TaxAssociationEvent.Deleted _ -> deleted(Fold.begun(current, event), info);
        };
    }

    private static TaxAssociationView updated(
            TaxAssociationView before, TaxAssociationEvent.Updated e, Recorded info) {
        return new TaxAssociationView(
                before.id(),
                before.scope(),
                before.association().changed(e.change()),
                info.stampAfter(before.stamp()));
    }

    private static TaxAssociationView deleted(TaxAssociationView before, Recorded info) {
        return new TaxAssociationView(
                before.id(),
                before.scope(),
                before.association(),
                info.stampAfter(before.stamp(), EntityStatus.DELETED));
    }
}
