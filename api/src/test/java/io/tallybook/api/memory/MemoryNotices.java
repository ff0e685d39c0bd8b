package io.tallybook.api.memory;

import io.tallybook.core.notice.NoticeQuery;
import io.tallybook.core.notice.NoticeView;
import java.util.List;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;

/** Nothing was told. */
public final class MemoryNotices {
    @QueryHandler
    Optional<NoticeView> answer(NoticeQuery.ById q) {
        return Optional.empty();
    }

    @QueryHandler
    NoticeQuery.Page answer(NoticeQuery.Search q) {
        return new NoticeQuery.Page(List.of(), 0);
    }
}
