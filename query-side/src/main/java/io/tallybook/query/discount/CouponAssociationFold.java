package io.tallybook.query.discount;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.Stamp;
import io.tallybook.core.discount.CouponAssociationDocument;
import io.tallybook.core.discount.CouponAssociationEvent;
import io.tallybook.core.discount.CouponAssociationView;
import io.tallybook.core.discount.CouponAssociationView.Use;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is seen of a coupon that a subscription holds. */
public final class CouponAssociationFold
        implements Fold<CouponAssociationView, CouponAssociationEvent> {
    @Override
    public CouponAssociationView on(
            @Nullable CouponAssociationView current, CouponAssociationEvent event, Recorded info) {
        if (event instanceof CouponAssociationEvent.Created e) {
            return new CouponAssociationView(
                    e.associationId(), e.scope(), e.association(), List.of(), info.firstStamp());
        }
        CouponAssociationView before = Fold.begun(current, event);
        CouponAssociationDocument held = before.association();
        Stamp stamp = info.stampAfter(before.stamp());
        return switch (event) {
            case CouponAssociationEvent.Created _ -> before;
            case CouponAssociationEvent.Used e -> {
                List<Use> uses = new ArrayList<>(without(before.uses(), e.invoiceId()));
                uses.add(new Use(e.invoiceId(), e.taken()));
                yield view(before, held, uses, stamp);
            }
            case CouponAssociationEvent.GivenBack e ->
                    view(before, held, without(before.uses(), e.invoiceId()), stamp);
            case CouponAssociationEvent.Ended e ->
                    view(before, held.until(e.endDate()), before.uses(), stamp);
            case CouponAssociationEvent.Withdrawn _ ->
                    view(
                            before,
                            held,
                            before.uses(),
                            info.stampAfter(before.stamp(), EntityStatus.DELETED));
        };
    }

    private static List<Use> without(List<Use> uses, InvoiceId invoice) {
        return uses.stream().filter(use -> !use.invoiceId().equals(invoice)).toList();
    }

    private static CouponAssociationView view(
            CouponAssociationView before,
            CouponAssociationDocument held,
            List<Use> uses,
            Stamp stamp) {
        return new CouponAssociationView(before.id(), before.scope(), held, uses, stamp);
    }
}
