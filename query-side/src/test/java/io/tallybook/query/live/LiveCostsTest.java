package io.tallybook.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.wallet.OpenCosts;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.query.ReadSide;
import io.tallybook.query.Samples;
import io.tallybook.query.customer.CustomerFold;
import io.tallybook.query.view.Recorded;
import io.tallybook.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is remembered follows the news, is never older than they are, and is forgotten in time. */
class LiveCostsTest {
    private static final Scope SCOPE = Samples.scope("live");
    private static final CurrencyCode USD = CurrencyCode.of("USD");
    private static final CustomerView CUSTOMER =
            new CustomerFold()
                    .on(
                            null,
                            Samples.customerCreated(SCOPE, "live"),
                            Recorded.of(
                                    ReadSide.message(
                                            SCOPE,
                                            Samples.customer("live").value(),
                                            0,
                                            Samples.customerCreated(SCOPE, "live"),
                                            Samples.START)));

    private final AtomicLong nanos = new AtomicLong();
    private final Views views = new Views();
    private final List<OpenCosts> told = Collections.synchronizedList(new ArrayList<>());
    private final LiveCosts costs =
            new LiveCosts(10, Duration.ofMillis(1), views, (_, open) -> told.add(open), nanos::get);

    /** Views whose answers are given by hand, or at once. */
    private static final class Views implements LiveCosts.Source {
        private final Deque<CompletableFuture<Optional<CustomerPeriods>>> held = new ArrayDeque<>();
        private boolean holding;
        private long unpaid;
        private long used;
        private int asked;
        private int read;

        @Override
        public synchronized CompletableFuture<Optional<CustomerPeriods>> periods(
                Scope scope, CustomerId customer) {
            asked++;
            if (!customer.equals(CUSTOMER.id())) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            CompletableFuture<Optional<CustomerPeriods>> answer = new CompletableFuture<>();
            if (holding) {
                held.add(answer);
            } else {
                answer.complete(Optional.of(now()));
            }
            return answer;
        }

        synchronized CustomerPeriods now() {
            return new CustomerPeriods(
                    CUSTOMER,
                    List.of(),
                    List.of(),
                    false,
                    List.of(new CustomerPeriods.Unpaid(Money.ofMinor(unpaid, USD), List.of())));
        }

        @Override
        public synchronized CompletableFuture<OpenCosts> costs(
                Scope scope, CustomerPeriods periods) {
            read++;
            List<Money> owed =
                    new ArrayList<>(
                            periods.unpaid().stream().map(CustomerPeriods.Unpaid::amount).toList());
            owed.add(Money.ofMinor(used, USD));
            return CompletableFuture.completedFuture(
                    new OpenCosts(
                            CUSTOMER.id(),
                            CUSTOMER.externalId(),
                            List.of(),
                            List.of(),
                            owed,
                            false,
                            Samples.START,
                            true));
        }
    }

    private long owed() {
        return costs.of(SCOPE, CUSTOMER.id()).join().orElseThrow().unpaid(USD).minor();
    }

    private void becomes(long minor) {
        Eventually.within(Duration.ofSeconds(10), () -> assertThat(owed()).isEqualTo(minor));
    }

    @Test
    void whatIsKnownIsAnsweredWithoutAskingAnybody() {
        assertThat(owed()).isZero();
        assertThat(owed()).isZero();
        assertThat(views.asked).isEqualTo(1);
        assertThat(views.read).isEqualTo(1);
    }

    @Test
    void usageIsReadAgainAndPeriodsAreNot() {
        owed();
        views.used = 7;
        costs.used(SCOPE, Set.of(CUSTOMER.externalId(), "somebody else"));
        becomes(7);
        assertThat(views.asked).isEqualTo(1);
        assertThat(told).last().satisfies(o -> assertThat(o.unpaid(USD).minor()).isEqualTo(7));
    }

    @Test
    void anEventHasPeriodsAskedForAgain() {
        owed();
        views.unpaid = 5;
        costs.changed(SCOPE, CUSTOMER.id());
        becomes(5);
        views.unpaid = 6;
        costs.changed(SCOPE);
        becomes(6);
    }

    @Test
    void whatWasAskedBeforeTheNewsIsNotRemembered() {
        views.holding = true;
        var first = costs.of(SCOPE, CUSTOMER.id());
        CustomerPeriods old = views.now();
        views.unpaid = 9;
        costs.changed(SCOPE, CUSTOMER.id());
        views.holding = false;
        views.held.remove().complete(Optional.of(old));
        assertThat(first.join()).isPresent();
        becomes(9);
    }

    @Test
    void newsThatComeWhileItIsWorkedOutAreNotLost() {
        owed();
        views.holding = true;
        costs.changed(SCOPE, CUSTOMER.id());
        CustomerPeriods old = views.now();
        views.used = 3;
        costs.used(SCOPE, Set.of(CUSTOMER.externalId()));
        costs.used(SCOPE, Set.of(CUSTOMER.externalId()));
        views.holding = false;
        views.held.remove().complete(Optional.of(old));
        becomes(3);
    }

    @Test
    void whatNobodyAskedForLatelyIsForgottenAndNotWorkedOutAgain() {
        owed();
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        views.used = 4;
        costs.used(SCOPE, Set.of(CUSTOMER.externalId()));
        assertThat(views.read).isEqualTo(1);
        assertThat(owed()).isEqualTo(4);
        assertThat(views.asked).isEqualTo(2);
    }

    @Test
    void whatIsOldIsLookedAtAgainBehindTheAnswer() {
        owed();
        views.used = 8;
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(owed()).isZero();
        becomes(8);
    }

    @Test
    void thatThereIsNobodyIsNotRemembered() {
        var nobody = Samples.customer("nobody");
        assertThat(costs.of(SCOPE, nobody).join()).isEmpty();
        assertThat(costs.of(SCOPE, nobody).join()).isEmpty();
        assertThat(views.asked).isEqualTo(2);
    }
}
