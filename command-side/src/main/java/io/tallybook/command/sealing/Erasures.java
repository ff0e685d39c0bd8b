package io.tallybook.command.sealing;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import io.tallybook.core.access.UserId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.FinishErasure;
import io.tallybook.core.customer.PersonalCopies;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Clears the copies of personal data whose key was destroyed.
 *
 * <pre>
 *  Erase ─► one transaction: customer.erased, key gone, erased_at ─► unreadable from here on
 *        ─► FinishErasure: clear every place now
 *        ─► a minute later, again: what a request under way wrote meanwhile ─► cleared_at
 * </pre>
 *
 * <p>The row stays open until cleared_at, so whatever was cut off is taken up again.
 */
public final class Erasures {
    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

    private final JdbcClient jdbc;
    private final List<PersonalCopies> places;

    public Erasures(DataSource database, List<PersonalCopies> places) {
        this.jdbc = JdbcClient.create(database);
        this.places = List.copyOf(places);
    }

    @CommandHandler
    boolean handle(FinishErasure c) {
        return clear(c.scope(), c.customerId());
    }

    /** Takes up every erasure that is not known to be finished. */
    public void resume() {
        record Open(String tenant, String environment, String customer, boolean settled) {}
        List<Open> open =
                jdbc.sql(
                                """
                                select tenant, environment, customer_id,
                                       erased_at < now() - interval '1 minute' as settled
                                from customer_key
                                where erased_at is not null and cleared_at is null
                                order by erased_at limit 1000
                                """)
                        .query(
                                (row, _) ->
                                        new Open(
                                                row.getString("tenant"),
                                                row.getString("environment"),
                                                row.getString("customer_id"),
                                                row.getBoolean("settled")))
                        .list();
        for (Open one : open) {
            Scope scope =
                    new Scope(new TenantId(one.tenant()), new EnvironmentId(one.environment()));
            if (clear(scope, person(one.customer())) && one.settled()) {
                jdbc.sql("update customer_key set cleared_at = now() where customer_id = ?")
                        .param(one.customer())
                        .update();
            }
        }
    }

    private static EntityId person(String id) {
        return id.startsWith(UserId.PREFIX) ? new UserId(id) : new CustomerId(id);
    }

    private boolean clear(Scope scope, EntityId person) {
        boolean all = true;
        for (PersonalCopies place : places) {
            if (!place.clear(scope, person)) {
                LOG.info("personal data of {} is not yet cleared: {}", person, place.place());
                all = false;
            }
        }
        return all;
    }
}
