package io.tallybook.command.notice;

import io.tallybook.command.Decision;
import io.tallybook.core.notice.NoticeCommand;
import io.tallybook.core.notice.NoticeEvent;

/** What may be done with a notice. */
final class NoticeDecider {
    private NoticeDecider() {}

    /** What was told stays as it was told, whatever is known by now. */
    static Decision<NoticeEvent.Told> tell(NoticeState state, NoticeCommand.Tell c) {
        return switch (state) {
            case NoticeState.Absent() ->
                    Decision.accepted(
                            new NoticeEvent.Told(c.noticeId(), c.scope(), c.notice(), c.at()));
            case NoticeState.Told(var scope) ->
                    scope.equals(c.scope())
                            ? Decision.alreadyDone()
                            : Decision.notFound("notice", c.noticeId());
        };
    }
}
