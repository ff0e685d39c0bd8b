package io.tallybook.query.notice;

import io.tallybook.core.notice.NoticeEvent;
import io.tallybook.core.notice.NoticeView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of a notice. */
public final class NoticeFold implements Fold<NoticeView, NoticeEvent> {
    @Override
    public NoticeView on(@Nullable NoticeView current, NoticeEvent event, Recorded info) {
        return switch (event) {
            case NoticeEvent.Told e ->
                    new NoticeView(
                            e.noticeId(), e.scope(), e.notice(), e.toldAt(), info.firstStamp());
        };
    }
}
