package io.tallybook.core.wire;

/** What is sealed of an event, for the page that describes it. */
public final class EventSeals {
    private EventSeals() {}

    public static String fields(Class<?> event) {
        return String.join(" and ", Seal.of(event).orElseThrow().erased().keySet());
    }
}
