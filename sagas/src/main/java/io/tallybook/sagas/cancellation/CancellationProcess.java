package io.tallybook.sagas.cancellation;

import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceCommand.Open;
import io.tallybook.core.invoice.InvoiceEvent.Opened;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.subscription.SubscriptionEvent.Cancelled;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.sagas.FinalizationDelay;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.Step;
import java.util.Optional;

/** What a subscription was served until its end is invoiced, unless it was forgiven. */
public final class CancellationProcess {
    private CancellationProcess() {}

    /** What the last invoice covers; empty if none is due. */
    public static Optional<BillingPeriod> lastPeriod(Cancelled event) {
        return switch (event.openUsage()) {
            case INVOICED ->
                    Optional.ofNullable(event.closedPeriod())
                            .or(() -> Optional.ofNullable(event.servedBefore()));
            case FORGIVEN -> Optional.empty();
        };
    }

    static Step<CancellationState> cancelled(
            Cancelled event,
            BillingPeriod lastPeriod,
            SubscriptionTerms terms,
            Occurrence when,
            FinalizationDelay delay) {
        var opening =
                new InvoiceOpening(
                                event.subscriptionId(),
                                terms.payer(),
                                terms.currency(),
                                BillingReason.SUBSCRIPTION_CANCEL,
                                event.periodIndex(),
                                lastPeriod,
                                event.cancelledAt().plus(delay.value()))
                        .due(terms.arranged().paymentTerms())
                        .servedTo(terms.customerId())
                        .following(event.crossings());
        return invoicing(event.closedPeriod() == null ? opening.rest() : opening, when);
    }

    private static Step<CancellationState> invoicing(InvoiceOpening opening, Occurrence when) {
        InvoiceId invoice = InvoiceId.derived(opening);
        return Step.of(
                new CancellationState.Invoicing(invoice),
                new Open(invoice, when.scope(), when.effectiveAt(), opening));
    }

    static CancellationState opened(CancellationState state, Opened event) {
        return switch (state) {
            case CancellationState.Invoicing(InvoiceId invoice)
                    when invoice.equals(event.invoiceId()) ->
                    new CancellationState.Done();
            case CancellationState.Invoicing other -> other;
            case CancellationState.NotBegun nothing -> nothing;
            case CancellationState.Done done -> done;
        };
    }
}
