package io.tallybook.sagas.finalization;

import io.tallybook.core.AwaitView;
import io.tallybook.core.ViewKind;
import io.tallybook.core.discount.CouponAssociationCommand;
import io.tallybook.core.discount.CouponAssociationId;
import io.tallybook.core.discount.CouponAssociationQuery;
import io.tallybook.core.discount.CouponAssociationView;
import io.tallybook.core.invoice.GivenInvoice;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Replies;
import io.tallybook.sagas.Subscriptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * What lasts for one invoice can be used again once that invoice is void; what was written on that
 * invoice alone counts no longer as redeemed, unless another takes its place.
 */
@ProcessingGroup(GivenBackCoupons.PROCESSOR)
public final class GivenBackCoupons {
    public static final String PROCESSOR = "process.given-back-coupons";
    private static final String NAME = "given_back_coupons";

    private final Subscriptions subscriptions;
    private final QueryGateway queries;
    private final ProcessCommands commands;
    private final Duration boundOfWait;

    /**
     * @param boundOfWait how long a view is waited for that does not show the invoice yet
     */
    public GivenBackCoupons(
            Subscriptions subscriptions,
            QueryGateway queries,
            ProcessCommands commands,
            Duration boundOfWait) {
        this.subscriptions = subscriptions;
        this.queries = queries;
        this.commands = commands;
        this.boundOfWait = boundOfWait;
    }

    /**
     * Errors: IllegalStateException, to be tried again, if the views do not show the invoice or its
     * subscription.
     */
    @EventHandler
    void on(InvoiceEvent.Voided event, DomainEventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        String id = event.invoiceId().value();
        Replies.of(
                queries.query(
                        new AwaitView(
                                ViewKind.INVOICE,
                                id,
                                message.getSequenceNumber(),
                                boundOfWait.toMillis()),
                        ResponseTypes.instanceOf(Boolean.class)));
        InvoiceView invoice =
                invoice(event, when)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "the view does not show invoice " + id + " yet"));
        written(invoice, event).forEach(command -> commands.send(NAME, when, command.of(when)));
        if (invoice.opening().subscriptionId() == null) {
            return;
        }
        for (CouponAssociationView held : held(invoice, when)) {
            if (held.uses().stream().anyMatch(use -> use.invoiceId().equals(event.invoiceId()))) {
                commands.send(
                        NAME,
                        when,
                        new CouponAssociationCommand.GiveBack(
                                held.id(), when.scope(), when.effectiveAt(), event.invoiceId()));
            }
        }
    }

    /** What becomes of one coupon that was written on the invoice. */
    private record Written(CouponAssociationId id, InvoiceEvent.Voided event) {
        CouponAssociationCommand of(Occurrence when) {
            return event.replacement() == null
                    ? new CouponAssociationCommand.Withdraw(id, when.scope(), when.effectiveAt())
                    : new CouponAssociationCommand.GiveBack(
                            id, when.scope(), when.effectiveAt(), event.invoiceId());
        }
    }

    private static List<Written> written(InvoiceView invoice, InvoiceEvent.Voided event) {
        GivenInvoice given = invoice.opening().given();
        return given == null
                ? List.of()
                : given.adjusted().coupons().stream()
                        .map(coupon -> new Written(coupon.associationId(), event))
                        .toList();
    }

    private Optional<InvoiceView> invoice(InvoiceEvent.Voided event, Occurrence when) {
        return Replies.of(
                queries.query(
                        new InvoiceQuery.ById(when.scope(), event.invoiceId()),
                        ResponseTypes.optionalInstanceOf(InvoiceView.class)));
    }

    // What those hold that they follow is on their invoices too.
    private List<SubscriptionId> holders(InvoiceView invoice, Occurrence when) {
        List<SubscriptionId> invoiced = new ArrayList<>();
        invoiced.add(invoice.opening().subscription());
        invoiced.addAll(invoice.opening().children());
        return invoiced.stream()
                .flatMap(id -> subscriptions.termsOf(when.scope(), id).lineage(id).stream())
                .distinct()
                .toList();
    }

    private List<CouponAssociationView> held(InvoiceView invoice, Occurrence when) {
        return Replies.of(
                        queries.query(
                                new CouponAssociationQuery.OfSubscriptions(
                                        when.scope(), holders(invoice, when)),
                                ResponseTypes.instanceOf(CouponAssociationQuery.Page.class)))
                .items();
    }
}
