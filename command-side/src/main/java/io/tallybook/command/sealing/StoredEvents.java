package io.tallybook.command.sealing;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.PersonalCopies;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the event store holds beside sealed events: those of version 1, which were in the clear, and
 * what was noted of events set aside.
 *
 * <p>The one place where stored events are rewritten: nothing else can make them unreadable.
 */
public final class StoredEvents implements PersonalCopies {
    private static final String OF_CUSTOMERS =
            """
            set payload = convert_to((convert_from(payload, 'UTF8')::jsonb
                    || '{"personal": {"name": "erased"}, "metadata": {}}')::text, 'UTF8')
            where aggregate_identifier = ? and payload_revision = '1'
              and payload_type in ('customer.created', 'customer.updated')
            """;

    private static final String OF_USERS_MADE =
            """
            set payload = convert_to((jsonb_set(jsonb_set(convert_from(payload, 'UTF8')::jsonb,
                    '{user,profile}', '{"name": "erased"}'), '{user,metadata}', '{}'))::text, 'UTF8')
            where aggregate_identifier = ? and payload_revision = '1'
              and payload_type = 'user.created'
            """;

    private static final String OF_USERS_CHANGED =
            """
            set payload = convert_to((convert_from(payload, 'UTF8')::jsonb
                    || '{"profile": {"name": "erased"}, "metadata": {}}')::text, 'UTF8')
            where aggregate_identifier = ? and payload_revision = '1'
              and payload_type = 'user.updated'
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
    public boolean clear(Scope scope, EntityId person) {
        for (String open : List.of(OF_CUSTOMERS, OF_USERS_MADE, OF_USERS_CHANGED)) {
            jdbc.sql("update domain_event_entry " + open).param(person.value()).update();
            jdbc.sql("update dead_letter_entry " + open).param(person.value()).update();
        }
        // A message of the database or of a fold may quote what it could not take.
        jdbc.sql(
                        """
                        update dead_letter_entry set cause_message = 'erased', diagnostics = null
                        where aggregate_identifier = ?
                        """)
                .param(person.value())
                .update();
        return true;
    }
}
