package io.tallybook.query.access;

import io.tallybook.core.access.AccessQuery;
import io.tallybook.core.access.RoleView;
import io.tallybook.core.access.UserView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.query.view.Answer;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Sql;
import io.tallybook.query.view.ViewReads;
import io.tallybook.query.view.ViewTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers who has access. */
public final class UserQueries {
    // A person logs in by the address alone, so it is looked for over all tenants.
    private static final String BY_EMAIL =
            """
            select document::text as document
            from view_user
            where email = $1 and entity_status = 'PUBLISHED'
            order by created_at, id
            limit 1\
            """;

    private static final String HAVING_ONE_OF =
            """
            select id
            from view_user
            where tenant = $1 and environment = $2
              and jsonb_exists_any(document -> 'user' -> 'roles', $3)\
            """;

    private static final String ROLES =
            """
            select document::text as document
            from view_role
            where tenant = $1 and environment = $2 and entity_status = 'PUBLISHED'
            order by created_at, id\
            """;

    private final ReadTables tables;
    private final ViewReads<UserView> users;
    private final ViewReads<RoleView> roles;

    public UserQueries(ReadTables tables) {
        this.tables = tables;
        this.users = new ViewReads<>(tables, UserProjector.TABLE);
        this.roles = new ViewReads<>(tables, RoleProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<UserView>> handle(AccessQuery.UserById query) {
        return users.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<Optional<UserView>> handle(AccessQuery.UserByEmail query) {
        if (query.email().indexOf('\0') >= 0) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return Answer.optional(
                tables.read(
                                Sql.of(BY_EMAIL, query.email()),
                                row ->
                                        ViewTable.read(
                                                Objects.requireNonNull(
                                                        row.get("document", String.class)),
                                                UserView.class))
                        .next());
    }

    @QueryHandler
    public CompletableFuture<AccessQuery.Users> handle(AccessQuery.SearchUsers query) {
        if (query.roles().isEmpty()) {
            return users.search(query.scope(), query.spec(), AccessQuery.Users::new);
        }
        return Answer.of(
                        tables.read(
                                        Sql.of(
                                                HAVING_ONE_OF,
                                                query.scope().tenant().value(),
                                                query.scope().environment().value(),
                                                query.roles().toArray(String[]::new)),
                                        row -> Objects.requireNonNull(row.get("id", String.class)))
                                .collectList())
                .thenCompose(
                        ids ->
                                users.search(
                                        query.scope(),
                                        among(query.spec(), ids),
                                        AccessQuery.Users::new));
    }

    private static SearchSpec among(SearchSpec spec, List<String> ids) {
        List<Criterion> criteria = new ArrayList<>(spec.criteria());
        criteria.add(new Criterion("id", Operator.IN, ids));
        return new SearchSpec(criteria, spec.order(), spec.limit(), spec.offset());
    }

    @QueryHandler
    public CompletableFuture<Optional<RoleView>> handle(AccessQuery.RoleById query) {
        return roles.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<AccessQuery.Roles> handle(AccessQuery.AllRoles query) {
        return Answer.of(
                tables.read(
                                Sql.of(
                                        ROLES,
                                        query.scope().tenant().value(),
                                        query.scope().environment().value()),
                                row ->
                                        ViewTable.read(
                                                Objects.requireNonNull(
                                                        row.get("document", String.class)),
                                                RoleView.class))
                        .collectList()
                        .map(AccessQuery.Roles::new));
    }
}
