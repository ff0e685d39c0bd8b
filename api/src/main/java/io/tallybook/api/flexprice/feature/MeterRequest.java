package io.tallybook.api.flexprice.feature;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterCommand;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.ResetUsage;
import io.tallybook.core.usage.UsageQuery.WindowSize;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A meter that is wished for. */
public record MeterRequest(
        String name,
        String eventName,
        List<MeterDefinition.Filter> filters,
        Counting counting,
        ResetUsage resetUsage) {

    public static final Choice<AggregationType> AGGREGATIONS = Choice.of(AggregationType.class);

    private static final Choice<ResetUsage> RESETS = Choice.of(ResetUsage.class);

    private static final Choice<WindowSize> WINDOWS =
            Choice.of(WindowSize.class, MeterJson::window);

    private static final int SHORT = 255;
    private static final int LONG = 1_024;

    public MeterRequest {
        filters = List.copyOf(filters);
    }

    /** How the events become one number. */
    public record Counting(
            AggregationType type,
            @Nullable String field,
            @Nullable BigDecimal multiplier,
            @Nullable WindowSize bucketSize,
            @Nullable String groupBy,
            @Nullable String expression) {

        /** By their number. */
        public static final Counting OF_EVENTS =
                new Counting(AggregationType.COUNT, null, null, null, null, null);

        public static Counting of(Fields in) {
            AggregationType type = in.required("type").choice(AGGREGATIONS);
            String expression = in.optional("expression").text(LONG);
            boolean computed = expression != null && !expression.isEmpty();
            return new Counting(
                    type,
                    computed
                            ? in.optional("field").text(SHORT)
                            : MeterRequest.field(in, "field", type),
                    MeterRequest.multiplier(in, type),
                    in.isEmptyText("bucket_size")
                            ? null
                            : in.optional("bucket_size").choice(WINDOWS),
                    in.isEmptyText("group_by") ? null : in.optional("group_by").text(SHORT),
                    computed ? expression : null);
        }
    }

    static MeterRequest of(Fields in) {
        String name = in.required("name").text(SHORT);
        String eventName = in.required("event_name").text(SHORT);
        ResetUsage reset = in.optional("reset_usage").choice(RESETS, ResetUsage.BILLING_PERIOD);
        List<MeterDefinition.Filter> filters = filters(in);
        Fields aggregation = in.required("aggregation").object();
        Counting counting = aggregation == null ? Counting.OF_EVENTS : Counting.of(aggregation);
        return new MeterRequest(name, eventName, filters, counting, reset);
    }

    /** The property that is aggregated: needed by all but COUNT. */
    public static @Nullable String field(Fields in, String name, AggregationType type) {
        if (type == AggregationType.COUNT) {
            return null;
        }
        return in.required(name).text(SHORT);
    }

    /** The factor of SUM_WITH_MULTIPLIER: needed by it, refused elsewhere. */
    public static @Nullable BigDecimal multiplier(Fields in, AggregationType type) {
        if (type == AggregationType.SUM_WITH_MULTIPLIER) {
            BigDecimal multiplier = in.required("multiplier").decimal();
            if (in.has("multiplier") && multiplier.signum() <= 0) {
                in.complain("multiplier", "a number above zero", multiplier.toPlainString());
            }
            return multiplier;
        }
        String sent = in.optional("multiplier").looseText();
        if (sent != null && !sent.isEmpty() && !sent.equals("0") && !sent.equals("1")) {
            in.complain(
                    "multiplier", "to be left out unless the type is SUM_WITH_MULTIPLIER", sent);
        }
        return null;
    }

    static List<MeterDefinition.Filter> filters(Fields in) {
        List<MeterDefinition.Filter> filters = new ArrayList<>();
        for (Fields filter : in.optional("filters").objects(50)) {
            String key = filter.required("key").text(SHORT);
            List<String> values = filter.optional("values").texts(200, SHORT);
            if (values.isEmpty()) {
                filter.complain("values", "at least one value", "none");
            }
            filters.add(new MeterDefinition.Filter(key, values));
        }
        return filters;
    }

    MeterCommand.Create command(MeterId id, Scope scope, Instant at) {
        var definition =
                new MeterDefinition(
                        id,
                        eventName,
                        filters,
                        counting.type(),
                        counting.field(),
                        counting.multiplier(),
                        counting.bucketSize(),
                        counting.groupBy(),
                        counting.expression());
        return new MeterCommand.Create(id, scope, at, name, definition, resetUsage);
    }
}
