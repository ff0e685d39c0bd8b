package io.tallybook.query.notice;

import io.tallybook.core.ViewKind;
import io.tallybook.core.notice.NoticeDocument;
import io.tallybook.core.notice.NoticeEvent;
import io.tallybook.core.notice.NoticeView;
import io.tallybook.query.alert.AlertProjector;
import io.tallybook.query.view.Column;
import io.tallybook.query.view.Projection;
import io.tallybook.query.view.ProjectionRoom;
import io.tallybook.query.view.TableRows;
import io.tallybook.query.view.ViewTable;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;

/** Keeps the view of notices, with that of alerts: both tell somebody something. */
@ProcessingGroup(AlertProjector.PROCESSOR)
public final class NoticeProjector {
    /** Where they are kept. */
    public static final ViewTable<NoticeView> TABLE =
            ViewTable.of(
                    ViewKind.NOTICE,
                    NoticeView.class,
                    "view_notice",
                    List.of(
                            Column.oneOf(
                                    "type",
                                    NoticeDocument.Type.class,
                                    view -> view.notice().type()),
                            Column.id("customer_id", view -> view.notice().customerId()),
                            Column.id("subscription_id", view -> view.notice().subscriptionId()),
                            Column.id("invoice_id", view -> view.notice().invoiceId()),
                            Column.id("payment_id", view -> view.notice().paymentId())));

    private final Projection<NoticeView, NoticeEvent> projection;

    public NoticeProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.NOTICE,
                        new NoticeFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    @EventHandler
    void on(NoticeEvent event, DomainEventMessage<?> message) {
        projection.collect(event.noticeId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
