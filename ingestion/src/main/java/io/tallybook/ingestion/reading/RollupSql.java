package io.tallybook.ingestion.reading;

import io.tallybook.core.Scope;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.WindowSize;
import io.tallybook.domain.usage.Aggregation;
import io.tallybook.domain.usage.Bucketing;
import io.tallybook.ingestion.rollup.Rolled;
import io.tallybook.ingestion.rollup.Slot;
import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A meter as SQL over what is added up already, wherever that is the same as over the events.
 *
 * <pre>
 *  from      core.from                                core.to     to
 *   │ events │  rows of hours or days, and the events     │ events │
 *   │        │  of the log behind what is added up        │        │
 * </pre>
 *
 * <p>Rows are added up without looking at properties, so a meter that had filters at some time of
 * the period, a price for some events of a meter and groups of a property are read from the events,
 * as are numbers of values, formulas and weights.
 */
final class RollupSql {
    private static final long DAYS_WITH_EDGES_MIN = 40;
    private static final String UNION = " UNION ALL ";

    private final Scope scope;
    private final Measure measure;
    private final List<String> customers;
    private final Rolled rolled;
    private final EventState state;
    private final Slot slot;
    private final long from;
    private final long to;

    private RollupSql(
            Scope scope,
            Measure measure,
            List<String> customers,
            Rolled rolled,
            EventState state,
            Slot slot,
            long from,
            long to) {
        this.scope = scope;
        this.measure = measure;
        this.customers = customers;
        this.rolled = rolled;
        this.state = state;
        this.slot = slot;
        this.from = from;
        this.to = to;
    }

    /**
     * Empty if the events themselves must be asked.
     *
     * @param customers whose usage; everybody's if empty
     * @param window the windows that are asked for; absent for none
     */
    static Optional<RollupSql> of(
            Scope scope,
            Measure measure,
            List<String> customers,
            @Nullable WindowSize window,
            ZoneId zone,
            Rolled rolled,
            EventState state) {
        if (rolled.steps().isEmpty() || !isAddedUp(measure)) {
            return Optional.empty();
        }
        for (Slot slot : List.of(Slot.DAY, Slot.HOUR)) {
            long from = slot.from(later(measure.from(), UsageFrame.TIMESTAMP_MIN));
            long to = slot.holding(earlier(measure.to(), UsageFrame.TIMESTAMP_MAX));
            if (from < to
                    && fits(slot, measure, window, zone)
                    && (slot == Slot.HOUR
                            || to - from >= DAYS_WITH_EDGES_MIN
                            || hasNoEdges(slot, measure))) {
                return Optional.of(
                        new RollupSql(scope, measure, customers, rolled, state, slot, from, to));
            }
        }
        return Optional.empty();
    }

    private static boolean isAddedUp(Measure measure) {
        var rules = measure.rules();
        boolean adds =
                switch (rules.aggregation()) {
                    case Aggregation.Count _,
                            Aggregation.Sum _,
                            Aggregation.SumWithMultiplier _,
                            Aggregation.Average _,
                            Aggregation.Max _,
                            Aggregation.Latest _ ->
                            true;
                    case Aggregation.UniqueCount _, Aggregation.WeightedSum _ -> false;
                };
        return adds
                && FilterSql.during(rules.filter(), measure.from(), measure.to()).isEmpty()
                && rules.expression().isEmpty()
                && rules.bucketing().flatMap(Bucketing::groupBy).isEmpty();
    }

    private static boolean fits(
            Slot slot, Measure measure, @Nullable WindowSize window, ZoneId zone) {
        boolean windowsFit = window == null || fits(slot, window, zone, measure);
        return windowsFit
                && measure.rules()
                        .bucketing()
                        .map(
                                bucketing ->
                                        fits(
                                                        slot,
                                                        bucketing.size(),
                                                        measure.period().full().zone(),
                                                        measure)
                                                && (bucketing.size() != WindowSize.MONTH
                                                        || slot.beginsAt(
                                                                MeterSql.anchor(
                                                                        measure, bucketing))))
                        .orElse(true);
    }

    private static boolean fits(Slot slot, WindowSize size, ZoneId zone, Measure measure) {
        boolean isLongEnough =
                switch (size) {
                    case MINUTE, QUARTER_HOUR, HALF_HOUR -> false;
                    case HOUR, THREE_HOURS, SIX_HOURS, TWELVE_HOURS -> slot == Slot.HOUR;
                    case DAY, WEEK, MONTH -> true;
                };
        return isLongEnough && slot.fits(zone, measure.from(), measure.to());
    }

    private static boolean hasNoEdges(Slot slot, Measure measure) {
        return slot.beginsAt(measure.from()) && slot.beginsAt(measure.to());
    }

    /**
     * The stretches that are read from the events, but for what is not added up yet: what lies
     * outside of whole hours or days, and all of it once anything was amended.
     */
    List<BillingPeriod> readFromEvents() {
        BillingPeriod all = new BillingPeriod(measure.from(), measure.to());
        if (state.isAmended()) {
            return List.of(all);
        }
        if (hasNoEdges(slot, measure)) {
            return List.of();
        }
        Instant begin = slot.start(from);
        Instant end = slot.start(to);
        return Stream.of(new Edge(measure.from(), begin), new Edge(end, measure.to()))
                .filter(edge -> edge.from().isBefore(edge.to()))
                .map(edge -> new BillingPeriod(edge.from(), edge.to()))
                .toList();
    }

    /** What lies before or behind whole hours or days; mostly nothing. */
    private record Edge(Instant from, Instant to) {}

    /**
     * Questions that may be asked at once, with rows as of {@link MeterSql#perWindow}.
     *
     * <p>Their answers are of one moment: what is added up stays as it is, and all events are asked
     * for in one question. Where something was amended, what is left out of the one is read in the
     * other, so all is one question.
     *
     * @param start of an event's window
     * @param key of its group: its customer, or the same for all
     */
    List<String> perWindow(String start, String key) {
        String events = String.join(UNION, events(start, key));
        String addedUp = addedUp(start, key);
        return state.isAmended() ? List.of(addedUp + UNION + events) : List.of(addedUp, events);
    }

    /** What is not added up, or not as it counts now. */
    private List<String> events(String start, String key) {
        List<String> parts = new ArrayList<>();
        List<String> behind = new ArrayList<>(List.of(inCore(), behind()));
        if (state.isAmended()) {
            behind.add("(" + stood() + ") NOT IN (" + amended() + ")");
            String whose =
                    "external_customer_id IN (SELECT external_customer_id FROM ("
                            + amended()
                            + "))";
            String stale = "(" + stood() + ") IN (" + amended() + ")";
            parts.add(events(start, key, state, List.of(inCore(), whose, stale)));
        }
        parts.add(events(start, key, EventState.ORIGINAL, behind));
        if (!hasNoEdges(slot, measure)) {
            parts.add(events(start, key, state, List.of("NOT (" + inCore() + ")")));
        }
        return parts;
    }

    private String inCore() {
        return "timestamp >= %s AND timestamp < %s"
                .formatted(
                        Sql.micros(UsageFrame.micros(slot.start(from))),
                        Sql.micros(UsageFrame.micros(slot.start(to))));
    }

    /**
     * What stands on the log behind what is added up. In ranges alone, by which the store skips
     * whatever was added up long ago without looking at it.
     */
    private String behind() {
        List<String> ranges = new ArrayList<>();
        int next = 0;
        for (Map.Entry<Integer, Long> end : rolled.upTo().entrySet()) {
            int partition = end.getKey();
            if (partition > next) {
                ranges.add(
                        "(kafka_partition >= %d AND kafka_partition < %d)"
                                .formatted(next, partition));
            }
            ranges.add(
                    "(kafka_partition = %d AND kafka_offset >= %d)"
                            .formatted(partition, end.getValue()));
            next = partition + 1;
        }
        ranges.add("kafka_partition >= " + next);
        return "(" + String.join(" OR ", ranges) + ")";
    }

    /**
     * The hours or days of customers in which something was ever amended: what is added up there is
     * not what counts, so they are read from the events.
     */
    private String amended() {
        String inScope = Sql.inScope(scope);
        return """
        SELECT external_customer_id, %1$s AS slot FROM usage_amended WHERE %3$s
        UNION ALL
        SELECT was_external_customer_id, %2$s FROM usage_amended WHERE %3$s
        """
                .formatted(slot.of("timestamp"), slot.of("was_timestamp"), inScope);
    }

    private String stood() {
        return "external_customer_id, " + slot.of("timestamp");
    }

    private String events(String start, String key, EventState which, List<String> conditions) {
        List<String> where = new ArrayList<>(ofCustomers());
        where.addAll(conditions);
        return new MeterSql(scope, measure, where, MeterSql.Proof.WITHOUT, which)
                .perWindow(start, List.of(key));
    }

    private List<String> ofCustomers() {
        return customers.isEmpty()
                ? List.of()
                : List.of("external_customer_id IN (" + Sql.texts(customers) + ")");
    }

    private String addedUp(String start, String key) {
        List<String> conditions = new ArrayList<>(List.of(Sql.inScope(scope)));
        conditions.add("step IN (" + rolled.ids() + ")");
        conditions.add("event_name = " + Sql.text(measure.eventName()));
        conditions.add("property = " + Sql.text(property(measure.rules().aggregation())));
        conditions.add("slot >= " + from + " AND slot < " + to);
        conditions.addAll(ofCustomers());
        if (state.isAmended()) {
            conditions.add("(external_customer_id, slot) NOT IN (" + amended() + ")");
        }
        String bucket =
                measure.rules()
                        .bucketing()
                        .map(b -> MeterSql.bucketStart(measure, b))
                        .orElse("toInt64(0)");
        return """
        SELECT toUInt8(0), window, k0, bucket, '', CAST([], 'Array(Nullable(String))'),
            toInt64(0), sum(events), %s, '0', '0', %s, '0'
        FROM (
            SELECT external_customer_id, events, total, greatest, latest, latest_at, latest_id,
                %s AS timestamp, %s AS bucket, %s AS window, %s AS k0
            FROM %s WHERE %s)
        GROUP BY window, k0, bucket
        """
                .formatted(
                        value(),
                        latest(),
                        slot.start(),
                        bucket,
                        start,
                        key,
                        slot.table(),
                        String.join(" AND ", conditions));
    }

    private String value() {
        return switch (measure.rules().aggregation()) {
            case Aggregation.Count _ -> "'0'";
            case Aggregation.Max _ -> "toString(max(greatest))";
            case Aggregation.Latest _ -> "toString(argMax(latest, (latest_at, latest_id)))";
            case Aggregation.Sum _,
                    Aggregation.SumWithMultiplier _,
                    Aggregation.Average _,
                    Aggregation.UniqueCount _,
                    Aggregation.WeightedSum _ ->
                    "toString(sum(total))";
        };
    }

    private String latest() {
        return measure.rules().aggregation() instanceof Aggregation.Latest
                ? "tupleElement(max((latest_at, latest_id)) AS last, 1), tupleElement(last, 2)"
                : "toInt64(0), ''";
    }

    /** Of the events themselves when nothing but their number is asked. */
    private static String property(Aggregation aggregation) {
        return switch (aggregation) {
            case Aggregation.Count _ -> "";
            case Aggregation.Sum a -> a.field();
            case Aggregation.SumWithMultiplier a -> a.field();
            case Aggregation.Average a -> a.field();
            case Aggregation.Max a -> a.field();
            case Aggregation.Latest a -> a.field();
            case Aggregation.UniqueCount a -> a.field();
            case Aggregation.WeightedSum a -> a.field();
        };
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
