package io.tallybook.query.replay;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;

/**
 * Builds the views of a processor anew from the event store: stops it, empties its tables, sets it
 * back to the first event and starts it again.
 *
 * <p>Until it has caught up, readers see what has been rebuilt so far. Other instances of the
 * program must not run the processor meanwhile; Axon refuses when one has claimed a segment, before
 * anything is emptied. A rebuild that is cut short is begun again by {@link #resume}.
 */
public final class Rebuild {
    private final Function<String, Optional<StreamingEventProcessor>> processors;
    private final RebuildMarks marks;

    /**
     * @param processors finds a streaming processor by its name
     */
    public Rebuild(
            Function<String, Optional<StreamingEventProcessor>> processors, RebuildMarks marks) {
        this.processors = processors;
        this.marks = marks;
    }

    /**
     * Begins to rebuild; returns when the replay has started.
     *
     * <p>Errors: IllegalArgumentException if there is no such processor, or its handlers take no
     * part in replays.
     */
    public void rebuild(String processorName) {
        StreamingEventProcessor processor =
                processors
                        .apply(processorName)
                        .filter(StreamingEventProcessor::supportsReset)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "processor: got '"
                                                        + processorName
                                                        + "', expected a streaming processor whose"
                                                        + " handlers can be replayed"));
        marks.begun(processorName);
        processor.shutDown();
        try {
            processor.resetTokens();
            marks.ended(processorName);
        } finally {
            processor.start();
        }
    }

    /** Begins again what a crash cut short; of processors that this instance does not run, none. */
    public void resume() {
        for (String processor : marks.unfinished()) {
            if (processors.apply(processor).isPresent()) {
                rebuild(processor);
            }
        }
    }

    /** Where each segment of a processor stands, as text for a person. */
    public Map<Integer, String> status(String processorName) {
        return processors
                .apply(processorName)
                .map(StreamingEventProcessor::processingStatus)
                .orElse(Map.of())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> text(each.getValue())));
    }

    private static String text(EventTrackerStatus status) {
        String mode = status.isReplaying() ? "replaying" : "live";
        return status.getCurrentPosition().isPresent()
                ? mode + " at " + status.getCurrentPosition().getAsLong()
                : mode + " before the first event";
    }
}
