package io.tallybook.query.alert;

import io.tallybook.core.ViewKind;
import io.tallybook.core.alert.AlertEvent;
import io.tallybook.core.alert.AlertLevel;
import io.tallybook.core.alert.AlertLogView;
import io.tallybook.core.alert.AlertSettingsDocument.EntityType;
import io.tallybook.core.alert.AlertSubject;
import io.tallybook.core.alert.AlertView;
import io.tallybook.query.view.Column;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Rows;
import io.tallybook.query.view.Sql;
import io.tallybook.query.view.Table;
import io.tallybook.query.view.TableRows;
import io.tallybook.query.view.Versioned;
import io.tallybook.query.view.ViewTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Alerts in one table, what they told in another, written together. */
final class AlertRows implements Rows<AlertTrail, AlertEvent> {
    static final ViewTable<AlertView> ALERTS =
            ViewTable.of(
                    ViewKind.ALERT,
                    AlertView.class,
                    "view_alert",
                    List.of(
                            Column.text("entity_id", view -> view.subject().entityId()),
                            Column.id("settings_id", view -> view.subject().settings()),
                            Column.id("customer_id", view -> view.subject().customer()),
                            Column.oneOf("level", AlertLevel.class, view -> view.level())));

    static final Table<AlertLogView> LOG =
            new Table<>(
                    "view_alert_log",
                    List.of(
                            Column.id("tenant", row -> row.alert().scope().tenant()),
                            Column.id("environment", row -> row.alert().scope().environment()),
                            Column.<AlertLogView>text("id", AlertLogView::id).everPresent(),
                            Column.id("alert_id", row -> row.alert().id()),
                            Column.id("settings_id", row -> row.alert().subject().settings()),
                            Column.oneOf(
                                    "type",
                                    AlertSubject.Type.class,
                                    row -> row.alert().subject().type()),
                            Column.oneOf("level", AlertLevel.class, row -> row.change().after()),
                            Column.oneOf(
                                    "entity_type",
                                    EntityType.class,
                                    row -> row.alert().subject().entityType()),
                            Column.text("entity_id", row -> row.alert().subject().entityId()),
                            Column.id("customer_id", row -> row.alert().subject().customer()),
                            ViewTable.document("document", row -> row),
                            Column.whole("last_sequence", row -> row.alert().stamp().version()),
                            Column.<AlertLogView>moment(
                                            "created_at", row -> row.alert().stamp().updatedAt())
                                    .everPresent()),
                    List.of("tenant", "environment", "id"),
                    Set.of(
                            "id",
                            "alert_id",
                            "settings_id",
                            "type",
                            "level",
                            "entity_type",
                            "entity_id",
                            "customer_id",
                            "created_at"));

    private final ReadTables tables;
    private final TableRows<AlertView, AlertEvent> alerts;

    AlertRows(ReadTables tables) {
        this.tables = tables;
        this.alerts = new TableRows<>(tables, ALERTS);
    }

    @Override
    public Mono<Map<String, Versioned<AlertTrail>>> load(
            Collection<String> ids, List<AlertEvent> events) {
        return alerts.load(ids, events)
                .map(
                        found -> {
                            Map<String, Versioned<AlertTrail>> trails = new HashMap<>();
                            found.forEach(
                                    (id, view) ->
                                            trails.put(
                                                    id,
                                                    new Versioned<>(
                                                            id,
                                                            new AlertTrail(view.state(), List.of()),
                                                            view.sequence())));
                            return trails;
                        });
    }

    @Override
    public Mono<Void> save(Collection<Versioned<AlertTrail>> changed) {
        List<AlertLogView> log =
                changed.stream().flatMap(each -> each.state().fresh().stream()).toList();
        List<Sql> writes = new ArrayList<>();
        if (!log.isEmpty()) {
            writes.add(LOG.upsert(log));
        }
        writes.add(
                ALERTS.table().upsert(changed.stream().map(each -> each.state().alert()).toList()));
        return tables.write(writes);
    }

    @Override
    public Mono<Void> clear() {
        return tables.write(
                List.of(Sql.of("truncate " + ALERTS.table().name() + ", " + LOG.name())));
    }
}
