package io.tallybook.command.bus;

import io.tallybook.core.EntityId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;

/**
 * Which aggregate a command is for: the id that its family names with
 * {@code @TargetAggregateIdentifier}.
 *
 * <p>Looked up once per class of command; Axon's own resolver searches all methods for annotations
 * twice for each command.
 */
public final class CommandTargets implements CommandTargetResolver {
    private static final ClassValue<Optional<Method>> ACCESSORS =
            new ClassValue<>() {
                @Override
                protected Optional<Method> computeValue(Class<?> command) {
                    return families(command)
                            .flatMap(family -> Arrays.stream(family.getMethods()))
                            .filter(m -> m.isAnnotationPresent(TargetAggregateIdentifier.class))
                            .findFirst();
                }
            };

    private static Stream<Class<?>> families(Class<?> type) {
        return Stream.concat(
                Stream.of(type),
                Arrays.stream(type.getInterfaces()).flatMap(CommandTargets::families));
    }

    /** The id of the aggregate that a command is for; none if it is not for one. */
    public static Optional<String> of(Object command) {
        return ACCESSORS.get(command.getClass()).map(accessor -> id(accessor, command));
    }

    @Override
    public VersionedAggregateIdentifier resolveTarget(CommandMessage<?> command) {
        Object id =
                of(command.getPayload())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                command.getPayloadType().getName()
                                                        + " names no aggregate with"
                                                        + " @TargetAggregateIdentifier"));
        return new VersionedAggregateIdentifier(id, null);
    }

    private static String id(Method accessor, Object command) {
        try {
            return switch (accessor.invoke(command)) {
                case EntityId id -> id.value();
                case Object other -> other.toString();
            };
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read the target of " + command.getClass(), e);
        }
    }
}
