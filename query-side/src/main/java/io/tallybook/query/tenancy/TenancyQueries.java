package io.tallybook.query.tenancy;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.ApiKeyView;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.tenancy.TenancyQuery.Principal;
import io.tallybook.core.tenancy.TenantView;
import io.tallybook.query.view.Answer;
import io.tallybook.query.view.ReadRow;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Sql;
import io.tallybook.query.view.ViewReads;
import io.tallybook.query.view.ViewTable;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import reactor.core.publisher.Mono;

/** Answers who is asking, and what their environment is. */
public final class TenancyQueries {
    private final ReadTables tables;
    private final Principals principals;
    private final ViewReads<EnvironmentView> environments;
    private final ViewReads<TenantView> tenants;
    private final ViewReads<ApiKeyView> keys;
    private final ViewReads<SettingView> settings;

    public TenancyQueries(ReadTables tables) {
        this.tables = tables;
        this.principals = new Principals(tables);
        this.tenants = new ViewReads<>(tables, TenantProjector.TABLE);
        this.keys = new ViewReads<>(tables, ApiKeyProjector.TABLE);
        this.settings = new ViewReads<>(tables, SettingProjector.TABLE);
        this.environments = new ViewReads<>(tables, EnvironmentProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<Principal>> handle(TenancyQuery.ByApiKey query) {
        if (query.sha256().indexOf('\0') >= 0) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return Answer.optional(principals.byKey(query.sha256()));
    }

    @QueryHandler
    public CompletableFuture<Optional<Principal>> handle(TenancyQuery.ByUser query) {
        return Answer.optional(principals.byUser(query));
    }

    @QueryHandler
    public CompletableFuture<Optional<TenantView>> handle(TenancyQuery.TenantById query) {
        return tenants.byId(Scope.ofTenant(query.id()), query.id());
    }

    @QueryHandler
    public CompletableFuture<Optional<ApiKeyView>> handle(TenancyQuery.KeyById query) {
        return keys.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<TenancyQuery.Keys> handle(TenancyQuery.SearchKeys query) {
        return keys.search(query.scope(), query.spec(), TenancyQuery.Keys::new);
    }

    @QueryHandler
    public CompletableFuture<Optional<SettingView>> handle(TenancyQuery.SettingOf query) {
        return settings.by(query.scope(), "key", query.key())
                .thenApply(
                        found -> found.filter(s -> s.stamp().status() == EntityStatus.PUBLISHED));
    }

    @QueryHandler
    public CompletableFuture<TenancyQuery.Settings> handle(TenancyQuery.SettingsOf query) {
        return Answer.of(
                tables.read(
                                Sql.of(
                                        "select document::text as document from view_setting"
                                                + " where tenant = $1 and environment = $2"
                                                + " and entity_status = 'PUBLISHED' order by key",
                                        query.scope().tenant().value(),
                                        query.scope().environment().value()),
                                row -> ViewTable.read(text(row, "document"), SettingView.class))
                        .collectList()
                        .map(TenancyQuery.Settings::new));
    }

    @QueryHandler
    public CompletableFuture<TenancyQuery.Environments> handle(TenancyQuery.EnvironmentsOf query) {
        return Answer.of(
                environments(
                        Sql.of(
                                "select document::text as document from view_environment"
                                        + " where tenant = $1 order by created_at, id",
                                query.tenant().value())));
    }

    @QueryHandler
    public CompletableFuture<Optional<EnvironmentView>> handle(TenancyQuery.EnvironmentOf query) {
        return environments.byId(query.scope(), query.scope().environment());
    }

    @QueryHandler
    public CompletableFuture<TenancyQuery.Environments> handle(TenancyQuery.AllEnvironments query) {
        return Answer.of(
                environments(
                        Sql.of(
                                "select document::text as document from view_environment"
                                        + " order by created_at, id")));
    }

    private Mono<TenancyQuery.Environments> environments(Sql sql) {
        return tables.read(sql, row -> ViewTable.read(text(row, "document"), EnvironmentView.class))
                .collectList()
                .map(TenancyQuery.Environments::new);
    }

    private static String text(ReadRow row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }
}
