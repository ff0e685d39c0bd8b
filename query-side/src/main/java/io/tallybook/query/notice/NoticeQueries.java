package io.tallybook.query.notice;

import io.tallybook.core.notice.NoticeQuery;
import io.tallybook.core.notice.NoticeView;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about notices. */
public final class NoticeQueries {
    private final ViewReads<NoticeView> notices;

    public NoticeQueries(ReadTables tables) {
        this.notices = new ViewReads<>(tables, NoticeProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<NoticeView>> handle(NoticeQuery.ById query) {
        return notices.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<NoticeQuery.Page> handle(NoticeQuery.Search query) {
        return notices.search(query.scope(), query.spec(), NoticeQuery.Page::new);
    }
}
