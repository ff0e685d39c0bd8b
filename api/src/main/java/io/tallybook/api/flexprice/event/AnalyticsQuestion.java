package io.tallybook.api.flexprice.event;

import io.tallybook.api.request.Fields;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.usage.UsageQuery.WindowSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of usage and its cost.
 *
 * @param customer absent for everybody's usage, which has no cost
 * @param withChildren whether the customers that belong to it are asked of too
 * @param filters per property the values that count
 * @param by what it is divided by
 * @param byGroup whether features of a group are shown as one
 * @param expand what is to be shown in full
 * @param definition by which definition of a meter events are counted
 * @param buckets whether the times of the day are told that promises of their own apply to
 * @param limit how many items at most, the dearest first
 */
record AnalyticsQuestion(
        @Nullable String customer,
        boolean withChildren,
        Set<String> featureIds,
        List<String> sources,
        List<MeterDefinition.Filter> filters,
        Division by,
        boolean byGroup,
        Set<String> expand,
        AskedDefinition definition,
        UsageWindow asked,
        Buckets buckets,
        int limit) {
    private static final int SHORT = 255;
    private static final int ITEMS_MAX = 1_000;
    private static final String GROUP = "group";

    /** Whether times of the day are told. */
    enum Buckets {
        SHOWN,
        LEFT_OUT
    }

    AnalyticsQuestion {
        featureIds = Set.copyOf(featureIds);
        sources = List.copyOf(sources);
        filters = List.copyOf(filters);
        expand = Set.copyOf(expand);
    }

    static AnalyticsQuestion of(Fields in, Instant now) {
        String customer = in.optional("external_customer_id").text(SHORT);
        boolean withChildren = Boolean.TRUE.equals(in.optional("include_children").truth());
        if (withChildren && customer == null) {
            in.complain("include_children", "to be left out without external_customer_id", "true");
        }
        List<MeterDefinition.Filter> filters = new ArrayList<>();
        in.optional("property_filters")
                .lists(200, SHORT)
                .forEach(
                        (key, values) -> {
                            if (!values.isEmpty()) {
                                filters.add(new MeterDefinition.Filter(key, values));
                            }
                        });
        return new AnalyticsQuestion(
                customer,
                withChildren,
                Set.copyOf(in.optional("feature_ids").texts(200, SHORT)),
                in.optional("sources").texts(200, SHORT),
                filters,
                Division.of(in, "feature_id", GROUP),
                Division.names(in).contains(GROUP),
                Set.copyOf(in.optional("expand").texts(20, SHORT)),
                AskedDefinition.of(in, new AskedDefinition.Agreed()),
                UsageWindow.of(in, now),
                Boolean.TRUE.equals(in.optional("breakdown_bucket").truth())
                        ? Buckets.SHOWN
                        : Buckets.LEFT_OUT,
                in.optional("limit").integer(1, ITEMS_MAX, ITEMS_MAX));
    }

    /** The same, with points of a day unless another size was asked for. */
    AnalyticsQuestion inDetail() {
        return asked.size() != null
                ? this
                : new AnalyticsQuestion(
                        customer,
                        withChildren,
                        featureIds,
                        sources,
                        filters,
                        by,
                        byGroup,
                        expand,
                        definition,
                        new UsageWindow(asked.period(), WindowSize.DAY, asked.zone()),
                        buckets,
                        limit);
    }
}
