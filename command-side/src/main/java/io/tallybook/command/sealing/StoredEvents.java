package io.tallybook.command.sealing;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.PersonalCopies;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the event store holds beside sealed events: those of version 1, which were in the clear, and
 * what was noted of events set aside.
 *
 * <p>The one place where stored events are rewritten: nothing else can make them unreadable.
 */
public final class StoredEvents implements PersonalCopies {
    private static final String OPEN_EVENTS =
            """
            set payload = convert_to((convert_from(payload, 'UTF8')::jsonb
                    || '{"personal": {"name": "erased"}, "metadata": {}}')::text, 'UTF8')
            where aggregate_identifier = ? and payload_revision = '1'
              and payload_type in ('customer.created', 'customer.updated')
            """;

    private final JdbcClient jdbc;

    public StoredEvents(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    @Override
    public String place() {
        return "event store";
    }

    @Override
    public boolean clear(Scope scope, CustomerId customer) {
        jdbc.sql("update domain_event_entry " + OPEN_EVENTS).param(customer.value()).update();
        jdbc.sql("update dead_letter_entry " + OPEN_EVENTS).param(customer.value()).update();
        // A message of the database or of a fold may quote what it could not take.
        jdbc.sql(
                        """
                        update dead_letter_entry set cause_message = 'erased', diagnostics = null
                        where aggregate_identifier = ?
                        """)
                .param(customer.value())
                .update();
        return true;
    }
}
