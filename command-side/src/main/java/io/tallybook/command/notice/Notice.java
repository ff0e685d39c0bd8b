package io.tallybook.command.notice;

import static io.tallybook.command.Shell.settle;

import io.tallybook.core.Receipt;
import io.tallybook.core.notice.NoticeCommand;
import io.tallybook.core.notice.NoticeEvent;
import io.tallybook.core.notice.NoticeId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A notice, in Axon's terms. */
@Aggregate(type = "notice", cache = "aggregateCache")
class Notice {
    @AggregateIdentifier
    @SuppressWarnings({
        "NullAway.Init",
        "UnusedVariable"
    }) // the first event fills it, Axon reads it
    private NoticeId id;

    private NoticeState state = new NoticeState.Absent();

    Notice() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(NoticeCommand.Tell c) {
        return settle(c.noticeId(), NoticeDecider.tell(state, c));
    }

    @EventSourcingHandler
    void on(NoticeEvent e) {
        id = e.noticeId();
        state = state.evolve(e);
    }
}
