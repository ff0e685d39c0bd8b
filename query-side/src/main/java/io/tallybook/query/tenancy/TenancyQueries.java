package io.tallybook.query.tenancy;

import io.r2dbc.spi.Readable;
import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.tenancy.TenancyQuery.Principal;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.query.view.Answer;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Sql;
import io.tallybook.query.view.ViewReads;
import io.tallybook.query.view.ViewTable;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers who is asking, and what their environment is. */
public final class TenancyQueries {
    // A key names its scope, so this is the one question that is asked over all tenants.
    private static final String PRINCIPAL =
            """
            select k.id, k.tenant, k.environment, e.mode
            from view_api_key k
            join view_environment e on e.tenant = k.tenant and e.environment = k.environment
            where k.sha256 = $1
            order by k.created_at, k.id
            limit 1\
            """;

    private final ReadTables tables;
    private final ViewReads<EnvironmentView> environments;

    public TenancyQueries(ReadTables tables) {
        this.tables = tables;
        this.environments = new ViewReads<>(tables, EnvironmentProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<Principal>> handle(TenancyQuery.ByApiKey query) {
        if (query.sha256().indexOf('\0') >= 0) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return Answer.optional(
                tables.read(Sql.of(PRINCIPAL, query.sha256()), TenancyQueries::principal).next());
    }

    @QueryHandler
    public CompletableFuture<Optional<EnvironmentView>> handle(TenancyQuery.EnvironmentOf query) {
        return environments.byId(query.scope(), query.scope().environment());
    }

    @QueryHandler
    public CompletableFuture<TenancyQuery.Environments> handle(TenancyQuery.AllEnvironments query) {
        return Answer.of(
                tables.read(
                                Sql.of(
                                        "select document::text as document from view_environment"
                                                + " order by created_at, id"),
                                row -> ViewTable.read(text(row, "document"), EnvironmentView.class))
                        .collectList()
                        .map(TenancyQuery.Environments::new));
    }

    private static Principal principal(Readable row) {
        return new Principal(
                new ApiKeyId(text(row, "id")),
                new Scope(
                        new TenantId(text(row, "tenant")),
                        new EnvironmentId(text(row, "environment"))),
                EnvironmentMode.valueOf(text(row, "mode")));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }
}
