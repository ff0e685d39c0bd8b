package io.tallybook.ingestion.sink;

/**
 * How the sink is, for health checks.
 *
 * @param detail what is wrong, in the words of whoever said so; empty when nothing is
 */
public record SinkStatus(State state, String detail) {
    static final SinkStatus STOPPED = new SinkStatus(State.STOPPED, "");
    static final SinkStatus RUNNING = new SinkStatus(State.RUNNING, "");

    /** What it is doing. */
    public enum State {
        STOPPED,
        RUNNING,
        /** Nothing is lost: usage waits on the log. */
        STORE_UNAVAILABLE,
        LOG_UNAVAILABLE
    }
}
