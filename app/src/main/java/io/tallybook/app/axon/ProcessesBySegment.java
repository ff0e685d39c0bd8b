package io.tallybook.app.axon;

import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.modelling.saga.AnnotatedSagaManager;
import org.axonframework.modelling.saga.AssociationValue;
import org.jspecify.annotations.Nullable;

/**
 * Gives an event to the one segment in which its process lives.
 *
 * <p>Axon names a process at random and therefore asks the store in every segment, in a transaction
 * of its own, whether the event's process is one of theirs. Here a process has the name of the
 * association that began it, and lives where this name belongs, however many segments there are.
 * Events that reach it by another association are still offered to all.
 */
final class ProcessesBySegment<T> extends AnnotatedSagaManager<T> {
    private static final char BETWEEN = '=';
    private static final ThreadLocal<@Nullable AssociationValue> BEGINNING = new ThreadLocal<>();

    private final String key;

    /** Whether there is a handler, by the type alone: it is asked for every event and segment. */
    private final ConcurrentMap<Class<?>, Boolean> heard = new ConcurrentHashMap<>();

    /**
     * @param key the association by which processes of this kind begin, at most one for each value
     */
    ProcessesBySegment(String key, Builder<T> builder) {
        super(builder);
        this.key = key;
    }

    @Override
    public boolean canHandle(EventMessage<?> event, Segment segment) {
        return heard.computeIfAbsent(event.getPayloadType(), _ -> super.canHandle(event, segment))
                && extractAssociationValues(event).stream()
                        .anyMatch(value -> !value.getKey().equals(key) || segment.matches(value));
    }

    @Override
    public void handle(EventMessage<?> event, Segment segment) throws Exception {
        BEGINNING.set(getSagaCreationPolicy(event).getInitialAssociationValue());
        try {
            super.handle(event, segment);
        } finally {
            BEGINNING.remove();
        }
    }

    @Override
    protected String createSagaIdentifier(Segment segment) {
        AssociationValue value =
                Objects.requireNonNull(BEGINNING.get(), "the association that begins a process");
        return value.getKey() + BETWEEN + value.getValue();
    }

    /** One with a random name, from before, was made in the segment of its association. */
    @Override
    protected boolean matchesSegment(Segment segment, String sagaId) {
        int between = sagaId.indexOf(BETWEEN);
        return between < 0
                ? super.matchesSegment(segment, sagaId)
                : segment.matches(
                        new AssociationValue(
                                sagaId.substring(0, between), sagaId.substring(between + 1)));
    }
}
