package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.request.Fields;
import io.tallybook.core.usage.AmendmentDraft;
import io.tallybook.core.usage.AmendmentDraft.Frame;
import io.tallybook.core.usage.AmendmentDraft.Replacement;
import io.tallybook.core.usage.AmendmentId;
import io.tallybook.core.usage.UsageEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An amendment as it is asked for. */
final class AmendmentRequest {
    private static final int MOST_AT_ONCE = 1_000;
    private static final int SHORT = 255;
    private static final int LONG = 8_192;

    private AmendmentRequest() {}

    /** Errors: ProblemException (400) naming the fields. */
    static AmendmentDraft of(Fields in, Call call, Instant now) {
        var draft =
                new AmendmentDraft(
                        AmendmentId.of(call.ids().next()),
                        call.scope(),
                        now,
                        call.caller().actor(),
                        in.required("reason").text(1_000),
                        frame(in),
                        in.optional("deprecate").texts(MOST_AT_ONCE, SHORT),
                        in.optional("restore").texts(MOST_AT_ONCE, SHORT),
                        replacements(in, now),
                        in.has("events") ? events(in, call, now) : List.of());
        in.check();
        return draft;
    }

    /** New events, each with an id and the external id of its customer. */
    static List<UsageEvent> events(Fields in, Call call, Instant now) {
        List<UsageEvent> events = new ArrayList<>();
        for (Fields one : in.required("events").objects(1, MOST_AT_ONCE)) {
            String id = one.required("event_id").text(SHORT);
            EventRequest event = EventRequest.of(one, now);
            String customer = event.externalCustomerId();
            if (customer == null) {
                one.complain("external_customer_id", "text (required here)", "nothing");
            }
            events.add(event.event(call.scope(), id, customer == null ? "" : customer, now));
        }
        return events;
    }

    private static @Nullable Frame frame(Fields in) {
        Fields frame = in.optional("timeframe").object();
        if (frame == null) {
            return null;
        }
        String customer = frame.required("external_customer_id").text(SHORT);
        Instant from = frame.required("start_time").instant();
        Instant to = frame.required("end_time").instant();
        if (!from.isBefore(to)) {
            frame.complain("start_time", "a time before end_time, " + to, from.toString());
        }
        return new Frame(
                customer,
                from,
                to,
                frame.optional("event_name").text(SHORT),
                frame.optional("property_filters").lists(200, 1_024));
    }

    private static List<Replacement> replacements(Fields in, Instant now) {
        List<Replacement> replacements = new ArrayList<>();
        for (Fields one : in.optional("replace").objects(MOST_AT_ONCE)) {
            Instant timestamp = EventRequest.timestamp(one, "timestamp", now);
            String name = nonBlank(one, "event_name");
            String customer = nonBlank(one, "external_customer_id");
            Map<String, String> properties =
                    one.has("properties") ? one.optional("properties").looseMap(LONG) : null;
            if (timestamp == null && name == null && customer == null && properties == null) {
                one.complain(
                        "properties",
                        "at least one of event_name, external_customer_id, timestamp and"
                                + " properties",
                        "nothing");
            }
            replacements.add(
                    new Replacement(
                            one.required("event_id").text(SHORT),
                            name,
                            customer,
                            timestamp == null ? null : timestamp.truncatedTo(ChronoUnit.MICROS),
                            properties));
        }
        return replacements;
    }

    private static @Nullable String nonBlank(Fields in, String field) {
        String text = in.optional(field).text(SHORT);
        if (text != null && text.isBlank()) {
            in.complain(field, "text", "blank text");
        }
        return text;
    }
}
