package io.tallybook.core.entitlement;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import java.util.List;

/**
 * Makes many entitlements, or none of them: the refusal of one names its place in the list.
 * Answered with a receipt for each, in order.
 */
public record CreateEntitlements(
        Scope scope, Instant at, List<EntitlementCommand.Create> entitlements) implements Command {
    public CreateEntitlements {
        entitlements = List.copyOf(entitlements);
    }
}
