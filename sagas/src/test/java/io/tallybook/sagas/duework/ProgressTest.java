package io.tallybook.sagas.duework;

import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.fixed;
import static io.tallybook.sagas.Samples.subscription;
import static io.tallybook.sagas.Samples.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.sagas.Engine;
import io.tallybook.sagas.Samples;
import io.tallybook.sagas.TestDatabase;
import io.tallybook.sagas.ViewsInMemory;
import io.tallybook.testkit.MutableClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Instant FAR = Instant.parse("2030-01-01T00:00:00Z");

    private final TestDatabase database = new TestDatabase();
    private final Engine engine =
            new Engine(
                    database.dataSource(),
                    new ViewsInMemory(),
                    MutableClock.at("2026-01-01T00:00:00Z"));

    @AfterEach
    void stop() {
        engine.close();
        database.close();
    }

    private void subscribe(String name) {
        var terms = terms(null, fixed("20.00", InvoiceCadence.ARREAR));
        engine.send(
                new SubscriptionCommand.Create(Samples.subscription(name), SCOPE, START, terms));
    }

    @Test
    void whatIsRecordedIsProcessedWhenTheWaitIsOver() throws InterruptedException {
        for (int n = 1; n <= 20; n++) {
            subscribe("number " + n);

            assertThat(engine.progress().await(LONG)).isTrue();
            assertThat(engine.dueWork().open(SCOPE, FAR)).isEqualTo(n);
        }
        assertThat(engine.progress().isQuiet()).isTrue();
    }

    @Test
    void anEmptyStoreIsProcessed() throws InterruptedException {
        assertThat(engine.progress().await(LONG)).isTrue();
    }

    @Test
    void aNumberThatARolledBackEventHasBurntHoldsNobodyUp() throws Exception {
        subscribe("before");
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("select nextval('domain_event_entry_global_index_seq')");
        }
        subscribe("after");

        assertThat(engine.progress().await(LONG)).isTrue();
        assertThat(engine.dueWork().open(SCOPE, FAR)).isEqualTo(2);
    }

    @Test
    void anEventThatCommitsLateIsWaitedFor() throws Exception {
        subscribe("before");
        subscribe("late");
        assertThat(engine.progress().await(LONG)).isTrue();
        // Its row is taken out and put back under a number of its own, in a transaction that
        // commits after a later event was processed.
        try (Connection late = database.dataSource().getConnection()) {
            late.setAutoCommit(false);
            appendRenewalOf("late", late);
            subscribe("after");
            assertThat(engine.progress().await(LONG)).isTrue();
            assertThat(engine.dueWork().open(SCOPE, FAR)).isEqualTo(3);
            late.commit();
            late.setAutoCommit(true);
        }

        assertThat(engine.progress().await(LONG)).isTrue();
        assertThat(engine.dueWork().next(SCOPE, FAR, FAR, 10))
                .extracting(DueItem::duty)
                .doesNotContain(new Duty.Renew(subscription("late"), 0));
    }

    /** Copies the first event, as that of an end with nothing to bill, into an open transaction. */
    private void appendRenewalOf(String name, Connection connection) throws SQLException {
        String sql =
                """
                insert into domain_event_entry (aggregate_identifier, sequence_number, type, event_identifier,
                    meta_data, payload, payload_revision, payload_type, time_stamp)
                select aggregate_identifier, 1, type, 'late', meta_data, convert_to(?, 'UTF8'), '1',
                    'subscription.cancelled', time_stamp
                from domain_event_entry where aggregate_identifier = ? and sequence_number = 0
                """;
        try (var insert = connection.prepareStatement(sql)) {
            insert.setString(
                    1,
                    """
                    {"subscriptionId":"%s","type":"IMMEDIATE","requestedAt":"%s","cancelledAt":"%s","periodIndex":0,
                     "closedPeriod":null,"openUsage":"FORGIVEN","reason":null}
                    """
                            .formatted(subscription(name), START, START));
            insert.setString(2, subscription(name).value());
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void aTableThatIsBuiltAgainIsTheSame() throws InterruptedException {
        for (String name : List.of("one", "two", "three")) {
            subscribe(name);
        }
        assertThat(engine.progress().await(LONG)).isTrue();
        List<DueItem> before = engine.dueWork().next(SCOPE, FAR, FAR, 10);

        var processor = engine.dueWorkProcessor();
        processor.shutDown();
        processor.resetTokens();
        assertThat(engine.dueWork().open(SCOPE, FAR)).isZero();
        processor.start();

        assertThat(engine.progress().await(LONG)).isTrue();
        assertThat(engine.dueWork().next(SCOPE, FAR, FAR, 10)).hasSize(3).isEqualTo(before);
    }

    @Test
    void aProcessorThatStandsStillIsNotCaughtUp() throws InterruptedException {
        subscribe("one");
        assertThat(engine.progress().await(LONG)).isTrue();

        engine.dueWorkProcessor().shutDown();
        subscribe("two");

        assertThat(engine.progress().await(Duration.ofMillis(200))).isFalse();
        assertThat(engine.progress().isQuiet()).isFalse();
    }
}
