package io.tallybook.command.alert;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.alert.AlertConfig;
import io.tallybook.core.alert.AlertSettingsCommand;
import io.tallybook.core.alert.AlertSettingsDocument;
import io.tallybook.core.alert.AlertSettingsEvent;
import io.tallybook.core.alert.AlertSettingsId;
import io.tallybook.core.alert.AlertThreshold;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What may be done with alert settings. */
final class AlertSettingsDecider {
    private static final String KIND = "alert settings";
    private static final int THRESHOLDS_MAX = 100;
    private static final int PLACES = 15;
    private static final long REPEAT_MAX_SECONDS = 366L * 86_400;
    private static final BigDecimal MOST = new BigDecimal("1000000000000000");

    private AlertSettingsDecider() {}

    static Decision<AlertSettingsEvent.Created> create(
            AlertSettingsState state, AlertSettingsCommand.Create c) {
        var created = new AlertSettingsEvent.Created(c.settingsId(), c.scope(), c.settings());
        return switch (state) {
            case AlertSettingsState.Absent() ->
                    Decision.unless(broken(c.settings().config()), created);
            case AlertSettingsState.Defined(var before, var _) -> repeated(before, created);
            case AlertSettingsState.Deleted(var before) -> repeated(before, created);
        };
    }

    static Decision<AlertSettingsEvent.Updated> update(
            AlertSettingsState state, AlertSettingsCommand.Update c) {
        return switch (state) {
            case AlertSettingsState.Defined(var made, var now)
                    when made.scope().equals(c.scope()) ->
                    now.config().equals(c.config())
                            ? Decision.alreadyDone()
                            : Decision.unless(
                                    broken(c.config()),
                                    new AlertSettingsEvent.Updated(c.settingsId(), c.config()));
            case AlertSettingsState.Deleted(var made) when made.scope().equals(c.scope()) ->
                    Decision.refused(
                            Rejection.invalidOperation(
                                    "alert settings '" + c.settingsId() + "' were deleted"));
            case AlertSettingsState.Absent _,
                    AlertSettingsState.Defined _,
                    AlertSettingsState.Deleted _ ->
                    Decision.notFound(KIND, c.settingsId());
        };
    }

    static Decision<AlertSettingsEvent.Deleted> delete(
            AlertSettingsState state, AlertSettingsCommand.Delete c) {
        return switch (state) {
            case AlertSettingsState.Defined(var made, var _) when made.scope().equals(c.scope()) ->
                    Decision.accepted(new AlertSettingsEvent.Deleted(c.settingsId()));
            case AlertSettingsState.Deleted(var made) when made.scope().equals(c.scope()) ->
                    Decision.alreadyDone();
            case AlertSettingsState.Absent _,
                    AlertSettingsState.Defined _,
                    AlertSettingsState.Deleted _ ->
                    Decision.notFound(KIND, c.settingsId());
        };
    }

    /** One for each thing and parent. */
    static Optional<Claim> key(AlertSettingsCommand.Create c) {
        return Optional.of(key(c.scope(), c.settings(), c.settingsId()));
    }

    static Optional<Claim> key(AlertSettingsState state) {
        return state instanceof AlertSettingsState.Defined(var made, var now)
                ? Optional.of(key(made.scope(), now, made.settingsId()))
                : Optional.empty();
    }

    private static Claim key(Scope scope, AlertSettingsDocument settings, AlertSettingsId owner) {
        String parent = settings.parentId() == null ? "" : " of " + settings.parentId();
        return Claim.in(
                scope, "alert_settings.entity", "entity_id", settings.entityId() + parent, owner);
    }

    private static Decision<AlertSettingsEvent.Created> repeated(
            AlertSettingsEvent.Created before, AlertSettingsEvent.Created now) {
        return Decision.repeated(KIND, now.settingsId(), before.scope(), now.scope(), before, now);
    }

    private static Optional<Rejection> broken(AlertConfig config) {
        Rules rules =
                Rules.begin()
                        .that(
                                config.thresholds().size() <= THRESHOLDS_MAX,
                                "config.thresholds",
                                config.thresholds().size() + " thresholds",
                                "at most " + THRESHOLDS_MAX)
                        .that(
                                !config.thresholds().isEmpty()
                                        || config.mode() == AlertConfig.Mode.OFF,
                                "config",
                                "no threshold",
                                "at least one, or alert_enabled false");
        Long repeat = config.repeatAfterSeconds();
        rules =
                rules.that(
                        repeat == null || (repeat >= 0 && repeat <= REPEAT_MAX_SECONDS),
                        "config.repeat_after",
                        repeat + " seconds",
                        "0 to " + REPEAT_MAX_SECONDS + " seconds");
        Set<String> names = new HashSet<>();
        for (AlertThreshold threshold : config.thresholds()) {
            rules =
                    rules.name("config.thresholds.name", threshold.name())
                            .that(
                                    names.add(threshold.name()),
                                    "config.thresholds.name",
                                    threshold.name() + " twice",
                                    "names that differ")
                            .amount("config.threshold", threshold.threshold().abs(), MOST, PLACES);
            BigDecimal every = threshold.every();
            if (every != null) {
                rules = rules.positive("config.thresholds.every", every, MOST, PLACES);
            }
        }
        return rules.broken();
    }
}
