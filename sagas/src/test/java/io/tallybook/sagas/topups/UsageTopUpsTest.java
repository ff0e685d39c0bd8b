package io.tallybook.sagas.topups;

import static io.tallybook.sagas.Samples.CUSTOMER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.USD;
import static io.tallybook.sagas.Samples.usd;
import static io.tallybook.sagas.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Receipt;
import io.tallybook.core.Stamp;
import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerTerms;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.customer.PersonalData;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.core.wallet.AutoTopUp;
import io.tallybook.core.wallet.OpenCosts;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletTerms;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.domain.money.Money;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.testkit.Eventually;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.AnnotationCommandHandlerAdapter;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.QueryHandler;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.queryhandling.annotation.AnnotationQueryHandlerAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A wallet of 100 credits that buys at 60 is told what is used, exactly and of itself as it is. */
class UsageTopUpsTest {
    private static final long VERSION = 3;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Rest rest = new Rest();
    private final UsageTopUps topUps = topUps();

    /** The rest of the installation. */
    static final class Rest {
        final List<WalletCommand.CountUsed> said = new CopyOnWriteArrayList<>();
        final AtomicInteger exactAsked = new AtomicInteger();
        final AtomicInteger costsAsked = new AtomicInteger();
        volatile Money remembered = usd("0");
        volatile Money exact = usd("0");
        final AtomicInteger tooLate = new AtomicInteger();

        @CommandHandler
        Receipt handle(WalletCommand.CountUsed c) {
            said.add(c);
            return new Receipt(c.walletId().value(), VERSION);
        }

        @QueryHandler
        TenancyQuery.Environments environments(TenancyQuery.AllEnvironments query) {
            return new TenancyQuery.Environments(List.of());
        }

        @QueryHandler
        Optional<OpenCosts> handle(WalletQuery.Costs q) {
            costsAsked.incrementAndGet();
            boolean isLate = q.freshness() == Freshness.COMPLETE && tooLate.getAndDecrement() > 0;
            Money unpaid = q.freshness() == Freshness.COMPLETE && !isLate ? exact : remembered;
            if (q.freshness() == Freshness.COMPLETE) {
                exactAsked.incrementAndGet();
            }
            return Optional.of(
                    new OpenCosts(
                            CUSTOMER,
                            "ada",
                            List.of(),
                            List.of(),
                            List.of(unpaid),
                            false,
                            START,
                            isLate || q.freshness() == Freshness.CURRENT));
        }

        /** Nobody pays for another. */
        @QueryHandler
        SubscriptionQuery.Page handle(SubscriptionQuery.Search q) {
            return new SubscriptionQuery.Page(List.of(), 0);
        }

        @QueryHandler
        WalletQuery.Page handle(WalletQuery.Search q) {
            WalletTerms usual = WalletTerms.USUAL;
            var way =
                    new AutoTopUp(
                            new BigDecimal("60"),
                            null,
                            new BigDecimal("50"),
                            null,
                            null,
                            0,
                            AutoTopUp.Paying.DIRECT,
                            null);
            var document =
                    new WalletDocument(
                            CUSTOMER,
                            USD,
                            null,
                            null,
                            BigDecimal.ONE,
                            BigDecimal.ONE,
                            Map.of(),
                            new WalletTerms(
                                    usual.kind(),
                                    null,
                                    null,
                                    null,
                                    usual.reach(),
                                    usual.topUp(),
                                    way));
            BigDecimal credits = new BigDecimal("100");
            return new WalletQuery.Page(
                    List.of(
                            new WalletView(
                                    wallet("one"),
                                    SCOPE,
                                    document,
                                    credits,
                                    BigDecimal.ZERO,
                                    credits,
                                    Stamp.first(START, "tester", VERSION))),
                    1);
        }

        @QueryHandler
        Optional<CustomerView> handle(CustomerQuery.ById q) {
            return Optional.of(
                    new CustomerView(
                            q.id(),
                            SCOPE,
                            "ada",
                            PersonalData.ERASED,
                            "UTC",
                            Map.of(),
                            CustomerTerms.NONE,
                            CustomerView.PersonalDataState.HELD,
                            Stamp.first(START, "tester", 0)));
        }
    }

    private UsageTopUps topUps() {
        SimpleCommandBus commands = SimpleCommandBus.builder().build();
        new AnnotationCommandHandlerAdapter<>(rest).subscribe(commands);
        SimpleQueryBus queries = SimpleQueryBus.builder().build();
        new AnnotationQueryHandlerAdapter<>(rest).subscribe(queries);
        var topUps =
                new UsageTopUps(
                        DefaultQueryGateway.builder().queryBus(queries).build(),
                        new ProcessCommands(
                                DefaultCommandGateway.builder().commandBus(commands).build()));
        topUps.lookAtAll();
        return topUps;
    }

    @AfterEach
    void stop() {
        topUps.close();
    }

    @Test
    void whatIsUsedIsSaidExactlyAndOfTheWalletAsItWasSeen() {
        rest.remembered = usd("45.00");
        rest.exact = usd("46.00");
        topUps.stored(SCOPE, Set.of("ada"));
        Eventually.within(LIMIT, () -> assertThat(rest.said).hasSize(1));
        assertThat(rest.said.getFirst().used()).isEqualByComparingTo("46");
        assertThat(rest.said.getFirst().version()).isEqualTo(VERSION);
    }

    @Test
    void whatIsLowOnlyAsItIsRememberedIsNotSaid() {
        rest.remembered = usd("45.00");
        topUps.stored(SCOPE, Set.of("ada"));
        Eventually.within(LIMIT, () -> assertThat(rest.exactAsked).hasPositiveValue());
        rest.exact = usd("47.00");
        topUps.stored(SCOPE, Set.of("ada"));
        Eventually.within(LIMIT, () -> assertThat(rest.said).isNotEmpty());
        assertThat(rest.said).extracting(c -> c.used().intValueExact()).containsOnly(47);
    }

    @Test
    void whatTookTooLongToBeExactIsAskedAgainAndNotSaid() {
        rest.remembered = usd("70.00");
        rest.exact = usd("41.00");
        rest.tooLate.set(1);
        topUps.stored(SCOPE, Set.of("ada"));
        Eventually.within(LIMIT, () -> assertThat(rest.said).isNotEmpty());
        assertThat(rest.exactAsked).hasValue(2);
        assertThat(rest.said).extracting(c -> c.used().intValueExact()).containsExactly(41);
    }

    @Test
    void ofWhomNoWalletBuysNothingIsAsked() {
        rest.remembered = usd("70.00");
        topUps.stored(SCOPE, Set.of("somebody"));
        topUps.stored(SCOPE, Set.of("ada"));
        Eventually.within(LIMIT, () -> assertThat(rest.costsAsked).hasValue(2));
        assertThat(rest.said).isEmpty();
    }
}
