package io.tallybook.query.alert;

import io.tallybook.core.alert.AlertLogView;
import io.tallybook.core.alert.AlertQuery;
import io.tallybook.core.alert.AlertSettingsView;
import io.tallybook.core.alert.AlertView;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.query.view.Answer;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about alerts. */
public final class AlertQueries {
    private static final List<Order> NEWEST_FIRST =
            List.of(new Order("created_at", Direction.DESC));

    private final ReadTables tables;
    private final ViewReads<AlertSettingsView> settings;
    private final ViewReads<AlertView> alerts;

    public AlertQueries(ReadTables tables) {
        this.tables = tables;
        this.settings = new ViewReads<>(tables, AlertSettingsProjector.TABLE);
        this.alerts = new ViewReads<>(tables, AlertProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<AlertSettingsView>> handle(AlertQuery.SettingsById query) {
        return settings.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<AlertQuery.Settings> handle(AlertQuery.SearchSettings query) {
        return settings.search(query.scope(), query.spec(), AlertQuery.Settings::new);
    }

    @QueryHandler
    public CompletableFuture<AlertQuery.Alerts> handle(AlertQuery.ByIds query) {
        return alerts.byIds(query.scope(), query.ids()).thenApply(AlertQuery.Alerts::new);
    }

    @QueryHandler
    public CompletableFuture<AlertQuery.Alerts> handle(AlertQuery.OfEntities query) {
        return alerts.allBy(query.scope(), "entity_id", query.entityIds())
                .thenApply(AlertQuery.Alerts::new);
    }

    @QueryHandler
    public CompletableFuture<AlertQuery.Log> handle(AlertQuery.SearchLog query) {
        return Answer.of(
                ViewReads.search(
                                tables,
                                AlertRows.LOG,
                                query.scope(),
                                Map.of(),
                                query.spec(),
                                NEWEST_FIRST,
                                AlertLogView.class)
                        .map(found -> new AlertQuery.Log(found.items(), found.total())));
    }
}
