package io.tallybook.command.bus;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;

/**
 * How the events that follow each other in the store are read: the long ones without what they
 * hold. Hundreds are read at once and thousands kept for those who come after, and one may be of
 * tens of megabytes.
 */
final class StreamedEvents {
    private static final int LONG = 256 * 1024;

    private StreamedEvents() {}

    /** As Axon's own statement but for what long ones hold. */
    static PreparedStatement read(
            Connection connection, EventSchema schema, long after, int most, List<Long> gaps)
            throws SQLException {
        String payload = schema.payloadColumn();
        String fields =
                schema.trackedEventFields()
                        .replace(
                                " " + payload + ",",
                                " case when octet_length(%1$s) < %2$d then %1$s else ''::bytea end as %1$s,"
                                        .formatted(payload, LONG));
        String index = schema.globalIndexColumn();
        PreparedStatement statement =
                connection.prepareStatement(
                        "select %s from %s where (%3$s > ? and %3$s <= ?)%4$s order by %3$s"
                                .formatted(
                                        fields,
                                        schema.domainEventTable(),
                                        index,
                                        gaps.isEmpty()
                                                ? ""
                                                : " or %s in (%s)"
                                                        .formatted(
                                                                index,
                                                                String.join(
                                                                        ",",
                                                                        Collections.nCopies(
                                                                                gaps.size(),
                                                                                "?")))));
        statement.setLong(1, after);
        statement.setLong(2, after + most);
        for (int i = 0; i < gaps.size(); i++) {
            statement.setLong(3 + i, gaps.get(i));
        }
        return statement;
    }

    /** Whether it was read without what it holds; no event holds nothing. */
    static boolean isLeft(TrackedEventData<?> stored) {
        return stored.getPayload().getData() instanceof byte[] bytes && bytes.length == 0;
    }
}
