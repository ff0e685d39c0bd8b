package io.tallybook.query.replay;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.axonframework.eventhandling.StreamingEventProcessor;

/**
 * Builds the views of a processor anew from the event store: stops it, empties its tables, sets it
 * back to the first event and starts it again.
 *
 * <p>Until it has caught up, readers see what has been rebuilt so far. If it is interrupted between
 * the emptying and the setting back, the views stay empty: call it again. Other instances of the
 * program must not run the processor meanwhile; Axon refuses when one has claimed a segment.
 */
public final class Rebuild {
    private final Function<String, Optional<StreamingEventProcessor>> processors;

    /**
     * @param processors finds a streaming processor by its name
     */
    public Rebuild(Function<String, Optional<StreamingEventProcessor>> processors) {
        this.processors = processors;
    }

    /**
     * Begins to rebuild; returns when the replay has started.
     *
     * <p>Errors: IllegalArgumentException if there is no such processor, or it does not take part
     * in replays.
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
        processor.shutDown();
        try {
            processor.resetTokens();
        } finally {
            processor.start();
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
                .collect(
                        java.util.stream.Collectors.toMap(
                                Map.Entry::getKey,
                                status ->
                                        (status.getValue().isReplaying() ? "replaying" : "live")
                                                + " at "
                                                + status.getValue().getCurrentPosition()));
    }
}
