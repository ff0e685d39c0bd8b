package io.tallybook.command.uniqueness;

import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.PLAN;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.customer;
import static io.tallybook.command.Some.ulid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Database;
import io.tallybook.command.uniqueness.Subscribers.Parties;
import io.tallybook.core.EntityId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.SubscriptionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Many transactions at once, some of them rolled back, on a real database. */
class ConcurrencyTest {
    private static final int THREADS = 8;

    private final DataSource database = Database.fresh();
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(database));

    private interface Work {
        void at(int n);
    }

    private static void together(int times, Work work)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                int n = i;
                all.add(threads.submit(() -> work.at(n)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    @Test
    void numbersHaveNoGapsAndNoRepeatsThoughEveryThirdTransactionFails() throws Exception {
        NumberSeries numbers = new JdbcNumberSeries(database);
        Set<Long> given = new ConcurrentSkipListSet<>();
        together(
                150,
                n ->
                        transaction.executeWithoutResult(
                                status -> {
                                    long number = numbers.next(SCOPE, "INV-202312");
                                    if (n % 3 == 0) {
                                        status.setRollbackOnly();
                                    } else {
                                        given.add(number);
                                    }
                                }));
        assertThat(given)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    void aTransactionTakesSeveralNumbersOfSeveralSeries() throws Exception {
        NumberSeries numbers = new JdbcNumberSeries(database);
        Set<Long> given = new ConcurrentSkipListSet<>();
        Set<Long> others = new ConcurrentSkipListSet<>();
        together(
                60,
                n ->
                        transaction.executeWithoutResult(
                                status -> {
                                    List<Long> taken = new ArrayList<>();
                                    for (int i = 0; i < n % 5; i++) {
                                        taken.add(numbers.next(SCOPE, "INV-202312"));
                                    }
                                    // Of a series that begins higher, as of one that is behind.
                                    long other = numbers.next(SCOPE, "INV-202401", 1_000);
                                    if (n % 3 == 0) {
                                        status.setRollbackOnly();
                                    } else {
                                        given.addAll(taken);
                                        others.add(other);
                                    }
                                }));
        // 40 stay: of every fifteen in a row ten, which take twenty.
        assertThat(given).containsExactlyElementsOf(LongStream.rangeClosed(1, 80).boxed().toList());
        assertThat(others)
                .containsExactlyElementsOf(LongStream.range(1_000, 1_040).boxed().toList());
        assertThat(numbers.next(SCOPE, "INV-202312")).isEqualTo(81);
    }

    @Test
    void everySeriesCountsForItself() {
        NumberSeries numbers = new JdbcNumberSeries(database);
        assertThat(numbers.next(SCOPE, "INV-202312")).isEqualTo(1);
        assertThat(numbers.next(SCOPE, "INV-202401")).isEqualTo(1);
        assertThat(numbers.next(OTHER_SCOPE, "INV-202312")).isEqualTo(1);
        assertThat(numbers.next(SCOPE, "INV-202312")).isEqualTo(2);
    }

    @Test
    void ofManyWhoWantAValueAtOnceOneGetsIt() throws Exception {
        Uniqueness uniqueness = new JdbcUniqueness(database);
        AtomicInteger winners = new AtomicInteger();
        together(
                64,
                n ->
                        transaction.executeWithoutResult(
                                _ -> {
                                    if (uniqueness.claim(claim("customer " + n))) {
                                        winners.incrementAndGet();
                                    }
                                }));
        assertThat(winners).hasValue(1);
    }

    @Test
    void aValueIsFreeAgainWhenItsTransactionFails() throws Exception {
        Uniqueness uniqueness = new JdbcUniqueness(database);
        AtomicInteger winners = new AtomicInteger();
        together(
                64,
                n ->
                        transaction.executeWithoutResult(
                                status -> {
                                    if (uniqueness.claim(claim("customer " + n))) {
                                        if (n < 32) {
                                            status.setRollbackOnly();
                                        } else {
                                            winners.incrementAndGet();
                                        }
                                    }
                                }));
        assertThat(winners).hasValue(1);
    }

    @Test
    void nobodySubscribesWithACustomerOrToAPlanThatGoesInTheSameMoment() throws Exception {
        Subscribers subscribers = new JdbcSubscribers(database);
        List<String> slipped = new CopyOnWriteArrayList<>();
        Set<CustomerId> subscribed = ConcurrentHashMap.newKeySet();
        Set<CustomerId> closed = ConcurrentHashMap.newKeySet();
        together(
                200,
                n -> {
                    CustomerId customer = customer("leaving " + n / 2);
                    transaction.executeWithoutResult(
                            _ -> {
                                if (n % 2 == 0) {
                                    if (subscribers.close(SCOPE, customer, 0)) {
                                        closed.add(customer);
                                    }
                                } else if (subscribers
                                        .enrol(
                                                SCOPE,
                                                SubscriptionId.of(ulid("s" + n)),
                                                new Parties(customer, List.of(PLAN)))
                                        .isEmpty()) {
                                    subscribed.add(customer);
                                }
                            });
                });
        for (CustomerId customer : subscribed) {
            if (closed.contains(customer)) {
                slipped.add(customer.value());
            }
        }
        assertThat(slipped).isEmpty();
        assertThat(subscribed.size() + closed.size()).isEqualTo(100);

        transaction.executeWithoutResult(_ -> subscribers.withdraw(SCOPE, PLAN));
        List<EntityId> gone = new ArrayList<>();
        transaction.executeWithoutResult(
                _ ->
                        subscribers
                                .enrol(
                                        SCOPE,
                                        SubscriptionId.of(ulid("late")),
                                        new Parties(customer("late"), List.of(PLAN)))
                                .ifPresent(gone::add));
        assertThat(gone).containsExactly(PLAN);
    }

    private static Claim claim(String owner) {
        return Claim.in(SCOPE, "customer.external_id", "external_id", "acme", customer(owner));
    }
}
