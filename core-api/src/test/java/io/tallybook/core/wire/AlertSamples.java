package io.tallybook.core.wire;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.alert.AlertConfig;
import io.tallybook.core.alert.AlertEvent;
import io.tallybook.core.alert.AlertLevel;
import io.tallybook.core.alert.AlertSettingsDocument;
import io.tallybook.core.alert.AlertSettingsDocument.EntityType;
import io.tallybook.core.alert.AlertSettingsEvent;
import io.tallybook.core.alert.AlertSettingsId;
import io.tallybook.core.alert.AlertSubject;
import io.tallybook.core.alert.AlertThreshold;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One sample of every event of alerts and their settings. */
final class AlertSamples {
    private static final Instant NOV = Instant.parse("2023-11-01T00:00:00Z");

    private AlertSamples() {}

    static List<Object> all() {
        Scope scope = new Scope(TenantId.of(ulid("tenant")), EnvironmentId.of(ulid("environment")));
        AlertSettingsId settings = AlertSettingsId.of(ulid("alert settings"));
        String wallet = "wallet_" + ulid("wallet");
        AlertConfig config =
                new AlertConfig(
                        AlertConfig.Mode.ON,
                        AlertConfig.Measure.SPEND,
                        List.of(
                                new AlertThreshold(
                                        "critical",
                                        AlertLevel.CRITICAL,
                                        AlertThreshold.Condition.BELOW,
                                        BigDecimal.TEN,
                                        null),
                                new AlertThreshold(
                                        "every hundred",
                                        AlertLevel.INFO,
                                        AlertThreshold.Condition.ABOVE,
                                        new BigDecimal("100"),
                                        new BigDecimal("100"))),
                        3_600L);
        AlertSubject subject =
                new AlertSubject(
                        settings,
                        AlertSubject.Type.LOW_ONGOING_BALANCE,
                        EntityType.WALLET,
                        wallet,
                        null,
                        null,
                        CustomerId.of(ulid("customer")));
        return List.of(
                new AlertSettingsEvent.Created(
                        settings,
                        scope,
                        new AlertSettingsDocument(EntityType.WALLET, wallet, null, null, config)),
                new AlertSettingsEvent.Updated(settings, config),
                new AlertSettingsEvent.Deleted(settings),
                new AlertEvent.Changed(
                        subject.alert(scope),
                        scope,
                        subject,
                        config,
                        new BigDecimal("9.5"),
                        AlertLevel.OK,
                        AlertLevel.CRITICAL,
                        List.of("critical"),
                        List.of("every hundred"),
                        Map.of("critical", 1),
                        NOV));
    }

    private static Ulid ulid(String name) {
        return Ulid.derived(NOV, name);
    }
}
