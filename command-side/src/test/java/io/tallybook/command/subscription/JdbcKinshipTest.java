package io.tallybook.command.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Database;
import io.tallybook.command.Some;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.subscription.Heir;
import io.tallybook.core.subscription.SubscriptionId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class JdbcKinshipTest {
    private final DataSource database = Database.fresh();
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(database));

    private final Kinship postgres = new JdbcKinship(database);

    private static SubscriptionId subscription(String name) {
        return SubscriptionId.of(Ulid.derived(Instant.EPOCH, name));
    }

    private static Heir heir(String name) {
        return new Heir(
                Some.customer(name),
                name,
                subscription("inherited by " + name),
                Instant.EPOCH,
                null);
    }

    private Optional<Rejection> join(
            Kinship kinship, Scope scope, String parent, String head, String... heirs) {
        return Objects.requireNonNull(
                transaction.execute(
                        _ ->
                                kinship.join(
                                        scope,
                                        subscription(parent),
                                        Some.customer(head),
                                        List.of(heirs).stream()
                                                .map(JdbcKinshipTest::heir)
                                                .toList())));
    }

    private void keepsTheContract(Kinship kinship) {
        Scope here = Some.SCOPE;
        assertThat(join(kinship, here, "p1", "head", "a", "b")).isEmpty();
        assertThat(join(kinship, here, "p2", "other", "a")).isPresent();
        assertThat(join(kinship, here, "p2", "other", "head")).isPresent();
        assertThat(join(kinship, here, "p3", "b", "c")).isPresent();
        assertThat(join(kinship, Some.OTHER_SCOPE, "p4", "b", "a")).isEmpty();
        transaction.executeWithoutResult(
                _ -> kinship.leave(here, subscription("p1"), List.of(Some.customer("a"))));
        assertThat(join(kinship, here, "p2", "other", "a")).isEmpty();
        transaction.executeWithoutResult(
                _ -> kinship.leave(here, subscription("p1"), List.of(Some.customer("b"))));
        assertThat(join(kinship, here, "p3", "b", "c")).isEmpty();
        assertThat(join(kinship, Some.OTHER_SCOPE, "p5", "x", "a")).isPresent();
    }

    @Test
    void aCustomerSharesOneOtherAndNoneOfItsOwn() {
        keepsTheContract(postgres);
        keepsTheContract(new InMemoryKinship());
    }

    private Optional<Rejection> group(
            Kinship kinship, Scope scope, String parent, String... children) {
        return Objects.requireNonNull(
                transaction.execute(
                        _ ->
                                kinship.group(
                                        scope,
                                        subscription(parent),
                                        List.of(children).stream()
                                                .map(JdbcKinshipTest::subscription)
                                                .toList())));
    }

    private void groupsByTheContract(Kinship kinship) {
        Scope here = Some.SCOPE;
        assertThat(group(kinship, here, "g1", "a", "b")).isEmpty();
        assertThat(group(kinship, here, "g2", "a")).isPresent();
        assertThat(group(kinship, here, "g2", "g1")).isPresent();
        assertThat(group(kinship, here, "b", "c")).isPresent();
        assertThat(group(kinship, Some.OTHER_SCOPE, "g2", "a")).isEmpty();
        transaction.executeWithoutResult(
                _ -> kinship.free(here, subscription("a"), subscription("g2")));
        assertThat(group(kinship, here, "g2", "a")).isPresent();
        transaction.executeWithoutResult(
                _ -> kinship.free(here, subscription("a"), subscription("g1")));
        assertThat(group(kinship, here, "g2", "a")).isEmpty();
    }

    @Test
    void aSubscriptionIsInOneGroupAndNoGroupIsInAnother() {
        groupsByTheContract(postgres);
        groupsByTheContract(new InMemoryKinship());
    }

    @Test
    void ofManyAtOnceOneHasTheSubscription() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Callable<Optional<Rejection>>> all =
                    List.of(
                            () -> group(postgres, Some.SCOPE, "m1", "wanted"),
                            () -> group(postgres, Some.SCOPE, "m2", "wanted"),
                            () -> group(postgres, Some.SCOPE, "m3", "wanted"));
            long grouped = 0;
            for (var answer : threads.invokeAll(all)) {
                grouped += answer.get().isEmpty() ? 1 : 0;
            }
            assertThat(grouped).isEqualTo(1);
        }
    }

    @Test
    void ofManyAtOnceOneHasTheCustomer() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Optional<Rejection>>> all =
                    List.of(
                            () -> join(postgres, Some.SCOPE, "p1", "h1", "wanted"),
                            () -> join(postgres, Some.SCOPE, "p2", "h2", "wanted"),
                            () -> join(postgres, Some.SCOPE, "p3", "h3", "wanted"),
                            () -> join(postgres, Some.SCOPE, "p4", "h4", "wanted"));
            long joined = 0;
            for (var answer : threads.invokeAll(all)) {
                joined += answer.get().isEmpty() ? 1 : 0;
            }
            assertThat(joined).isEqualTo(1);
        }
    }
}
