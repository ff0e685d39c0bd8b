package io.tallybook.api.flexprice.event;

import io.tallybook.api.request.Fields;
import java.time.Instant;

/**
 * A usage event in the JSON form of CloudEvents 1.0: {@code type} is the event's name, {@code
 * subject} the customer's external id, {@code time} when it happened and {@code data} its
 * properties.
 *
 * <p>There an id is unique only together with its {@code source}, so the event's id is {@code
 * source#id}: two sources that count from 1 must not be taken for repeats of each other.
 */
final class CloudEvent {
    static final String ONE = "application/cloudevents+json";
    static final String MANY = "application/cloudevents-batch+json";

    private static final String VERSION = "1.0";
    private static final int SHORT = 255;
    private static final int LONG = 8_192;

    private CloudEvent() {}

    /** Reads one event; complaints are noted on {@code in}. */
    static EventRequest of(Fields in, Instant now) {
        String version = in.required("specversion").text(SHORT);
        if (!version.isEmpty() && !version.equals(VERSION)) {
            in.complain("specversion", VERSION, '"' + version + '"');
        }
        String id = in.required("id").text(SHORT);
        String source = in.required("source").text(SHORT);
        if (source.length() + 1 + id.length() > SHORT) {
            in.complain("id", "at most " + SHORT + " characters together with the source", "more");
        }
        return new EventRequest(
                source + '#' + id,
                in.required("type").text(SHORT),
                in.required("subject").text(SHORT),
                null,
                EventRequest.timestamp(in, "time", now),
                source,
                in.optional("data").looseMap(LONG));
    }
}
