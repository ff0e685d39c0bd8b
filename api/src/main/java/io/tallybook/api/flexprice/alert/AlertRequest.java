package io.tallybook.api.flexprice.alert;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Pause;
import io.tallybook.core.alert.AlertConfig;
import io.tallybook.core.alert.AlertLevel;
import io.tallybook.core.alert.AlertThreshold;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads when somebody wants to be told. */
public final class AlertRequest {
    private static final int SHORT = 255;
    private static final int MOST = 100;
    private static final Choice<AlertThreshold.Condition> CONDITIONS =
            Choice.of(AlertThreshold.Condition.class, word -> word.name().toLowerCase(Locale.ROOT));
    private static final Choice<AlertConfig.Measure> MEASURES =
            Choice.of(AlertConfig.Measure.class, word -> word.name().toLowerCase(Locale.ROOT));
    private static final Choice<AlertLevel> LEVELS =
            Choice.of(
                    Map.of(
                            "info", AlertLevel.INFO,
                            "warning", AlertLevel.WARNING,
                            "in_alarm", AlertLevel.CRITICAL));

    private AlertRequest() {}

    /**
     * Reads {@code alert_enabled}, {@code critical}, {@code warning}, {@code info}, any further
     * {@code thresholds}, and {@code repeat_after}.
     */
    public static AlertConfig config(@Nullable Fields in) {
        if (in == null) {
            return new AlertConfig(AlertConfig.Mode.OFF, null, List.of());
        }
        boolean off = Boolean.FALSE.equals(in.optional("alert_enabled").truth());
        List<AlertThreshold> thresholds = new ArrayList<>();
        add(thresholds, in, "critical", AlertLevel.CRITICAL);
        add(thresholds, in, "warning", AlertLevel.WARNING);
        add(thresholds, in, "info", AlertLevel.INFO);
        // What is shown can be sent again: the three have their own names in both places.
        Set<String> named =
                thresholds.stream().map(AlertThreshold::name).collect(Collectors.toSet());
        for (Fields one : in.optional("thresholds").objects(MOST)) {
            String name = one.required("name").text(SHORT);
            AlertThreshold threshold =
                    new AlertThreshold(
                            name,
                            one.optional("level").choice(LEVELS, AlertLevel.INFO),
                            one.optional("condition")
                                    .choice(CONDITIONS, AlertThreshold.Condition.BELOW),
                            one.required("threshold").decimal(),
                            one.optional("every").decimal());
            if (!named.contains(name)) {
                thresholds.add(threshold);
            }
        }
        return new AlertConfig(
                off ? AlertConfig.Mode.OFF : AlertConfig.Mode.ON,
                in.optional("measure").choice(MEASURES),
                thresholds,
                repeat(in));
    }

    /** How long after a telling the next value is told again; null for never. */
    private static @Nullable Long repeat(Fields in) {
        Fields pause = in.optional("repeat_after").object();
        return pause == null ? null : Pause.seconds(pause);
    }

    private static void add(
            List<AlertThreshold> thresholds, Fields in, String name, AlertLevel level) {
        Fields given = in.optional(name).object();
        if (given != null) {
            BigDecimal value = given.required("threshold").decimal();
            thresholds.add(
                    new AlertThreshold(
                            name,
                            level,
                            given.optional("condition")
                                    .choice(CONDITIONS, AlertThreshold.Condition.BELOW),
                            value,
                            null));
        }
    }
}
