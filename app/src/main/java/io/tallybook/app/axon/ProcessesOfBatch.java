package io.tallybook.app.axon;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.property.Property;
import org.axonframework.common.property.PropertyAccessStrategy;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.AssociationValues;
import org.axonframework.modelling.saga.SagaStorageException;
import org.axonframework.modelling.saga.repository.jdbc.JdbcSagaStore;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;

/**
 * Axon's store of processes, which looks up those of all events of a batch with one question, and
 * does not write a process that is as it was read.
 *
 * <p>No process of the batch can be changed by anybody else meanwhile: the segment has them for
 * itself. What is written is forgotten here, and asked for again.
 */
final class ProcessesOfBatch extends JdbcSagaStore {
    private static final String KNOWN = ProcessesOfBatch.class.getName();

    private static final String FIND =
            """
            select a.association_value, a.saga_id, s.saga_type, s.revision, s.serialized_saga,
                b.association_key, b.association_value
            from association_value_entry a
            join saga_entry s on s.saga_id = a.saga_id
            join association_value_entry b on b.saga_id = a.saga_id and b.saga_type = a.saga_type
            where a.saga_type = ? and a.association_key = ? and a.association_value = any(?)\
            """;

    private final ConnectionProvider connections;
    private final Serializer serializer;

    ProcessesOfBatch(Builder builder, ConnectionProvider connections, Serializer serializer) {
        super(builder);
        this.connections = connections;
        this.serializer = serializer;
    }

    private record Kind(Class<?> type, String key) {}

    /** Of the values by which events of a batch look for processes, those of each. */
    private record Found(Set<String> values, Map<String, Set<String>> processes) {}

    private record Stored(SerializedObject<byte[]> document, Set<AssociationValue> associations) {}

    private record Known(Map<Kind, Found> found, Map<String, Stored> stored) {}

    private record Read<S>(S saga, Set<AssociationValue> associationValues) implements Entry<S> {}

    @Override
    public Set<String> findSagas(Class<?> type, AssociationValue value) {
        Optional<BatchingUnitOfWork<?>> batch = batch();
        if (batch.isEmpty()) {
            return super.findSagas(type, value);
        }
        Known known = known(batch.get());
        Kind kind = new Kind(type, value.getKey());
        Found found = known.found().get(kind);
        if (found == null) {
            found = find(kind, values(batch.get(), value.getKey()), known.stored());
            known.found().put(kind, found);
        }
        return found.values().contains(value.getValue())
                ? Set.copyOf(found.processes().getOrDefault(value.getValue(), Set.of()))
                : super.findSagas(type, value);
    }

    @Override
    public <S> Entry<S> loadSaga(Class<S> type, String id) {
        Stored stored = stored(id);
        return stored == null
                ? super.loadSaga(type, id)
                : new Read<>(
                        serializer.deserialize(stored.document()),
                        Set.copyOf(stored.associations()));
    }

    @Override
    public void updateSaga(Class<?> type, String id, Object saga, AssociationValues associations) {
        Stored stored = stored(id);
        boolean same =
                stored != null
                        && associations.addedAssociations().isEmpty()
                        && associations.removedAssociations().isEmpty()
                        && Arrays.equals(
                                stored.document().getData(),
                                serializer.serialize(saga, byte[].class).getData());
        if (!same) {
            super.updateSaga(type, id, saga, associations);
            forget();
        }
    }

    @Override
    public void insertSaga(
            Class<?> type, String id, Object saga, Set<AssociationValue> associations) {
        super.insertSaga(type, id, saga, associations);
        forget();
    }

    @Override
    public void deleteSaga(Class<?> type, String id, Set<AssociationValue> associations) {
        super.deleteSaga(type, id, associations);
        forget();
    }

    private static Optional<BatchingUnitOfWork<?>> batch() {
        return CurrentUnitOfWork.isStarted()
                        && CurrentUnitOfWork.get().root() instanceof BatchingUnitOfWork<?> batch
                ? Optional.of(batch)
                : Optional.empty();
    }

    private static Known known(BatchingUnitOfWork<?> batch) {
        return batch.getOrComputeResource(KNOWN, _ -> new Known(new HashMap<>(), new HashMap<>()));
    }

    private static @Nullable Stored stored(String id) {
        return batch().map(batch -> known(batch).stored().get(id)).orElse(null);
    }

    private static void forget() {
        batch().map(ProcessesOfBatch::known)
                .ifPresent(
                        known -> {
                            known.found().clear();
                            known.stored().clear();
                        });
    }

    private static Set<String> values(BatchingUnitOfWork<?> batch, String key) {
        Set<String> values = new HashSet<>();
        for (Message<?> each : batch.getMessages()) {
            value(each.getPayload(), key).ifPresent(values::add);
        }
        return values;
    }

    private static <T> Optional<String> value(T payload, String key) {
        @SuppressWarnings("unchecked") // the class of an object of type T
        Class<T> type = (Class<T>) payload.getClass();
        Property<T> property = PropertyAccessStrategy.getProperty(type, key);
        return property == null
                ? Optional.empty()
                : Optional.ofNullable(property.getValue(payload)).map(Object::toString);
    }

    private Found find(Kind kind, Set<String> values, Map<String, Stored> stored) {
        Map<String, Set<String>> processes = new HashMap<>();
        try (Connection connection = connections.getConnection();
                PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setString(1, serializer.typeForClass(kind.type()).getName());
            select.setString(2, kind.key());
            select.setArray(3, connection.createArrayOf("varchar", values.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String id = rows.getString(2);
                    processes.computeIfAbsent(rows.getString(1), _ -> new HashSet<>()).add(id);
                    stored(rows, id, stored)
                            .associations()
                            .add(new AssociationValue(rows.getString(6), rows.getString(7)));
                }
            }
        } catch (SQLException e) {
            throw new SagaStorageException("the processes of a batch cannot be looked up", e);
        }
        return new Found(values, processes);
    }

    private static Stored stored(ResultSet rows, String id, Map<String, Stored> stored)
            throws SQLException {
        Stored known = stored.get(id);
        if (known == null) {
            known =
                    new Stored(
                            new SimpleSerializedObject<>(
                                    rows.getBytes(5),
                                    byte[].class,
                                    rows.getString(3),
                                    rows.getString(4)),
                            new HashSet<>());
            stored.put(id, known);
        }
        return known;
    }
}
