package io.tallybook.command.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Database;
import io.tallybook.command.Some;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class JdbcHierarchyTest {
    private final DataSource database = Database.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(database));
    private final Hierarchy hierarchy = new JdbcHierarchy(database);

    private CustomerId there(String name) {
        return there(name, Some.SCOPE);
    }

    private CustomerId there(String name, Scope scope) {
        CustomerId id = Some.customer(name);
        jdbc.sql("insert into customer_key values (?, ?, ?, 1, 'wrapped')")
                .params(id.value(), scope.tenant().value(), scope.environment().value())
                .update();
        return id;
    }

    private Optional<Rejection> place(CustomerId customer, @Nullable CustomerId parent) {
        Optional<Rejection> answer =
                transaction.execute(_ -> hierarchy.place(Some.SCOPE, customer, parent));
        return answer == null ? Optional.empty() : answer;
    }

    @Test
    void aCustomerIsPutUnderAnotherAndTakenOutAgain() {
        CustomerId parent = there("parent");
        CustomerId child = there("child");
        assertThat(place(child, parent)).isEmpty();
        assertThat(hierarchy.children(Some.SCOPE, parent)).isEqualTo(1);
        assertThat(place(child, null)).isEmpty();
        assertThat(hierarchy.children(Some.SCOPE, parent)).isZero();
    }

    @Test
    void aParentThatIsNotThereOrOfAnotherEnvironmentIsRefused() {
        CustomerId child = there("child");
        assertThat(place(child, Some.customer("nobody"))).isPresent();
        assertThat(place(child, there("foreign", Some.OTHER_SCOPE))).isPresent();
    }

    @Test
    void aDeletedParentIsRefused() {
        CustomerId parent = there("parent");
        assertThat(jdbc.sql("update customer_key set deleted_at = now()").update()).isEqualTo(1);
        assertThat(place(there("child"), parent)).isPresent();
    }

    @Test
    void nobodyBelongsToItselfByWhateverWay() {
        CustomerId first = there("first");
        CustomerId second = there("second");
        CustomerId third = there("third");
        assertThat(place(first, first)).isPresent();
        assertThat(place(second, first)).isEmpty();
        assertThat(place(third, second)).isEmpty();
        assertThat(place(first, third))
                .hasValueSatisfying(
                        refused -> assertThat(refused.message()).contains("belong to this one"));
    }

    @Test
    void thereAreAtMostTenLevelsWhicheverEndGrows() {
        CustomerId last = there("level1");
        for (int level = 2; level <= Hierarchy.LEVELS_MAX; level++) {
            CustomerId next = there("level" + level);
            assertThat(place(next, last)).as("level %d", level).isEmpty();
            last = next;
        }
        assertThat(place(there("eleventh"), last))
                .hasValueSatisfying(refused -> assertThat(refused.message()).contains("10 levels"));
        assertThat(place(Some.customer("level1"), there("above"))).isPresent();
    }

    @Test
    void twoThatWantToBelongToEachOtherAtOnceDoNotBoth() throws Exception {
        CustomerId one = there("one");
        CustomerId two = there("two");
        for (int round = 0; round < 20; round++) {
            List<Callable<Optional<Rejection>>> both =
                    List.of(() -> place(one, two), () -> place(two, one));
            try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
                var answers = pool.invokeAll(both);
                assertThat(answers.get(0).get().isPresent())
                        .isNotEqualTo(answers.get(1).get().isPresent());
            }
            place(one, null);
            place(two, null);
        }
    }

    @Test
    void nobodyBelongsToOneWhoIsDeletedAtTheSameMoment() throws Exception {
        for (int round = 0; round < 20; round++) {
            CustomerId parent = there("leaving" + round);
            CustomerId child = there("late" + round);
            List<Callable<Boolean>> both =
                    List.of(() -> isDeleted(parent), () -> place(child, parent).isEmpty());
            try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
                var answers = pool.invokeAll(both);
                assertThat(answers.get(0).get()).isNotEqualTo(answers.get(1).get());
            }
        }
    }

    /** Deletes it if nobody belongs to it, as the command does. */
    private boolean isDeleted(CustomerId parent) {
        return Boolean.TRUE.equals(
                transaction.execute(
                        _ ->
                                hierarchy.children(Some.SCOPE, parent) == 0
                                        && jdbc.sql(
                                                                "update customer_key set"
                                                                        + " deleted_at = now()"
                                                                        + " where customer_id = ?")
                                                        .param(parent.value())
                                                        .update()
                                                == 1));
    }
}
