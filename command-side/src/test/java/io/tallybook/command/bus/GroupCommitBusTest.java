package io.tallybook.command.bus;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.INVOICE;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.WALLET;
import static io.tallybook.command.Some.customer;
import static io.tallybook.command.Some.decimal;
import static io.tallybook.command.Some.transaction;
import static io.tallybook.command.Some.ulid;
import static io.tallybook.command.Some.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tallybook.command.Database;
import io.tallybook.core.Receipt;
import io.tallybook.core.Rejection;
import io.tallybook.core.customer.CustomerCommand;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.PersonalData;
import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.HoldId;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.testkit.Eventually;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Commands that wait together, in one lane, on a real event store. */
class GroupCommitBusTest {
    private static final String HELD = "held by another";

    private final DataSource source = Database.fresh();
    private final CommandSide side = new CommandSide(source, new AggregateCache(1_000), 1);
    private final JdbcClient database = JdbcClient.create(source);

    @AfterEach
    void stop() {
        side.close();
    }

    private static CustomerCommand.Create create(CustomerId id, String externalId) {
        return new CustomerCommand.Create(
                id, SCOPE, NOW, externalId, person("Ada"), "UTC", Map.of());
    }

    private static CustomerCommand.Create create(String externalId) {
        return create(customer(externalId), externalId);
    }

    private static CustomerCommand.Update update(CustomerId id, String name) {
        return new CustomerCommand.Update(id, SCOPE, NOW, person(name), "UTC", Map.of());
    }

    private static PersonalData person(String name) {
        return new PersonalData(name, null, null, null, null, null, null, null, null);
    }

    private CompletableFuture<Receipt> send(Object command) {
        return side.send(command, Map.of()).orTimeout(60, TimeUnit.SECONDS);
    }

    /**
     * Sends while the lane is busy with a command that waits for a value which another transaction
     * is about to take, so that all of it waits together.
     */
    private <T> T whileTheLaneIsBusy(Supplier<T> sending) throws SQLException {
        try (Connection other = source.getConnection()) {
            other.setAutoCommit(false);
            take(other, HELD);
            CompletableFuture<Receipt> first = send(create(HELD));
            Eventually.within(
                    Duration.ofSeconds(60), () -> assertThat(somebodyWaitsForALock()).isTrue());
            T sent = sending.get();
            assertThat(first).isNotDone();
            other.rollback();
            first.join();
            return sent;
        }
    }

    private static void take(Connection by, String externalId) throws SQLException {
        try (PreparedStatement take =
                by.prepareStatement(
                        "insert into unique_value values (?, ?, 'customer.external_id', ?, 'x')")) {
            take.setString(1, SCOPE.tenant().value());
            take.setString(2, SCOPE.environment().value());
            take.setString(3, externalId);
            take.executeUpdate();
        }
    }

    private boolean somebodyWaitsForALock() {
        return database.sql(
                        "select exists (select 1 from pg_stat_activity where wait_event_type ="
                                + " 'Lock' and datname = current_database())")
                .query(Boolean.class)
                .single();
    }

    private long transactionsOf(List<CustomerId> customers) {
        return database.sql(
                        "select count(distinct xmin::text) from domain_event_entry"
                                + " where aggregate_identifier = any(?)")
                .param(customers.stream().map(CustomerId::value).toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    private long eventsOf(CustomerId customer) {
        return database.sql("select count(*) from event_log where entity_id = ?")
                .param(customer.value())
                .query(Long.class)
                .single();
    }

    private static Rejection rejection(CompletableFuture<?> answer) {
        if (catchThrowable(answer::join).getCause() instanceof CommandExecutionException refused) {
            return refused.<Rejection>getDetails().orElseThrow();
        }
        throw new AssertionError("not a refusal: " + answer);
    }

    @Test
    void whatWaitsTogetherIsCommittedTogetherAndEachHasItsAnswer() throws SQLException {
        List<CustomerId> ids =
                IntStream.range(0, 40).mapToObj(i -> customer("customer " + i)).toList();
        List<CompletableFuture<Receipt>> answers =
                whileTheLaneIsBusy(
                        () -> ids.stream().map(id -> send(create(id, id.value()))).toList());
        for (int i = 0; i < ids.size(); i++) {
            assertThat(answers.get(i).join()).isEqualTo(new Receipt(ids.get(i).value(), 0));
        }
        assertThat(transactionsOf(ids)).isEqualTo(1);
    }

    @Test
    void moreThanGoIntoOneTransactionTakeSeveral() throws SQLException {
        List<CustomerId> ids =
                IntStream.range(0, CommandSide.TOGETHER_MAX + 10)
                        .mapToObj(i -> customer("customer " + i))
                        .toList();
        whileTheLaneIsBusy(() -> ids.stream().map(id -> send(create(id, id.value()))).toList())
                .forEach(CompletableFuture::join);
        assertThat(transactionsOf(ids)).isEqualTo(2);
    }

    @Test
    void commandsToOneCustomerKeepTheirOrder() throws SQLException {
        CustomerId id = customer("one");
        List<CompletableFuture<Receipt>> answers =
                whileTheLaneIsBusy(
                        () -> {
                            List<CompletableFuture<Receipt>> all = new ArrayList<>();
                            all.add(send(create(id, "one")));
                            for (int i = 1; i <= 5; i++) {
                                all.add(send(update(id, "name " + i)));
                            }
                            return all;
                        });
        assertThat(answers.stream().map(answer -> answer.join().version()).toList())
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(transactionsOf(List.of(id))).isEqualTo(1);
    }

    @Test
    void aWalletKnowsWhatItDidInTheSameTransaction() throws SQLException {
        side.send(
                new WalletCommand.Create(
                        WALLET,
                        SCOPE,
                        NOW,
                        new WalletDocument(
                                CUSTOMER, USD, null, null, decimal("1"), decimal("1"), Map.of())));
        HoldId hold = HoldId.of(ulid("hold"));
        List<WalletCommand> commands =
                List.of(
                        topUp("in", "key of in"),
                        topUp("in", "key of in"),
                        topUp("another", "key of in"),
                        pay("debit"),
                        pay("debit"),
                        giveBack("back"),
                        giveBack("back"),
                        new WalletCommand.Hold(
                                WALLET,
                                SCOPE,
                                NOW,
                                hold,
                                decimal("1"),
                                NOW.plusSeconds(60),
                                null,
                                null,
                                Map.of()),
                        release(hold),
                        release(hold));
        List<CompletableFuture<Receipt>> answers =
                whileTheLaneIsBusy(() -> commands.stream().map(this::send).toList());
        assertThat(answers.stream().map(answer -> answer.join().version()).toList())
                .containsExactly(1L, 1L, 1L, 2L, 2L, 3L, 3L, 4L, 5L, 5L);
        assertThat(
                        database.sql(
                                        "select count(distinct xmin::text) from domain_event_entry"
                                                + " where aggregate_identifier = ?"
                                                + " and sequence_number > 0")
                                .param(WALLET.value())
                                .query(Long.class)
                                .single())
                .isEqualTo(1);
    }

    private static WalletCommand topUp(String id, String key) {
        return new WalletCommand.TopUp(
                WALLET,
                SCOPE,
                NOW,
                transaction(id),
                decimal("10"),
                TransactionDocument.Reason.FREE_CREDIT_GRANT,
                null,
                null,
                key,
                null,
                Map.of());
    }

    private static WalletCommand pay(String id) {
        return new WalletCommand.Debit(WALLET, SCOPE, NOW, transaction(id), INVOICE, usd("4.00"));
    }

    private static WalletCommand giveBack(String id) {
        return new WalletCommand.GiveBack(
                WALLET, SCOPE, NOW, transaction(id), transaction("debit"));
    }

    private static WalletCommand release(HoldId hold) {
        return new WalletCommand.Release(WALLET, SCOPE, NOW, hold, HoldDocument.Status.RELEASED);
    }

    @Test
    void aRefusedOneLeavesNothingAndTheOthersAreMade() throws SQLException {
        List<CompletableFuture<Receipt>> answers =
                whileTheLaneIsBusy(
                        () ->
                                List.of(
                                        send(create("a")),
                                        send(create("b")),
                                        send(create(customer("not b"), "b")),
                                        send(update(customer("nobody"), "x")),
                                        send(create(customer("nameless"), "")),
                                        send(create("c"))));
        for (int made : new int[] {0, 1, 5}) {
            assertThat(answers.get(made).join().version()).isZero();
        }
        assertThat(rejection(answers.get(2)).reason()).isEqualTo(Rejection.Reason.ALREADY_EXISTS);
        assertThat(rejection(answers.get(3)).reason()).isEqualTo(Rejection.Reason.NOT_FOUND);
        assertThat(rejection(answers.get(4)).reason()).isEqualTo(Rejection.Reason.VALIDATION);
        assertThat(eventsOf(customer("not b"))).isZero();
        assertThat(send(create(customer("not b"), "d")).join().version()).isZero();
        assertThat(
                        database.sql("select value from unique_value order by value")
                                .query(String.class)
                                .list())
                .containsExactly("a", "b", "c", "d", HELD);
    }

    @Test
    void whoeverIsBehindTheStoreReadsItAgainAndTheOthersAreMade() throws SQLException {
        CustomerId behind = customer("behind");
        send(create(behind, "behind")).join();
        // Another program has gone on with it: what this one remembers is no longer so.
        database.sql(
                        """
                        insert into domain_event_entry (aggregate_identifier, sequence_number, type,
                            event_identifier, meta_data, payload, payload_revision, payload_type, time_stamp)
                        select aggregate_identifier, 1, type, event_identifier || ' again', meta_data,
                            payload, payload_revision, payload_type, time_stamp
                        from domain_event_entry where aggregate_identifier = ?
                        """)
                .param(behind.value())
                .update();
        List<CompletableFuture<Receipt>> answers =
                whileTheLaneIsBusy(
                        () ->
                                List.of(
                                        send(create("a")),
                                        send(update(behind, "Eve")),
                                        send(create("b"))));
        assertThat(answers.get(0).join().version()).isZero();
        assertThat(answers.get(1).join().version()).isEqualTo(2);
        assertThat(answers.get(2).join().version()).isZero();
        assertThat(eventsOf(behind)).isEqualTo(3);
    }

    /** A wish that is for no aggregate. */
    private record Errand(String what) {}

    @Test
    void aLaneOutlivesItsConnection() throws SQLException {
        try (Connection other = source.getConnection()) {
            other.setAutoCommit(false);
            take(other, "held to the end");
            List<CompletableFuture<Receipt>> together =
                    whileTheLaneIsBusy(
                            () ->
                                    Stream.of("before", "held to the end", "behind")
                                            .map(id -> send(create(id)))
                                            .toList());
            Eventually.within(Duration.ofSeconds(60), () -> assertThat(broken()).isPositive());
            other.rollback();
            assertThat(together).allMatch(GroupCommitBusTest::isAnswered);
        }
        assertThat(send(create("afterwards")).join().version()).isZero();
    }

    private static boolean isAnswered(CompletableFuture<Receipt> sent) {
        return sent.handle((_, failure) -> !(failure instanceof TimeoutException)).join();
    }

    /** How many connections that waited for a lock were cut. */
    private long broken() {
        return database.sql(
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                                + " where wait_event_type = 'Lock'"
                                + " and datname = current_database()")
                .query(Long.class)
                .single();
    }

    @Test
    void whatIsForNoAggregateComesIntoNoLane() throws SQLException {
        side.bus()
                .subscribe(
                        Errand.class.getName(), command -> ((Errand) command.getPayload()).what());
        CompletableFuture<Object> answer = new CompletableFuture<>();
        whileTheLaneIsBusy(
                () -> {
                    side.bus()
                            .dispatch(
                                    GenericCommandMessage.asCommandMessage(new Errand("done")),
                                    (_, result) -> answer.complete(result.getPayload()));
                    return answer.orTimeout(60, TimeUnit.SECONDS).join();
                });
        assertThat(answer).isCompletedWithValue("done");
    }

    /** Whoever takes this external id loses the database's choice of a victim so many times. */
    private void loses(String externalId, int times) {
        database.sql("create sequence losses").update();
        database.sql(
                        """
                        create function loses() returns trigger language plpgsql as $$
                        begin
                          if new.value = '%s' and nextval('losses') <= %d then
                            raise exception 'deadlock detected' using errcode = 'deadlock_detected';
                          end if;
                          return new;
                        end $$
                        """
                                .formatted(externalId, times))
                .update();
        database.sql(
                        "create trigger loses before insert on unique_value for each row execute"
                                + " function loses()")
                .update();
    }

    @Test
    void aCommandThatLosesAgainstAnotherIsPerformedAgain() {
        loses("unlucky", 2);
        CustomerId id = customer("unlucky");
        assertThat(send(create(id, "unlucky")).join()).isEqualTo(new Receipt(id.value(), 0));
        assertThat(eventsOf(id)).isEqualTo(1);
    }

    @Test
    void aCommandThatLosesAgainAndAgainIsAnsweredSo() {
        loses("hopeless", 1_000);
        CustomerId id = customer("hopeless");
        assertThat(catchThrowable(send(create(id, "hopeless"))::join))
                .hasStackTraceContaining("deadlock detected");
        assertThat(eventsOf(id)).isZero();
        assertThat(database.sql("select last_value from losses").query(Long.class).single())
                .isEqualTo(3);
    }
}
