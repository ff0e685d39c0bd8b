package io.tallybook.query.live;

import static io.tallybook.query.Samples.SCOPE;
import static io.tallybook.query.Samples.USD;
import static io.tallybook.query.Samples.customer;
import static io.tallybook.query.Samples.period;
import static io.tallybook.query.Samples.subscription;
import static io.tallybook.query.Samples.terms;
import static io.tallybook.query.Samples.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.ViewKind;
import io.tallybook.core.invoice.BilledUsage;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.core.wallet.OpenCosts;
import io.tallybook.core.wallet.WalletTerms;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.query.ReadSide;
import io.tallybook.query.Samples;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A customer used 300 tokens at 0.10 in January and 50 in February. */
class CustomerPeriodsTest {
    private static final BillingPeriod JANUARY = period("2026-01-01", "2026-02-01");
    private static final BillingPeriod FEBRUARY = period("2026-02-01", "2026-03-01");
    private static final Instant AT = Instant.parse("2026-02-01T00:30:00Z");
    private static final Map<BillingPeriod, BigDecimal> USED =
            Map.of(JANUARY, new BigDecimal("300"), FEBRUARY, new BigDecimal("50"));
    private static final Money ZERO = Money.zero(USD);
    private static @Nullable ReadSide started;

    /** Answers in place of ingestion. */
    public static final class Meters {
        @QueryHandler
        public CompletableFuture<UsageQuery.LiveReadings> handle(UsageQuery.Live query) {
            return CompletableFuture.completedFuture(
                    new UsageQuery.LiveReadings(
                            query.requests().stream()
                                    .map(
                                            request ->
                                                    new UsageQuery.LiveReading(
                                                            used(request.period()), 3))
                                    .toList(),
                            "0:3"));
        }
    }

    private static BigDecimal used(BillingPeriod period) {
        return Objects.requireNonNull(USED.get(period));
    }

    @BeforeAll
    static void start() {
        started = ReadSide.start(new Meters());
    }

    @AfterAll
    static void stop() {
        side().close();
    }

    private static ReadSide side() {
        return Objects.requireNonNull(started);
    }

    private static LineItem tokens(String name) {
        return terms(name, usage("tokens", "0.10")).lineItems().getFirst();
    }

    private static void subscribed(String name) {
        side().publish(SCOPE, customer(name).value(), Samples.customerCreated(SCOPE, name));
        side().publish(
                        SCOPE,
                        subscription(name).value(),
                        new SubscriptionEvent.Activated(
                                subscription(name),
                                SCOPE,
                                terms(name, usage("tokens", "0.10")),
                                JANUARY));
        side().settled(ViewKind.CUSTOMER, customer(name).value());
        side().settled(ViewKind.SUBSCRIPTION, subscription(name).value());
    }

    private static void renewed(String name) {
        side().publish(
                        SCOPE,
                        subscription(name).value(),
                        new SubscriptionEvent.Renewed(subscription(name), 0, JANUARY, FEBRUARY));
        side().settled(ViewKind.SUBSCRIPTION, subscription(name).value());
    }

    private static InvoiceId opened(String name) {
        InvoiceOpening opening = Samples.opening(name, name);
        InvoiceId id = InvoiceId.derived(opening);
        side().publish(SCOPE, id.value(), new InvoiceEvent.Opened(id, SCOPE, opening));
        side().settled(ViewKind.INVOICE, id.value());
        return id;
    }

    private static void computed(String name, InvoiceId id) {
        LineItem item = tokens(name);
        Money amount = Money.ofMinor(3_000, USD);
        var reading =
                new UsageReading(
                        Samples.meter("tokens").meterId(),
                        "ext-" + name,
                        JANUARY,
                        used(JANUARY),
                        3,
                        "0:3",
                        "digest");
        var input =
                new InvoiceLineInput(
                        InvoiceLineId.of(Samples.ulid("line" + id)),
                        item.id(),
                        item.priceId(),
                        item.price(),
                        item.displayName(),
                        item.planName(),
                        JANUARY,
                        used(JANUARY),
                        reading);
        side().publish(
                        SCOPE,
                        id.value(),
                        new InvoiceEvent.Computed(
                                id,
                                customer(name),
                                Conventions.FLEXPRICE,
                                List.of(
                                        new InvoiceLine(
                                                input, amount.toDecimal(), amount, List.of())),
                                amount,
                                ZERO,
                                "digest",
                                "1"));
        side().settled(ViewKind.INVOICE, id.value());
    }

    private static void finalized(InvoiceId id) {
        Money amount = Money.ofMinor(3_000, USD);
        side().publish(
                        SCOPE,
                        id.value(),
                        new InvoiceEvent.Finalized(
                                id,
                                "INV-1",
                                AT,
                                AT,
                                List.of(),
                                List.of(),
                                new InvoiceTotals(amount, ZERO, ZERO, ZERO, amount)));
        side().settled(ViewKind.INVOICE, id.value());
    }

    private static OpenCosts costs(String name) {
        var queries = side().axon().queryGateway();
        return CustomerPeriods.of(queries, SCOPE, customer(name))
                .join()
                .orElseThrow()
                .costs(queries, AT, Freshness.CURRENT)
                .join();
    }

    private static String owed(OpenCosts costs) {
        return costs.usage(USD, WalletTerms.USUAL.reach()) + " and " + costs.unpaid(USD);
    }

    @Test
    void usageIsOwedOnceFromItsPeriodToItsInvoice() {
        subscribed("whole");
        assertThat(owed(costs("whole"))).isEqualTo("30.00 USD and 0.00 USD");

        renewed("whole");
        InvoiceId january = opened("whole");
        OpenCosts waiting = costs("whole");
        assertThat(owed(waiting)).isEqualTo("35.00 USD and 0.00 USD");
        assertThat(waiting.lines()).extracting(OpenCosts.Line::period).containsExactly(FEBRUARY);
        assertThat(waiting.closing()).extracting(OpenCosts.Line::period).containsExactly(JANUARY);

        computed("whole", january);
        OpenCosts computed = costs("whole");
        assertThat(owed(computed)).isEqualTo("5.00 USD and 0.00 USD");
        assertThat(List.of(waiting.paying(), computed.paying())).containsExactly(false, true);

        finalized(january);
        assertThat(owed(costs("whole"))).isEqualTo("5.00 USD and 30.00 USD");
        assertThat(costs("whole").paying()).isFalse();
    }

    @Test
    void anInvoiceThatIsSeenBeforeTheRenewalDoesNotCountItsUsageTwice() {
        subscribed("early");
        InvoiceId january = opened("early");
        assertThat(owed(costs("early"))).isEqualTo("30.00 USD and 0.00 USD");

        computed("early", january);
        finalized(january);
        OpenCosts before = costs("early");
        assertThat(owed(before)).isEqualTo("30.00 USD and 0.00 USD");
        LineItemId tokens = tokens("early").id();
        assertThat(before.precede(List.of(new BilledUsage(january, tokens, JANUARY)))).isTrue();
        assertThat(before.precede(List.of(new BilledUsage(january, tokens, FEBRUARY)))).isFalse();

        renewed("early");
        assertThat(owed(costs("early"))).isEqualTo("5.00 USD and 30.00 USD");
    }

    @Test
    void whoIsNotACustomerOwesNothing() {
        assertThat(
                        CustomerPeriods.of(side().axon().queryGateway(), SCOPE, customer("nobody"))
                                .join())
                .isEmpty();
    }
}
