package io.tallybook.command.discount;

import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.ulid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Database;
import io.tallybook.core.discount.CouponId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Many redemptions at once, some of them rolled back, on a real database. */
class JdbcRedemptionsTest {
    private static final CouponId COUPON = CouponId.of(ulid("coupon"));

    private final DataSource database = Database.fresh();
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(database));

    @Test
    void ofAHundredWhoAskAtOnceTenAreGivenIt() throws Exception {
        Redemptions redemptions = new JdbcRedemptions(database);
        AtomicInteger given = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                boolean fails = i % 5 == 0;
                all.add(
                        threads.submit(
                                () ->
                                        transaction.executeWithoutResult(
                                                status -> {
                                                    boolean taken =
                                                            redemptions.take(SCOPE, COUPON, 10);
                                                    if (fails) {
                                                        status.setRollbackOnly();
                                                    } else if (taken) {
                                                        given.incrementAndGet();
                                                    }
                                                })));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(given).hasValue(10);
    }

    @Test
    void whatIsGivenBackCanBeGivenAgain() {
        Redemptions redemptions = new JdbcRedemptions(database);
        assertThat(redemptions.take(SCOPE, COUPON, 1)).isTrue();
        assertThat(redemptions.take(SCOPE, COUPON, 1)).isFalse();
        assertThat(redemptions.take(OTHER_SCOPE, COUPON, 1)).isTrue();
        redemptions.giveBack(SCOPE, COUPON);
        assertThat(redemptions.take(SCOPE, COUPON, 1)).isTrue();
        assertThat(redemptions.take(SCOPE, COUPON, null)).isTrue();
    }
}
