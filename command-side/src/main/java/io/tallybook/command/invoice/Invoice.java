package io.tallybook.command.invoice;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.uniqueness.NumberSeries;
import io.tallybook.core.Receipt;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** An invoice, in Axon's terms. */
@Aggregate(type = "invoice", cache = "aggregateCache")
class Invoice {
    @AggregateIdentifier
    @SuppressWarnings("NullAway.Init") // the first event fills it
    private InvoiceId id;

    private InvoiceState state = new InvoiceState.Absent();

    Invoice() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(InvoiceCommand.Open c) {
        return settle(c.invoiceId(), InvoiceDecider.open(state, c));
    }

    @CommandHandler
    Receipt handle(InvoiceCommand.RequestFinalization c) {
        return settle(id, InvoiceDecider.request(state, c));
    }

    @CommandHandler
    Receipt handle(InvoiceCommand.Compute c, NumberSeries numbers) {
        Receipt computed = settle(id, InvoiceDecider.compute(state, c));
        return state instanceof InvoiceState.Computed(var _, var event) && event.closesAtOnce()
                ? handle(
                        new InvoiceCommand.Finalize(c.invoiceId(), c.scope(), c.at(), List.of()),
                        numbers)
                : computed;
    }

    @CommandHandler
    Receipt handle(InvoiceCommand.Finalize c, NumberSeries numbers) {
        return settle(
                id,
                InvoiceDecider.settle(state, c)
                        .map(
                                settled ->
                                        settled.numbered(
                                                numbers.next(
                                                        c.scope(),
                                                        settled.series(),
                                                        settled.numbering().start()))));
    }

    @CommandHandler
    Receipt handle(InvoiceCommand.VoidInvoice c) {
        return settle(id, InvoiceDecider.voidInvoice(state, c));
    }

    @CommandHandler
    Receipt handle(InvoiceCommand.RequestComputation c) {
        return settle(id, InvoiceDecider.requestComputation(state, c));
    }

    @CommandHandler
    Receipt handle(InvoiceCommand.ComputeDraft c) {
        return settle(id, InvoiceDecider.computeDraft(state, c));
    }

    @CommandHandler
    Receipt handle(InvoiceCommand.Replace c) {
        return settle(id, InvoiceDecider.replace(state, c));
    }

    @CommandHandler
    Receipt handle(InvoicePaymentCommand.HoldPayment c) {
        return settle(id, PaymentRules.hold(state, c));
    }

    @CommandHandler
    Receipt handle(InvoicePaymentCommand.ReleasePayment c) {
        return settle(id, PaymentRules.release(state, c));
    }

    @CommandHandler
    Receipt handle(InvoicePaymentCommand.ApplyPayment c) {
        return settle(id, PaymentRules.apply(state, c));
    }

    @CommandHandler
    Receipt handle(InvoicePaymentCommand.OrderRefund c) {
        return settle(id, PaymentRules.orderRefund(state, c));
    }

    @CommandHandler
    Receipt handle(InvoicePaymentCommand.ApplyRefund c) {
        return settle(id, PaymentRules.refund(state, c));
    }

    @CommandHandler
    Receipt handle(InvoicePaymentCommand.CreditLines c) {
        return settle(id, CreditRules.credit(state, c));
    }

    @CommandHandler
    Receipt handle(InvoicePaymentCommand.CreditCorrection c) {
        return settle(id, CreditRules.correct(state, c));
    }

    @CommandHandler
    Receipt handle(InvoicePaymentCommand.TakeBackCredit c) {
        return settle(id, CreditRules.takeBack(state, c));
    }

    @CommandHandler
    Receipt handle(InvoicePaymentCommand.GiveUpCollection c) {
        return settle(id, PaymentRules.giveUp(state, c));
    }

    @CommandHandler
    Receipt handle(InvoicePaymentCommand.PassDueDate c) {
        return settle(id, PaymentRules.passDueDate(state, c));
    }

    @CommandHandler
    Receipt handle(InvoicePaymentCommand.WriteOff c) {
        return settle(id, PaymentRules.writeOff(state, c));
    }

    @CommandHandler
    Receipt handle(InvoiceCommand.RequestCommunication c) {
        return settle(id, PaperRules.communicate(state, c));
    }

    @CommandHandler
    Receipt handle(InvoiceCommand.Release c) {
        return settle(id, SafetyRules.release(state, c));
    }

    @CommandHandler
    Receipt handle(InvoiceCommand.Describe c) {
        return settle(id, PaperRules.describe(state, c));
    }

    @EventSourcingHandler
    void on(InvoiceEvent e) {
        id = e.invoiceId();
        state = state.evolve(e);
    }
}
