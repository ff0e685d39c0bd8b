package io.tallybook.api.flexprice.event;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.OptionalField;
import io.tallybook.api.response.Json;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQueryFindBuilder;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A search among raw events. Pages go on behind {@code iter_last_key} and end before {@code
 * iter_first_key}: whoever sends the one of the first page that it has is told what is new.
 */
final class EventSearch {

    private static final Duration USUAL_WINDOW = Duration.ofDays(7);

    private static final Choice<UsageQuery.Order> ORDER =
            Choice.of(
                    Map.of(
                            "desc", UsageQuery.Order.NEWEST_FIRST,
                            "asc", UsageQuery.Order.OLDEST_FIRST));
    private static final Choice<String> SORT = Choice.words("timestamp");

    private static final int SHORT = 255;
    private static final int PAGE_SIZE_USUAL = 50;
    private static final int PAGE_SIZE_MAX = 1_000;
    private static final int LIMIT_MAX = 200;
    private static final String CUT = "::";

    private EventSearch() {}

    /** Errors: ProblemException (400) naming the fields. */
    static UsageQuery.Find of(
            Fields in, Scope scope, @Nullable String externalCustomer, Instant now) {
        Instant givenEnd = either(in, "end_time", "to").instant();
        // An event of this very moment belongs to what there is now.
        Instant end = givenEnd == null ? now.plusSeconds(1) : givenEnd;
        Instant givenStart = either(in, "start_time", "from").instant();
        Instant start = givenStart == null ? end.minus(USUAL_WINDOW) : givenStart;
        if (!start.isBefore(end)) {
            in.complain("start_time", "a time before end_time, " + end, start.toString());
        }
        in.optional("sort").choice(SORT);
        var find =
                UsageQueryFindBuilder.builder(UsageQuery.Find.all(scope, start, end, size(in)))
                        .externalCustomerId(externalCustomer)
                        .eventName(in.optional("event_name").text(SHORT))
                        .eventId(in.optional("event_id").text(SHORT))
                        .source(in.optional("source").text(SHORT))
                        .properties(in.optional("property_filters").lists(200, 1_024))
                        .after(key(in, in.has("iter_last_key") ? "iter_last_key" : "cursor"))
                        .offset(in.optional("offset").integer(0, 1_000_000, 0))
                        .walk(
                                new UsageQuery.Walk(
                                        in.optional("order")
                                                .choice(ORDER, UsageQuery.Order.NEWEST_FIRST),
                                        key(in, "iter_first_key")))
                        .build();
        in.check();
        return find;
    }

    /** Of the two forms of this question, each has a name and a most of its own. */
    private static int size(Fields in) {
        return in.has("page_size") || !in.has("limit")
                ? in.optional("page_size").integer(1, PAGE_SIZE_MAX, PAGE_SIZE_USUAL)
                : in.optional("limit").integer(1, LIMIT_MAX, PAGE_SIZE_USUAL);
    }

    /** A field, or the same under the name that it has in another form of this question. */
    private static OptionalField either(Fields in, String name, String other) {
        return in.optional(in.has(name) || !in.has(other) ? name : other);
    }

    private static UsageQuery.@Nullable Key key(Fields in, String name) {
        String text = in.optional(name).text(512);
        if (text == null || text.isEmpty()) {
            return null;
        }
        int cut = text.indexOf(CUT);
        if (cut > 0) {
            try {
                return new UsageQuery.Key(
                        Instant.parse(text.substring(0, cut)), text.substring(cut + CUT.length()));
            } catch (DateTimeException e) {
                // Told below, as any other key that we never gave.
            }
        }
        in.complain(name, "a key that an earlier page gave", '"' + text + '"');
        return null;
    }

    static ObjectNode json(
            UsageQuery.Find find, UsageQuery.Events found, Map<String, CustomerView> customers) {
        List<UsageEvent> events = found.items();
        return Json.object()
                .list("events", events, e -> EventJson.of(e, customers.get(e.externalCustomerId())))
                .put("has_more", found.hasMore())
                .put("iter_first_key", events.isEmpty() ? null : key(events.getFirst()))
                .put("iter_last_key", events.isEmpty() ? null : key(events.getLast()))
                .put("offset", find.offset())
                .put("total_count", found.total())
                .texts("archived_months", UsageWindow.texts(found.archived()))
                .node();
    }

    private static String key(UsageEvent event) {
        return event.timestamp() + CUT + event.eventId();
    }
}
