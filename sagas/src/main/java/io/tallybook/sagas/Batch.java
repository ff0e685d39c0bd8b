package io.tallybook.sagas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/**
 * What a processor was handed at once: what its events want to know is asked for all of them
 * together, by the first.
 */
public final class Batch {
    private static final String KNOWN = Batch.class.getName();

    private Batch() {}

    /** Asks once in a batch; where nobody handles a batch, each time. */
    @SuppressWarnings("unchecked") // a subject has answers of one type
    public static <T> T once(Subject<T> subject, Supplier<T> ask) {
        if (!CurrentUnitOfWork.isStarted()) {
            return ask.get();
        }
        Map<Subject<?>, Object> known =
                CurrentUnitOfWork.get().root().getOrComputeResource(KNOWN, _ -> new HashMap<>());
        Object answer = known.get(subject);
        if (answer == null) {
            answer = ask.get();
            known.put(subject, answer);
        }
        return (T) answer;
    }

    /** What is asked, told from other questions by its components. */
    public interface Subject<T> {}

    /** The events of a type that are handled together with this one, itself among them. */
    @SuppressWarnings("unchecked") // a batch has messages of one kind
    public static <M extends EventMessage<?>> List<M> with(M one, Class<?> type) {
        List<M> all = new ArrayList<>();
        if (CurrentUnitOfWork.isStarted()
                && CurrentUnitOfWork.get().root() instanceof BatchingUnitOfWork<?> batch) {
            for (Message<?> each : batch.getMessages()) {
                if (type.isAssignableFrom(each.getPayloadType())) {
                    all.add((M) each);
                }
            }
        }
        if (all.stream().noneMatch(each -> each.getIdentifier().equals(one.getIdentifier()))) {
            all.add(one);
        }
        return all;
    }
}
