package io.tallybook.core.notice;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a notice. */
public sealed interface NoticeCommand extends Command {
    @TargetAggregateIdentifier
    NoticeId noticeId();

    /** Tells something; once, however often it is asked for. */
    record Tell(NoticeId noticeId, Scope scope, Instant at, NoticeDocument notice)
            implements NoticeCommand {}
}
