package io.tallybook.command.sealing;

import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.wire.PersonalKeys;
import io.tallybook.core.wire.SealedBox;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The keys of customers and users in Postgres, wrapped with a master key that is kept elsewhere.
 */
public final class JdbcCustomerKeys implements CustomerKeys, PersonalKeys {
    private static final int KNOWN_MAX = 50_000;

    /** A replay asks for customers in the order of their making, which is that of their ids. */
    private static final int READ_AHEAD = 64;

    private static final int REWRAPPED_AT_ONCE = 500;

    // One statement: making a customer must not cost two.
    private static final String REGISTER =
            """
            with taken as (
                insert into unique_value (tenant, environment, kind, value, owner)
                values (?, ?, ?, ?, ?) on conflict do nothing returning tenant, environment, owner)
            insert into customer_key (customer_id, tenant, environment, master, wrapped)
            select owner, tenant, environment, ?, ? from taken
            """;

    private final JdbcClient jdbc;
    private final MasterKeys masters;
    private final SealedBox box;
    private final KnownKeys known;

    public JdbcCustomerKeys(DataSource database, MasterKeys masters, InstantSource machine) {
        this.jdbc = JdbcClient.create(database);
        this.masters = masters;
        this.box = SealedBox.create();
        this.known = new KnownKeys(KNOWN_MAX, machine);
    }

    @Override
    public boolean register(Claim claim, Scope scope, CustomerId customer) {
        SecretKey fresh = SealedBox.freshKey();
        int inserted =
                jdbc.sql(REGISTER)
                        .params(
                                scope.tenant().value(),
                                scope.environment().value(),
                                claim.kind(),
                                claim.value(),
                                customer.value(),
                                masters.current(),
                                wrapped(customer.value(), fresh))
                        .update();
        if (inserted == 1) {
            keepUnlessRolledBack(customer.value(), fresh);
            return true;
        }
        return jdbc.sql(
                        """
                        select owner from unique_value
                        where tenant = ? and environment = ? and kind = ? and value = ?
                        """)
                .params(
                        scope.tenant().value(),
                        scope.environment().value(),
                        claim.kind(),
                        claim.value())
                .query(String.class)
                .single()
                .equals(customer.value());
    }

    @Override
    public void make(Scope scope, EntityId owner) {
        SecretKey fresh = SealedBox.freshKey();
        int inserted =
                jdbc.sql(
                                """
                                insert into customer_key
                                    (customer_id, tenant, environment, master, wrapped)
                                values (?, ?, ?, ?, ?) on conflict do nothing
                                """)
                        .params(
                                owner.value(),
                                scope.tenant().value(),
                                scope.environment().value(),
                                masters.current(),
                                wrapped(owner.value(), fresh))
                        .update();
        if (inserted == 1) {
            keepUnlessRolledBack(owner.value(), fresh);
        }
    }

    private void keepUnlessRolledBack(String owner, SecretKey key) {
        known.keep(owner, new Key.Held(key));
        afterwards(
                status -> {
                    if (status != TransactionSynchronization.STATUS_COMMITTED) {
                        known.forget(owner);
                    }
                });
    }

    @Override
    public void release(Scope scope, CustomerId customer, Instant at) {
        jdbc.sql(
                        """
                        with free as (
                            delete from unique_value
                            where tenant = ? and environment = ? and kind = ? and owner = ?)
                        update customer_key set deleted_at = ? where customer_id = ?
                        """)
                .params(
                        scope.tenant().value(),
                        scope.environment().value(),
                        "customer.external_id",
                        customer.value(),
                        Timestamp.from(at),
                        customer.value())
                .update();
    }

    @Override
    public void destroy(Scope scope, EntityId owner) {
        jdbc.sql(
                        """
                        insert into customer_key (customer_id, tenant, environment, erased_at)
                        values (?, ?, ?, now())
                        on conflict (customer_id) do update
                        set master = null, wrapped = null, erased_at = now(), cleared_at = null
                        """)
                .params(owner.value(), scope.tenant().value(), scope.environment().value())
                .update();
        afterwards(
                status -> {
                    if (status == TransactionSynchronization.STATUS_COMMITTED) {
                        known.keep(owner.value(), new Key.Destroyed());
                    }
                });
    }

    private static void afterwards(java.util.function.IntConsumer action) {
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCompletion(int status) {
                        action.accept(status);
                    }
                });
    }

    @Override
    public Key of(String owner) {
        Key found = known.find(owner);
        if (found == null) {
            found = read(owner);
            if (found == null) {
                throw new IllegalStateException(owner + " has no key to its data");
            }
        }
        return found;
    }

    private record Row(String owner, @Nullable Integer master, @Nullable String wrapped) {}

    private @Nullable Key read(String owner) {
        List<Row> rows =
                jdbc.sql(
                                """
                                select customer_id, master, wrapped from customer_key
                                where customer_id >= ? order by customer_id limit ?
                                """)
                        .params(owner, READ_AHEAD)
                        .query(JdbcCustomerKeys::row)
                        .list();
        Key wanted = null;
        for (Row row : rows) {
            Key key = opened(row);
            known.keep(row.owner(), key);
            if (row.owner().equals(owner)) {
                wanted = key;
            }
        }
        return wanted;
    }

    private static Row row(java.sql.ResultSet row, int index) throws java.sql.SQLException {
        int master = row.getInt("master");
        return new Row(
                row.getString("customer_id"),
                row.wasNull() ? null : master,
                row.getString("wrapped"));
    }

    private Key opened(Row row) {
        Integer master = row.master();
        String wrapped = row.wrapped();
        return master == null || wrapped == null
                ? new Key.Destroyed()
                : new Key.Held(unwrapped(row.owner(), master, wrapped));
    }

    private String wrapped(String owner, SecretKey key) {
        return box.seal(masters.of(masters.current()), owner, key.getEncoded());
    }

    private SecretKey unwrapped(String owner, int master, String wrapped) {
        byte[] key = SealedBox.open(masters.of(master), owner, wrapped);
        return new SecretKeySpec(key, "AES");
    }

    /** Makes a key for every customer of before there were keys; answers how many they were. */
    public int adopt() {
        record Keyless(String tenant, String environment, String owner) {}
        List<Keyless> keyless =
                jdbc.sql(
                                """
                                select tenant, environment, owner from unique_value taken
                                where kind = 'customer.external_id' and not exists (
                                    select from customer_key where customer_id = taken.owner)
                                """)
                        .query(Keyless.class)
                        .list();
        for (Keyless one : keyless) {
            jdbc.sql(
                            """
                            insert into customer_key
                                (customer_id, tenant, environment, master, wrapped)
                            values (?, ?, ?, ?, ?) on conflict do nothing
                            """)
                    .params(
                            one.owner(),
                            one.tenant(),
                            one.environment(),
                            masters.current(),
                            wrapped(one.owner(), SealedBox.freshKey()))
                    .update();
        }
        return keyless.size();
    }

    /**
     * Wraps every key that an earlier master wraps with the current one, and answers how many they
     * were. What they seal is not touched.
     */
    public int rewrap() {
        int all = 0;
        List<Row> some;
        do {
            some =
                    jdbc.sql(
                                    """
                                    select customer_id, master, wrapped from customer_key
                                    where master is not null and master <> ? limit ?
                                    """)
                            .params(masters.current(), REWRAPPED_AT_ONCE)
                            .query(JdbcCustomerKeys::row)
                            .list();
            some.forEach(this::rewrap);
            all += some.size();
        } while (!some.isEmpty());
        return all;
    }

    private void rewrap(Row row) {
        // Only if it is still as it was read: an erasure in between must stand.
        if (opened(row) instanceof Key.Held(var secret)) {
            jdbc.sql(
                            """
                            update customer_key set master = ?, wrapped = ?
                            where customer_id = ? and wrapped = ?
                            """)
                    .params(
                            masters.current(),
                            wrapped(row.owner(), secret),
                            row.owner(),
                            String.valueOf(row.wrapped()))
                    .update();
        }
    }
}
