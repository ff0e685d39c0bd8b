package io.tallybook.core.payment;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of a payment. */
public sealed interface PaymentCommand extends Command {
    @TargetAggregateIdentifier
    PaymentId paymentId();

    /** Whether a payment that is made is also begun. */
    enum Processing {
        NOW,
        LATER
    }

    /** Makes a payment. */
    record Create(
            PaymentId paymentId,
            Scope scope,
            Instant at,
            PaymentDocument payment,
            Processing processing)
            implements PaymentCommand {}

    /** Describes it anew. */
    record Describe(
            PaymentId paymentId,
            Scope scope,
            Instant at,
            @Nullable String gateway,
            @Nullable String methodId,
            Map<String, String> metadata)
            implements PaymentCommand {
        public Describe {
            metadata = Map.copyOf(metadata);
        }
    }

    /**
     * Begins the next attempt; what was paid by another way is taken as paid. While an attempt is
     * under way there is nothing to do.
     */
    record Begin(PaymentId paymentId, Scope scope, Instant at) implements PaymentCommand {}

    /**
     * The money is there.
     *
     * @param attempt the attempt that brought it; 0 if somebody says so
     * @param reference the provider's name of it
     */
    record Succeed(
            PaymentId paymentId,
            Scope scope,
            Instant at,
            int attempt,
            Money amount,
            @Nullable String reference)
            implements PaymentCommand {}

    /**
     * An attempt was refused.
     *
     * @param attempt which; 0 if somebody says so
     * @param nextAttemptAt when it is tried again by itself; absent if it is given up
     */
    record Decline(
            PaymentId paymentId,
            Scope scope,
            Instant at,
            int attempt,
            String code,
            String message,
            @Nullable Instant nextAttemptAt)
            implements PaymentCommand {}

    /** The customer has to do something before the provider pays: the attempt stays under way. */
    record AskCustomer(
            PaymentId paymentId,
            Scope scope,
            Instant at,
            int attempt,
            String reference,
            @Nullable String url)
            implements PaymentCommand {}

    /**
     * Gives back what was paid, or part of it; once for each refund id.
     *
     * @param toWalletOf whose wallet takes it; absent if it goes back the way it came
     */
    record Refund(
            PaymentId paymentId,
            Scope scope,
            Instant at,
            RefundId refundId,
            Money amount,
            @Nullable String reference,
            @Nullable CustomerId toWalletOf)
            implements PaymentCommand {

        /** The way it came. */
        public Refund(
                PaymentId paymentId,
                Scope scope,
                Instant at,
                RefundId refundId,
                Money amount,
                @Nullable String reference) {
            this(paymentId, scope, at, refundId, amount, reference, null);
        }
    }

    /** Gives up a payment that has brought nothing. */
    record VoidPayment(PaymentId paymentId, Scope scope, Instant at) implements PaymentCommand {}

    /** Deletes a payment that has brought nothing. */
    record Delete(PaymentId paymentId, Scope scope, Instant at) implements PaymentCommand {}
}
