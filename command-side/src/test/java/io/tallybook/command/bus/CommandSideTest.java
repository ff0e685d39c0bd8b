package io.tallybook.command.bus;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.INVOICE;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.WALLET;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.customer;
import static io.tallybook.command.Some.decimal;
import static io.tallybook.command.Some.transaction;
import static io.tallybook.command.Some.ulid;
import static io.tallybook.command.Some.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tallybook.command.Prices;
import io.tallybook.command.Some;
import io.tallybook.core.Meta;
import io.tallybook.core.Receipt;
import io.tallybook.core.Rejection;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.customer.CustomerCommand;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.PersonalData;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.wallet.HoldId;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wire.UnknownEventName;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.testkit.Eventually;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.common.caching.NoCache;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The aggregates on a real bus and a real event store. */
class CommandSideTest {
    private final CommandSide side = new CommandSide(new AggregateCache(1_000));
    private final JdbcClient database = JdbcClient.create(side.database);

    @AfterEach
    void stop() {
        side.close();
    }

    private static CustomerCommand.Create create(CustomerId id, String externalId) {
        return new CustomerCommand.Create(
                id, SCOPE, NOW, externalId, person("Ada"), "UTC", Map.of());
    }

    private static PersonalData person(String name) {
        return new PersonalData(name, null, null, null, null, null, null, null, null);
    }

    private static CustomerCommand.Update update(String name) {
        return new CustomerCommand.Update(CUSTOMER, SCOPE, NOW, person(name), "UTC", Map.of());
    }

    private static Rejection rejection(CompletableFuture<?> answer) {
        Throwable thrown = catchThrowable(answer::join);
        assertThat(thrown).isInstanceOf(CompletionException.class);
        if (thrown.getCause() instanceof CommandExecutionException refused) {
            return refused.<Rejection>getDetails().orElseThrow();
        }
        throw new AssertionError("not a refusal", thrown);
    }

    private Rejection refusalOf(Object command) {
        return rejection(side.send(command, Map.of()));
    }

    private static InvoiceOpening opening(int index) {
        return new InvoiceOpening(
                SUBSCRIPTION,
                CUSTOMER,
                USD,
                BillingReason.SUBSCRIPTION_CYCLE,
                index,
                new BillingPeriod(NOW, at("2023-12-01T00:00:00Z")),
                NOW);
    }

    private InvoiceId computedInvoice(int n) {
        InvoiceId id = InvoiceId.of(ulid("invoice " + n));
        side.send(new InvoiceCommand.Open(id, SCOPE, NOW, opening(n)));
        side.send(
                new InvoiceCommand.Compute(
                        id,
                        SCOPE,
                        NOW,
                        Conventions.FLEXPRICE,
                        List.of(
                                new InvoiceLineInput(
                                        Some.invoiceLine("line"),
                                        Some.lineItem("line"),
                                        Some.PRICE,
                                        Prices.fixed("1.00").build(),
                                        "Base",
                                        "Pro",
                                        opening(n).period(),
                                        decimal("1"),
                                        null))));
        return id;
    }

    @Test
    void everyAggregateSaysItsTypeAndItsCache() {
        assertThat(CommandSide.aggregates()).hasSizeGreaterThanOrEqualTo(10);
        for (Class<?> type : CommandSide.aggregates()) {
            Aggregate aggregate = type.getAnnotation(Aggregate.class);
            assertThat(aggregate.type()).as(type.getName()).isNotEmpty();
            assertThat(aggregate.cache()).as(type.getName()).isEqualTo("aggregateCache");
        }
    }

    @Test
    void aReceiptNamesTheVersionThatStands() {
        assertThat(side.send(create(CUSTOMER, "acme"))).isEqualTo(receipt(0));
        assertThat(side.send(update("Eve"))).isEqualTo(receipt(1));
        assertThat(side.send(create(CUSTOMER, "acme"))).isEqualTo(receipt(1));
        assertThat(side.send(update("Eve"))).isEqualTo(receipt(1));
    }

    private static Receipt receipt(long version) {
        return new Receipt(CUSTOMER.value(), version);
    }

    @Test
    void aCommandToNothingIsNotFound() {
        Rejection rejection = refusalOf(update("Eve"));
        assertThat(rejection.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(rejection.message()).contains("customer", CUSTOMER.value());
        assertThat(refusalOf(new InvoiceCommand.VoidInvoice(INVOICE, SCOPE, NOW, null)).message())
                .contains("invoice", INVOICE.value());
    }

    @Test
    void aRefusalLeavesNothingBehindAndHidesNothing() {
        side.send(create(CUSTOMER, "acme"));
        CustomerId second = customer("second");
        assertThat(refusalOf(create(second, "acme")).reason()).isEqualTo(Reason.ALREADY_EXISTS);
        assertThat(refusalOf(update("")).reason()).isEqualTo(Reason.VALIDATION);
        assertThat(events()).isEqualTo(1);
        assertThat(side.send(create(second, "other")).version()).isZero();
        assertThat(side.send(update("Eve")).version()).isEqualTo(1);
    }

    @Test
    void aRefusedCreationTakesNoName() {
        assertThat(
                        refusalOf(
                                        new CustomerCommand.Create(
                                                CUSTOMER,
                                                SCOPE,
                                                NOW,
                                                "acme",
                                                person(""),
                                                "UTC",
                                                Map.of()))
                                .reason())
                .isEqualTo(Reason.VALIDATION);
        assertThat(side.send(create(customer("second"), "acme")).version()).isZero();
    }

    @Test
    void ofManyCustomersWithOneNameAtOnceOneIsMade() {
        List<CompletableFuture<Receipt>> answers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            answers.add(side.send(create(customer("customer " + i), "acme"), Map.of()));
        }
        long made =
                answers.stream()
                        .filter(answer -> answer.handle((_, thrown) -> thrown == null).join())
                        .count();
        assertThat(made).isEqualTo(1);
        assertThat(events()).isEqualTo(1);
    }

    @Test
    void theSameCreationSentManyTimesAtOnceHappensOnce() {
        List<CompletableFuture<Receipt>> answers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            answers.add(side.send(create(CUSTOMER, "acme"), Map.of()));
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(receipt(0)));
        assertThat(events()).isEqualTo(1);
    }

    @Test
    void invoicesFinalizedAtOnceByTwoProgramsGetNumbersWithoutGaps() {
        List<InvoiceId> invoices = computedInvoices(200);
        List<CompletableFuture<Receipt>> answers = new ArrayList<>();
        try (CommandSide other = new CommandSide(side.database, new AggregateCache(1_000))) {
            for (int i = 0; i < invoices.size(); i++) {
                InvoiceCommand.Finalize c = finalization(invoices.get(i));
                CommandSide program = i % 2 == 0 ? side : other;
                answers.add(program.send(c, Map.of()));
                answers.add(program.send(c, Map.of())); // a retry takes no number
            }
            answers.forEach(CompletableFuture::join);
        }
        assertThat(numbers()).isEqualTo(numbersUpTo(200));
    }

    @Test
    void invoicesOfAnEnvironmentThatWaitForTheirNumbersAreFinalizedTogether() throws SQLException {
        List<InvoiceId> invoices = computedInvoices(41);
        side.send(finalization(invoices.getFirst()));
        List<InvoiceId> waiting = invoices.subList(1, invoices.size());
        List<CompletableFuture<Receipt>> answers;
        try (Connection another = side.database.getConnection();
                Statement statement = another.createStatement()) {
            another.setAutoCommit(false);
            statement.executeUpdate("update number_series set last_number = last_number");
            answers = waiting.stream().map(id -> side.send(finalization(id), Map.of())).toList();
            Eventually.within(
                    Duration.ofSeconds(60), () -> assertThat(waitingForLocks()).isEqualTo(1));
            assertThat(answers).noneMatch(CompletableFuture::isDone);
            another.rollback();
        }
        answers.forEach(CompletableFuture::join);
        assertThat(numbers()).isEqualTo(numbersUpTo(41));
        // Those that the lane took first, which waited for the number, and those that came
        // meanwhile.
        assertThat(transactionsThatFinalized(waiting)).isLessThanOrEqualTo(2);
    }

    private static InvoiceCommand.Finalize finalization(InvoiceId id) {
        return new InvoiceCommand.Finalize(id, SCOPE, NOW, List.of());
    }

    private List<InvoiceId> computedInvoices(int count) {
        return IntStream.range(0, count).mapToObj(this::computedInvoice).toList();
    }

    private List<String> numbers() {
        return database.sql(
                        """
                        select payload ->> 'number' from event_log
                        where event = 'invoice.finalized' order by 1
                        """)
                .query(String.class)
                .list();
    }

    private static List<String> numbersUpTo(int last) {
        return IntStream.rangeClosed(1, last).mapToObj("INV-202311-%05d"::formatted).toList();
    }

    private long waitingForLocks() {
        return database.sql(
                        """
                        select count(*) from pg_stat_activity
                        where wait_event_type = 'Lock' and datname = current_database()
                        """)
                .query(Long.class)
                .single();
    }

    private long transactionsThatFinalized(List<InvoiceId> invoices) {
        return database.sql(
                        """
                        select count(distinct xmin::text) from domain_event_entry
                        where aggregate_identifier = any(?) and sequence_number = 2
                        """)
                .param(invoices.stream().map(InvoiceId::value).toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    @Test
    void aWalletReadFromTheStoreIsTheOneInTheCache() {
        side.send(
                new WalletCommand.Create(
                        WALLET,
                        SCOPE,
                        NOW,
                        new WalletDocument(
                                CUSTOMER, USD, null, null, decimal("1"), decimal("1"), Map.of())));
        side.send(
                new WalletCommand.TopUp(
                        WALLET,
                        SCOPE,
                        NOW,
                        transaction("topup"),
                        decimal("25.10"),
                        TransactionDocument.Reason.PURCHASED_CREDIT_DIRECT,
                        null,
                        null,
                        "key",
                        null,
                        Map.of()));
        try (CommandSide restarted = new CommandSide(side.database, NoCache.INSTANCE)) {
            restarted.send(
                    new WalletCommand.Debit(
                            WALLET, SCOPE, NOW, transaction("debit"), INVOICE, usd("25.00")));
        }
        try (CommandSide restarted = new CommandSide(side.database, NoCache.INSTANCE)) {
            Receipt repeated =
                    restarted.send(
                            new WalletCommand.Debit(
                                    WALLET,
                                    SCOPE,
                                    NOW,
                                    transaction("debit"),
                                    INVOICE,
                                    usd("25.00")));
            assertThat(repeated.version()).isEqualTo(2);
        }
        assertThat(
                        database.sql(
                                        """
                                        select payload -> 'transaction' ->> 'balanceAfter'
                                        from event_log where event = 'wallet.debited'
                                        """)
                                .query(String.class)
                                .single())
                .isEqualTo("0.10");
    }

    @Test
    void twoHundredWritersAtOnceGetNoMoreThanThereIs() {
        side.send(
                new WalletCommand.Create(
                        WALLET,
                        SCOPE,
                        NOW,
                        new WalletDocument(
                                CUSTOMER, USD, null, null, decimal("1"), decimal("1"), Map.of())));
        side.send(
                new WalletCommand.TopUp(
                        WALLET,
                        SCOPE,
                        NOW,
                        transaction("topup"),
                        decimal("75"),
                        TransactionDocument.Reason.PURCHASED_CREDIT_DIRECT,
                        null,
                        null,
                        null,
                        null,
                        Map.of()));
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                WalletCommand one = i % 2 == 0 ? taking(i) : holding(i);
                answers.add(CompletableFuture.supplyAsync(() -> isAccepted(one), writers));
            }
        }
        assertThat(answers).filteredOn(CompletableFuture::join).hasSize(75);
        assertThat(
                        database.sql(
                                        """
                                        select count(*) from event_log
                                        where event in ('wallet.taken_out', 'wallet.held')
                                        """)
                                .query(Integer.class)
                                .single())
                .isEqualTo(75);
        assertThat(
                        database.sql(
                                        """
                                        select min((payload -> 'transaction' ->> 'balanceAfter')::numeric) >= 0
                                        from event_log where event = 'wallet.taken_out'
                                        """)
                                .query(Boolean.class)
                                .single())
                .isTrue();
    }

    private boolean isAccepted(WalletCommand command) {
        try {
            side.send(command, Map.of()).join();
            return true;
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(CommandExecutionException.class);
            return false;
        }
    }

    private static WalletCommand taking(int i) {
        return new WalletCommand.TakeOut(
                WALLET,
                SCOPE,
                NOW,
                transaction("out " + i),
                TransactionDocument.Reason.MANUAL_BALANCE_DEBIT,
                decimal("1"),
                null,
                null,
                null,
                null,
                Map.of());
    }

    private static WalletCommand holding(int i) {
        return new WalletCommand.Hold(
                WALLET,
                SCOPE,
                NOW,
                HoldId.of(ulid("hold " + i)),
                decimal("1"),
                NOW.plusSeconds(60),
                null,
                null,
                Map.of());
    }

    @Test
    void anAuditorReadsWhoDidWhatWhenAndWhy() {
        side.send(
                        create(CUSTOMER, "acme"),
                        Map.of(
                                Meta.ACTOR, "key_1",
                                Meta.REQUEST_ID, "req_1",
                                Meta.CAUSE, "due_work:renew",
                                Meta.TENANT, "forged"))
                .join();
        Map<String, @Nullable Object> row =
                database.sql(
                                """
                                select entity_type, entity_id, sequence, event, version,
                                       effective_at = '2023-11-01T00:00:00Z' as at_its_time,
                                       recorded_at > '2026-01-01' as recorded_by_machine,
                                       tenant, environment, actor, request_id, command, cause,
                                       payload ->> 'externalId' as external_id
                                from event_log
                                """)
                        .query()
                        .singleRow();
        assertThat(row)
                .containsEntry("entity_type", "customer")
                .containsEntry("entity_id", CUSTOMER.value())
                .containsEntry("sequence", 0L)
                .containsEntry("event", "customer.created")
                .containsEntry("version", "2")
                .containsEntry("at_its_time", true)
                .containsEntry("recorded_by_machine", true)
                .containsEntry("tenant", SCOPE.tenant().value())
                .containsEntry("environment", SCOPE.environment().value())
                .containsEntry("actor", "key_1")
                .containsEntry("request_id", "req_1")
                .containsEntry("command", "customer.create")
                .containsEntry("cause", "due_work:renew")
                .containsEntry("external_id", "acme");
    }

    @Test
    void whatBelongsToAnotherScopeIsNotFoundEvenFromTheCache() {
        side.send(create(CUSTOMER, "acme"));
        assertThat(
                        refusalOf(
                                        new CustomerCommand.Update(
                                                CUSTOMER,
                                                OTHER_SCOPE,
                                                NOW,
                                                person("Eve"),
                                                "UTC",
                                                Map.of()))
                                .reason())
                .isEqualTo(Reason.NOT_FOUND);
    }

    /** An event that nobody can read must not make an entity look as if it had never happened. */
    @Test
    void anUnknownEventStopsItsAggregateUntilItCanBeReadAndNoLonger() {
        side.send(create(CUSTOMER, "acme"));
        rename("customer.created", "customer.teleported");
        try (CommandSide restarted = new CommandSide(side.database, new AggregateCache(1_000))) {
            assertThatThrownBy(() -> restarted.send(update("Eve")))
                    .hasRootCauseInstanceOf(UnknownEventName.class);
            assertThatThrownBy(() -> restarted.send(create(CUSTOMER, "acme")))
                    .hasRootCauseInstanceOf(UnknownEventName.class);
            rename("customer.teleported", "customer.created");
            assertThat(
                            restarted
                                    .send(create(CUSTOMER, "acme"), Map.of())
                                    .orTimeout(60, TimeUnit.SECONDS)
                                    .join())
                    .isEqualTo(receipt(0));
        }
    }

    private void rename(String from, String to) {
        database.sql("update domain_event_entry set payload_type = ? where payload_type = ?")
                .params(to, from)
                .update();
    }

    private long events() {
        return database.sql("select count(*) from event_log").query(Long.class).single();
    }
}
