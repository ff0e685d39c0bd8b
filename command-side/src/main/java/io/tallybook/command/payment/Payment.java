package io.tallybook.command.payment;

import static io.tallybook.command.Shell.settle;

import io.tallybook.core.Receipt;
import io.tallybook.core.payment.PaymentCommand;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.payment.PaymentId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A payment, in Axon's terms. */
@Aggregate(type = "payment", cache = "aggregateCache")
class Payment {
    @AggregateIdentifier
    @SuppressWarnings("NullAway.Init") // the first event fills it
    private PaymentId id;

    private PaymentState state = new PaymentState.Absent();

    Payment() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(PaymentCommand.Create c) {
        return settle(c.paymentId(), PaymentDecider.create(state, c));
    }

    @CommandHandler
    Receipt handle(PaymentCommand.Describe c) {
        return settle(id, PaymentDecider.describe(state, c));
    }

    @CommandHandler
    Receipt handle(PaymentCommand.Begin c) {
        return settle(id, PaymentDecider.begin(state, c));
    }

    @CommandHandler
    Receipt handle(PaymentCommand.Succeed c) {
        return settle(id, PaymentDecider.succeed(state, c));
    }

    @CommandHandler
    Receipt handle(PaymentCommand.Decline c) {
        return settle(id, PaymentDecider.decline(state, c));
    }

    @CommandHandler
    Receipt handle(PaymentCommand.AskCustomer c) {
        return settle(id, PaymentDecider.askCustomer(state, c));
    }

    @CommandHandler
    Receipt handle(PaymentCommand.Refund c) {
        return settle(id, PaymentDecider.refund(state, c));
    }

    @CommandHandler
    Receipt handle(PaymentCommand.VoidPayment c) {
        return settle(id, PaymentDecider.voidPayment(state, c));
    }

    @CommandHandler
    Receipt handle(PaymentCommand.Delete c) {
        return settle(id, PaymentDecider.delete(state, c));
    }

    @EventSourcingHandler
    void on(PaymentEvent e) {
        id = e.paymentId();
        state = state.evolve(e);
    }
}
