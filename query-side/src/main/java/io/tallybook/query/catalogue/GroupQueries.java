package io.tallybook.query.catalogue;

import io.tallybook.core.catalogue.GroupQuery;
import io.tallybook.core.catalogue.GroupView;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about groups. */
public final class GroupQueries {
    private final ViewReads<GroupView> reads;

    public GroupQueries(ReadTables tables) {
        this.reads = new ViewReads<>(tables, GroupProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<GroupView>> handle(GroupQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<GroupQuery.Page> handle(GroupQuery.Search query) {
        return reads.search(query.scope(), query.spec(), GroupQuery.Page::new);
    }
}
