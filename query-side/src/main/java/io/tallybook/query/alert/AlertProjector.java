package io.tallybook.query.alert;

import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.alert.AlertEvent;
import io.tallybook.core.alert.AlertLogView;
import io.tallybook.core.alert.AlertView;
import io.tallybook.query.view.Projection;
import io.tallybook.query.view.ProjectionRoom;
import io.tallybook.query.view.Recorded;
import io.tallybook.query.view.ViewTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.jspecify.annotations.Nullable;

/** Keeps the view of alerts and their log. */
@ProcessingGroup(AlertProjector.PROCESSOR)
public final class AlertProjector {
    public static final String PROCESSOR = "projection.alert";
    private static final int ENTROPY_BYTES = 10;
    // Nine letters of an alert's name are 45 bits, which tell it from any other.
    private static final int ID_TAIL = 9;
    private static final int ID_RADIX = 36;

    /** Where alerts are kept. */
    public static final ViewTable<AlertView> TABLE = AlertRows.ALERTS;

    private final Projection<AlertTrail, AlertEvent> projection;

    public AlertProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.ALERT, AlertProjector::logged, new AlertRows(room.tables()), room);
    }

    private static AlertTrail logged(
            @Nullable AlertTrail current, AlertEvent event, Recorded info) {
        AlertView alert = new AlertFold().on(current == null ? null : current.alert(), event, info);
        List<AlertLogView> fresh = new ArrayList<>(current == null ? List.of() : current.fresh());
        switch (event) {
            case AlertEvent.Changed change ->
                    fresh.add(new AlertLogView(id(alert, info), alert, change));
        }
        return new AlertTrail(alert, fresh);
    }

    private static String id(AlertView alert, Recorded info) {
        // Of one moment, the changes of an alert are in their order.
        String id = alert.id().value();
        long whose = Long.parseLong(id.substring(id.length() - ID_TAIL), ID_RADIX);
        byte[] entropy =
                ByteBuffer.allocate(ENTROPY_BYTES)
                        .putInt((int) info.sequence())
                        .putShort((short) (whose >>> Integer.SIZE))
                        .putInt((int) whose)
                        .array();
        return "alog_" + Ulid.of(info.effectiveAt(), entropy);
    }

    @EventHandler
    void on(AlertEvent event, DomainEventMessage<?> message) {
        projection.collect(event.alertId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
