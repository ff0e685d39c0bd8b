package io.tallybook.query;

import static io.tallybook.query.Samples.ulid;

import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.alert.AlertConfig;
import io.tallybook.core.alert.AlertEvent;
import io.tallybook.core.alert.AlertLevel;
import io.tallybook.core.alert.AlertSettingsDocument;
import io.tallybook.core.alert.AlertSettingsDocument.EntityType;
import io.tallybook.core.alert.AlertSettingsEvent;
import io.tallybook.core.alert.AlertSettingsId;
import io.tallybook.core.alert.AlertSubject;
import io.tallybook.core.alert.AlertThreshold;
import io.tallybook.core.notice.NoticeDocument;
import io.tallybook.core.notice.NoticeEvent;
import io.tallybook.core.notice.NoticeId;
import io.tallybook.query.Story.Told;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The lives of alert settings and of an alert. */
final class AlertStory {
    private AlertStory() {}

    static List<List<Told>> of(Scope scope, String name) {
        AlertSettingsId settings = AlertSettingsId.of(ulid(name + "alert settings"));
        String wallet = "wallet_" + ulid(name + "watched");
        AlertConfig config =
                new AlertConfig(
                        AlertConfig.Mode.ON,
                        null,
                        List.of(
                                new AlertThreshold(
                                        "critical",
                                        AlertLevel.CRITICAL,
                                        AlertThreshold.Condition.BELOW,
                                        BigDecimal.TEN,
                                        null)));
        AlertSubject subject =
                new AlertSubject(
                        settings,
                        AlertSubject.Type.LOW_ONGOING_BALANCE,
                        EntityType.WALLET,
                        wallet,
                        null,
                        null,
                        Samples.customer(name));
        return List.of(
                List.of(
                        told(
                                settings,
                                new AlertSettingsEvent.Created(
                                        settings,
                                        scope,
                                        new AlertSettingsDocument(
                                                EntityType.WALLET, wallet, null, null, config))),
                        told(settings, new AlertSettingsEvent.Updated(settings, config)),
                        told(settings, new AlertSettingsEvent.Deleted(settings))),
                List.of(
                        changed(scope, subject, config, AlertLevel.OK, AlertLevel.CRITICAL),
                        changed(scope, subject, config, AlertLevel.CRITICAL, AlertLevel.OK)),
                List.of(notice(scope, name)));
    }

    private static Told notice(Scope scope, String name) {
        NoticeId id = NoticeId.of(ulid(name + "notice"));
        return new Told(
                ViewKind.NOTICE,
                id.value(),
                new NoticeEvent.Told(
                        id,
                        scope,
                        new NoticeDocument(
                                NoticeDocument.Type.PAYMENT_OVERDUE,
                                Samples.customer(name),
                                null,
                                null,
                                null,
                                Map.of("amount", "20.00")),
                        Samples.START));
    }

    private static Told told(AlertSettingsId id, AlertSettingsEvent event) {
        return new Told(ViewKind.ALERT_SETTINGS, id.value(), event);
    }

    private static Told changed(
            Scope scope,
            AlertSubject subject,
            AlertConfig config,
            AlertLevel before,
            AlertLevel after) {
        boolean low = after == AlertLevel.CRITICAL;
        return new Told(
                ViewKind.ALERT,
                subject.alert(scope).value(),
                new AlertEvent.Changed(
                        subject.alert(scope),
                        scope,
                        subject,
                        config,
                        low ? BigDecimal.ONE : new BigDecimal("20"),
                        before,
                        after,
                        low ? List.of("critical") : List.of(),
                        low ? List.of() : List.of("critical"),
                        low ? Map.of("critical", 1) : Map.of(),
                        Samples.START));
    }
}
