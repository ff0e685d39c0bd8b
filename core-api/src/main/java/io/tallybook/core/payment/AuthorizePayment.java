package io.tallybook.core.payment;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks whoever moves money whether a charge would be paid, before anything is written down that
 * depends on it. No money moves. Refused if it would not be.
 *
 * @param key names the question, for ever
 * @param methodId absent for the customer's default
 */
public record AuthorizePayment(
        String key,
        Scope scope,
        Instant at,
        CustomerId customerId,
        @Nullable String methodId,
        Money amount)
        implements Command {}
