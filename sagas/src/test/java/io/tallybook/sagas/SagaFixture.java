package io.tallybook.sagas;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.wire.Wire;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.test.saga.FixtureConfiguration;
import org.axonframework.test.saga.SagaTestFixture;

/**
 * Axon's fixture with what our processes need, and what it does not test: that a saga can be
 * written and read again.
 */
public final class SagaFixture<T> {
    private final Class<T> type;
    private final FixtureConfiguration axon;

    private SagaFixture(Class<T> type) {
        this.type = type;
        this.axon = new SagaTestFixture<>(type);
        axon.registerResource(
                new ProcessCommands(
                        DefaultCommandGateway.builder().commandBus(axon.getCommandBus()).build()));
        axon.registerResource(new FinalizationDelays(new ViewsInMemory().gateway(), Samples.DELAY));
    }

    public static <T> SagaFixture<T> of(Class<T> type) {
        return new SagaFixture<>(type);
    }

    public SagaFixture<T> with(Object resource) {
        axon.registerResource(resource);
        return this;
    }

    public FixtureConfiguration axon() {
        return axon;
    }

    /** Writes a saga in this state as the saga store does, reads it again and compares. */
    public void survivesStorage(Object state) {
        Jackson3Serializer serializer =
                Jackson3Serializer.builder().jsonMapperBuilderCustomizer(Wire::configure).build();
        try {
            Constructor<T> make = type.getDeclaredConstructor();
            Field field = type.getDeclaredField("state");
            field.setAccessible(true);
            T saga = make.newInstance();
            field.set(saga, state);
            SerializedObject<byte[]> stored = serializer.serialize(saga, byte[].class);
            T read = serializer.deserialize(stored);
            assertThat(field.get(read)).isEqualTo(state);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type + " has no field 'state' or no constructor", e);
        }
    }
}
