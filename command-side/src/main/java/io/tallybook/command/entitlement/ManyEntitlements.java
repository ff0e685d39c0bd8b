package io.tallybook.command.entitlement;

import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Receipt;
import io.tallybook.core.Rejection;
import io.tallybook.core.entitlement.CreateEntitlements;
import io.tallybook.core.entitlement.EntitlementCommand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.config.Configuration;
import org.axonframework.modelling.command.Repository;

/**
 * Makes many entitlements in one transaction: the events of all are appended together, or none is.
 */
public final class ManyEntitlements {
    private final Supplier<Configuration> axon;
    private final Uniqueness uniqueness;

    /**
     * @param axon asked with the first command, when everything is set up
     */
    public ManyEntitlements(Supplier<Configuration> axon, Uniqueness uniqueness) {
        this.axon = axon;
        this.uniqueness = uniqueness;
    }

    @CommandHandler
    public List<Receipt> handle(CreateEntitlements c) {
        Repository<Entitlement> entitlements = axon.get().repository(Entitlement.class);
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < c.entitlements().size(); i++) {
            receipts.add(create(entitlements, c.entitlements().get(i), i));
        }
        return receipts;
    }

    private Receipt create(
            Repository<Entitlement> entitlements, EntitlementCommand.Create c, int index) {
        try {
            return entitlements
                    .loadOrCreate(c.entitlementId().value(), Entitlement::new)
                    .invoke(entitlement -> entitlement.create(c, uniqueness));
        } catch (CommandExecutionException e) {
            throw e.<Rejection>getDetails().map(rejection -> at(index, rejection, e)).orElse(e);
        } catch (Exception e) {
            throw new IllegalStateException("entitlement " + c.entitlementId(), e);
        }
    }

    private static CommandExecutionException at(
            int index, Rejection rejection, CommandExecutionException cause) {
        Map<String, String> facts = new HashMap<>(rejection.facts());
        facts.put("index", Integer.toString(index));
        facts.computeIfPresent("field", (_, field) -> "items[" + index + "]." + field);
        Rejection placed =
                new Rejection(
                        rejection.reason(), "items[" + index + "]." + rejection.message(), facts);
        return new CommandExecutionException(placed.message(), cause, placed);
    }
}
