package io.tallybook.api.flexprice.feature;

import io.tallybook.api.dispatch.Named;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.catalogue.FeatureDocument;
import io.tallybook.core.catalogue.FeatureDocument.Alerts;
import io.tallybook.core.catalogue.FeatureDocument.ReportingUnit;
import io.tallybook.core.catalogue.FeatureDocument.Side;
import io.tallybook.core.catalogue.FeatureDocument.Threshold;
import io.tallybook.core.catalogue.FeatureDocumentBuilder;
import io.tallybook.core.catalogue.FeatureType;
import io.tallybook.core.catalogue.GroupId;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What requests say of a feature. */
final class FeatureRequest {

    private static final Choice<FeatureType> TYPES =
            Choice.of(FeatureType.class, type -> type.name().toLowerCase(Locale.ROOT));

    private static final Choice<Side> SIDES =
            Choice.of(Side.class, side -> side.name().toLowerCase(Locale.ROOT));

    static final int SHORT = 255;
    static final int LONG = 1_024;

    private FeatureRequest() {}

    /** A new feature, its meter apart. */
    static FeatureDocument made(Fields in) {
        return new FeatureDocument(
                in.required("name").text(SHORT),
                in.required("type").choice(TYPES),
                in.optional("lookup_key").text(SHORT),
                in.optional("description").text(LONG),
                null,
                in.optional("unit_singular").text(SHORT),
                in.optional("unit_plural").text(SHORT),
                in.optional("metadata").map(LONG),
                group(in, null),
                unit(in, null),
                alerts(in, null));
    }

    /** A feature as it is to be: what is not sent stays. */
    static FeatureDocument changed(Fields in, FeatureDocument before) {
        return new FeatureDocument(
                in.has("name") ? in.required("name").text(SHORT) : before.name(),
                before.type(),
                either(in, "lookup_key", SHORT, before.lookupKey()),
                either(in, "description", LONG, before.description()),
                before.meterId(),
                either(in, "unit_singular", SHORT, before.unitSingular()),
                either(in, "unit_plural", SHORT, before.unitPlural()),
                metadata(in, before.metadata()),
                group(in, before.groupId()),
                unit(in, before.reportingUnit()),
                alerts(in, before.alerts()));
    }

    /** A feature made after another: what is not sent is as it is there, but for its names. */
    static FeatureDocument copied(Fields in, FeatureDocument original) {
        FeatureDocument nameless =
                FeatureDocumentBuilder.builder(original)
                        .name(original.name() + " (copy)")
                        .lookupKey(null)
                        .build();
        FeatureDocument copy = changed(in, nameless);
        in.check();
        return copy;
    }

    static @Nullable String either(Fields in, String name, int max, @Nullable String before) {
        String given = in.optional(name).text(max);
        return given == null ? before : given;
    }

    static Map<String, String> metadata(Fields in, Map<String, String> before) {
        return in.has("metadata") ? in.optional("metadata").map(LONG) : before;
    }

    // Empty text takes it out of its group.
    private static @Nullable GroupId group(Fields in, @Nullable GroupId before) {
        String given = in.optional("group_id").text(SHORT);
        if (given == null) {
            return before;
        }
        return given.isEmpty() ? null : Named.id("group", given, GroupId::new);
    }

    private static @Nullable ReportingUnit unit(Fields in, @Nullable ReportingUnit before) {
        Fields unit = in.optional("reporting_unit").object();
        return unit == null
                ? before
                : new ReportingUnit(
                        unit.required("unit_singular").text(SHORT),
                        unit.required("unit_plural").text(SHORT),
                        unit.optional("conversion_rate").decimal());
    }

    private static @Nullable Alerts alerts(Fields in, @Nullable Alerts before) {
        Fields alerts = in.optional("alert_settings").object();
        if (alerts == null) {
            return before;
        }
        boolean on = !Boolean.FALSE.equals(alerts.optional("alert_enabled").truth());
        return new Alerts(
                on ? Alerts.Mode.ON : Alerts.Mode.OFF,
                threshold(alerts, "critical"),
                threshold(alerts, "warning"),
                threshold(alerts, "info"));
    }

    private static @Nullable Threshold threshold(Fields in, String name) {
        Fields threshold = in.optional(name).object();
        return threshold == null
                ? null
                : new Threshold(
                        threshold.required("threshold").decimal(),
                        threshold.required("condition").choice(SIDES));
    }
}
