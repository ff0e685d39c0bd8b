package io.tallybook.core.customer;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;

/**
 * Clears what copies of a customer's personal data there are besides its events: views, kept
 * answers, letters set aside. Repeating it does no harm; answered with whether all are clear.
 */
public record FinishErasure(CustomerId customerId, Scope scope, Instant at) implements Command {}
