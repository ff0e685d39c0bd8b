package io.tallybook.core.notice;

import io.tallybook.core.Scope;
import java.time.Instant;

/** What happened to a notice. */
public sealed interface NoticeEvent {
    NoticeId noticeId();

    /** It was told. */
    record Told(NoticeId noticeId, Scope scope, NoticeDocument notice, Instant toldAt)
            implements NoticeEvent {}
}
