package io.tallybook.command.notice;

import io.tallybook.core.Scope;
import io.tallybook.core.notice.NoticeEvent;

/** What a notice is, as far as its rules need it. */
sealed interface NoticeState {
    /** It was not told. */
    record Absent() implements NoticeState {}

    /** It was told. */
    record Told(Scope scope) implements NoticeState {}

    default NoticeState evolve(NoticeEvent event) {
        return switch (event) {
            case NoticeEvent.Told e -> new Told(e.scope());
        };
    }
}
