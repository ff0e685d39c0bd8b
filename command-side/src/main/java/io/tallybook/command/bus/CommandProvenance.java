package io.tallybook.command.bus;

import io.tallybook.core.Command;
import io.tallybook.core.Meta;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.correlation.CorrelationDataProvider;

/**
 * What an event keeps of the command that made it: scope, moment and name from the command itself,
 * so that no sender can forget or forge them; who, which request and why from the message.
 */
public final class CommandProvenance implements CorrelationDataProvider {
    private static final List<String> PASSED_ON = List.of(Meta.ACTOR, Meta.REQUEST_ID, Meta.CAUSE);

    @Override
    public Map<String, ?> correlationDataFor(Message<?> message) {
        if (!(message.getPayload() instanceof Command command)) {
            return Map.of();
        }
        Map<String, Object> meta = new HashMap<>();
        for (String key : PASSED_ON) {
            Object value = message.getMetaData().get(key);
            if (value != null) {
                meta.put(key, value);
            }
        }
        meta.put(Meta.TENANT, command.scope().tenant().value());
        meta.put(Meta.ENVIRONMENT, command.scope().environment().value());
        meta.put(Meta.EFFECTIVE_AT, command.at().toString());
        meta.put(Meta.COMMAND, CommandNames.of(command.getClass()));
        return meta;
    }
}
