package io.tallybook.ingestion.reading;

import io.tallybook.core.Scope;
import io.tallybook.core.usage.AmendedEvent.Action;
import io.tallybook.core.usage.AmendmentId;
import io.tallybook.core.usage.AmendmentView.Step;
import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.AmendmentFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which state of the events is read: as they came in, or as amendments say.
 *
 * <p>Of several amendments in force, what stands last on the log decides for an event; where none
 * says anything of it, it counts as it came in.
 *
 * @param isAmended whether there is any amendment in the environment, in force or not
 * @param asOf of each partition, up to where the log is looked at; empty for all of it
 * @param assuming an amendment that is taken to be in force
 */
record EventState(
        boolean isAmended, SortedMap<Integer, Long> asOf, @Nullable AmendmentId assuming) {
    /** As they came in. */
    static final EventState ORIGINAL = new EventState(false, new TreeMap<>(), null);

    static final String COLUMNS =
            "tenant, environment, event_id, event_name, external_customer_id, timestamp,"
                    + " received_at, source, properties, kafka_partition, kafka_offset";

    /** As it is now. */
    static EventState of(UsageStore store, Scope scope) {
        return new EventState(isAmended(store, scope), new TreeMap<>(), null);
    }

    /** As it was when the log was stored up to {@code asOf}. */
    static EventState of(
            UsageStore store,
            Scope scope,
            SortedMap<Integer, Long> asOf,
            @Nullable AmendmentId assuming) {
        return new EventState(isAmended(store, scope), asOf, assuming);
    }

    private static boolean isAmended(UsageStore store, Scope scope) {
        return store.query(
                        "SELECT 1 FROM usage_amended WHERE %s LIMIT 1"
                                .formatted(Sql.inScope(scope)))
                .hasNext();
    }

    /**
     * What stands behind FROM: the events that count and fit, with all {@link #COLUMNS}.
     *
     * @param conditions on these columns
     */
    String from(Scope scope, List<String> conditions) {
        List<String> original = new ArrayList<>(conditions);
        original.addAll(before());
        if (!isAmended) {
            return "usage_event WHERE " + String.join(" AND ", original);
        }
        original.add(
                "event_id NOT IN (SELECT event_id FROM usage_amended WHERE " + spoken(scope) + ")");
        List<String> amended = new ArrayList<>(conditions);
        amended.add(spoken(scope));
        amended.add("action != " + AmendmentFrame.number(Action.DEPRECATE));
        amended.add(
                "(event_id, kafka_offset) IN (SELECT event_id, max(kafka_offset) FROM usage_amended"
                        + " WHERE "
                        + spoken(scope)
                        + " GROUP BY event_id)");
        return """
        (SELECT %1$s FROM usage_event WHERE %2$s
         UNION ALL
         SELECT %1$s FROM usage_amended WHERE %3$s LIMIT 1 BY event_id)
        """
                .formatted(COLUMNS, String.join(" AND ", original), String.join(" AND ", amended));
    }

    /** Every event of which an amendment in force says something, counted or not, as it says. */
    String spoken(Scope scope, String which) {
        return """
        SELECT %1$s FROM usage_amended WHERE %2$s AND %3$s
        ORDER BY kafka_offset DESC LIMIT 1 BY event_id
        """
                .formatted(COLUMNS, spoken(scope), which);
    }

    /** What amendments in force say. */
    private String spoken(Scope scope) {
        String inScope = Sql.inScope(scope);
        List<String> steps = new ArrayList<>(List.of(Sql.inScope(scope)));
        steps.addAll(before());
        String inForce =
                "amendment IN (SELECT amendment FROM usage_amendment WHERE %s GROUP BY amendment HAVING argMax(step, kafka_offset) = %d)"
                        .formatted(
                                String.join(" AND ", steps), AmendmentFrame.number(Step.APPLIED));
        String assumed =
                assuming == null
                        ? inForce
                        : "(amendment = " + Sql.text(assuming.value()) + " OR " + inForce + ")";
        List<String> all = new ArrayList<>(List.of(inScope, assumed));
        all.addAll(before());
        return String.join(" AND ", all);
    }

    private List<String> before() {
        if (asOf.isEmpty()) {
            return List.of();
        }
        return List.of(
                asOf.entrySet().stream()
                        .map(EventState::before)
                        .collect(Collectors.joining(" OR ", "(", ")")));
    }

    private static String before(Map.Entry<Integer, Long> end) {
        return "(kafka_partition = %d AND kafka_offset < %d)"
                .formatted(end.getKey(), end.getValue());
    }
}
