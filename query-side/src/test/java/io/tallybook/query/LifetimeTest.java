package io.tallybook.query;

import static io.tallybook.query.Samples.OTHER;
import static io.tallybook.query.Samples.SCOPE;
import static io.tallybook.query.Samples.START;
import static io.tallybook.query.Samples.USD;
import static io.tallybook.query.Samples.customer;
import static io.tallybook.query.Samples.period;
import static io.tallybook.query.Samples.subscription;
import static io.tallybook.query.Samples.terms;
import static io.tallybook.query.Samples.ulid;
import static io.tallybook.query.Samples.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.invoice.BilledWithin;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.LifetimeUsage;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What usage has come to since a subscription began: of each of its lines, every use once. */
class LifetimeTest {
    private static final BillingPeriod JANUARY = period("2026-01-01", "2026-02-01");
    private static final BillingPeriod FEBRUARY = period("2026-02-01", "2026-03-01");
    private static final BillingPeriod MARCH = period("2026-03-01", "2026-04-01");
    private static final Instant AT = Instant.parse("2026-03-20T00:00:00Z");
    private static @Nullable ReadSide shared;

    @BeforeAll
    static void start() {
        // Whatever is asked for, 1,234.5 were used: 12.35 at 0.01.
        shared = ReadSide.start(new PreviewTest.Meters());
    }

    @AfterAll
    static void stop() {
        side().close();
    }

    @Test
    void whatWasBilledAndWhatIsOpenIsAddedUp() {
        runs("sum", 2, MARCH);
        finalized("s1", cycle("sum", 0, JANUARY), used("sum", "100", "1.00", JANUARY));
        finalized("s2", cycle("sum", 1, FEBRUARY), used("sum", "250", "2.50", FEBRUARY));

        assertThat(charges("sum")).containsExactly(charge("1584.5", "15.85"));
        assertThat(lifetime("sum").orElseThrow().since()).isEqualTo(START);
        assertThat(lifetime("sum").orElseThrow().amount().toString()).isEqualTo("15.85 USD");
    }

    @Test
    void anInvoiceThatWaitsForLateUsageCountsAsItWouldBeNow() {
        runs("late", 1, FEBRUARY);
        opened("l1", cycle("late", 0, JANUARY));

        assertThat(charges("late")).containsExactly(charge("2469", "24.70"));
    }

    @Test
    void whatIsFrozenCountsBeforeItIsFinal() {
        runs("frozen", 1, FEBRUARY);
        computed("f1", cycle("frozen", 0, JANUARY), used("frozen", "100", "1.00", JANUARY));

        assertThat(charges("frozen")).containsExactly(charge("1334.5", "13.35"));
    }

    @Test
    void whatIsVoidOrDeletedOrReplacedDoesNotCount() {
        runs("void", 2, MARCH);
        InvoiceOpening january = cycle("void", 0, JANUARY);
        InvoiceId wrong = finalized("v1", january, used("void", "900", "9.00", JANUARY));
        InvoiceOpening again = january.replacing(wrong, AT);
        voided(wrong, again);
        finalized("v2", again, used("void", "100", "1.00", JANUARY));
        voided(
                finalized("v3", cycle("void", 1, FEBRUARY), used("void", "5", "0.05", FEBRUARY)),
                null);

        assertThat(charges("void")).containsExactly(charge("1334.5", "13.35"));
    }

    @Test
    void usageThatWasInvoicedWithinAPeriodIsInItsQuantityOnce() {
        runs("within", 1, FEBRUARY);
        InvoiceId first =
                finalized(
                        "w1",
                        part("within", 0, JANUARY, 10, 1),
                        partOf("within", "800", "16.00", JANUARY, 10));
        finalized(
                "w2",
                part("within", 0, JANUARY, 20, 2),
                partOf("within", "2200", "16.00", JANUARY, 20));
        finalized(
                "w3",
                cycle("within", 0, JANUARY),
                after(used("within", "2300", "1.00", JANUARY), first));

        assertThat(charges("within")).containsExactly(charge("3534.5", "45.35"));
    }

    @Test
    void whatIsInvoicedOfTheOpenPeriodIsInTheAmountThatIsOpenUntilThatKnowsOfIt() {
        runs("crossed", 0, JANUARY);
        // The subscription does not tell of the crossing yet: its open period holds all of it.
        finalized(
                "c1",
                part("crossed", 0, JANUARY, 10, 1),
                partOf("crossed", "800", "8.00", JANUARY, 10));

        assertThat(charges("crossed")).containsExactly(charge("1234.5", "12.35"));
    }

    @Test
    void whatIsInvoicedOfAPeriodWhoseLastInvoiceIsVoidStandsForIt() {
        cancelled("rest", JANUARY);
        finalized(
                "r1", part("rest", 0, JANUARY, 10, 1), partOf("rest", "800", "16.00", JANUARY, 10));
        finalized(
                "r2",
                part("rest", 0, JANUARY, 20, 2),
                partOf("rest", "2200", "16.00", JANUARY, 20));
        voided(
                finalized("r3", cycle("rest", 0, JANUARY), used("rest", "2300", "1.00", JANUARY)),
                null);

        assertThat(charges("rest")).containsExactly(charge("2200", "32.00"));
    }

    @Test
    void ofTwoOfOneMomentTheQuantityOfTheLaterOneCounts() {
        cancelled("moment", JANUARY);
        finalized(
                "moment1",
                part("moment", 0, JANUARY, 10, 1),
                partOf("moment", "800", "16.00", JANUARY, 10));
        finalized(
                "moment2",
                part("moment", 0, JANUARY, 10, 2),
                partOf("moment", "2200", "16.00", JANUARY, 10));

        assertThat(charges("moment")).containsExactly(charge("2200", "32.00"));
    }

    @Test
    void whatTheSubscriptionStillShowsAsOpenIsNotCountedFromItsInvoiceToo() {
        runs("behind", 0, JANUARY);
        finalized("b1", cycle("behind", 0, JANUARY), used("behind", "1234.5", "12.35", JANUARY));

        assertThat(charges("behind")).containsExactly(charge("1234.5", "12.35"));
    }

    @Test
    void anotherPriceIsAnotherCharge() {
        runs("dearer", 1, FEBRUARY);
        LineItem before = usage("before", "0.02");
        finalized(
                "d1",
                cycle("dearer", 0, JANUARY),
                used("dearer", "100", "1.00", JANUARY),
                line(before, "before", "50", "1.00", JANUARY));

        assertThat(charges("dearer"))
                .containsExactly(
                        charge("1334.5", "13.35"), Tuple.tuple("before", "50", "1.00 USD"));
    }

    @Test
    void aSubscriptionThatIsOverHasComeToWhatWasBilled() {
        cancelled("over", JANUARY);
        assertThat(charges("over")).isEmpty();

        finalized("o1", cycle("over", 0, JANUARY), used("over", "100", "1.00", JANUARY));

        assertThat(charges("over")).containsExactly(charge("100", "1.00"));
    }

    @Test
    void whatIsDraftedHasComeToNothing() {
        SubscriptionId id = subscription("drafted");
        side().publish(
                        SCOPE,
                        id.value(),
                        new SubscriptionEvent.Drafted(id, SCOPE, agreed("drafted"), JANUARY));
        side().settled(ViewKind.SUBSCRIPTION, id.value());

        LifetimeUsage usage = lifetime("drafted").orElseThrow();

        assertThat(usage.charges()).isEmpty();
        assertThat(usage.amount()).isEqualTo(Money.zero(USD));
    }

    @Test
    void nobodyElsesInvoicesCount() {
        runs("mine", 1, FEBRUARY);
        finalized(OTHER, "m1", cycle("mine", 0, JANUARY), used("mine", "100", "1.00", JANUARY));
        finalized("m2", cycle("others", 0, JANUARY), used("others", "100", "1.00", JANUARY));

        assertThat(charges("mine")).containsExactly(charge("1234.5", "12.35"));
        assertThat(
                        side().find(
                                        new InvoiceQuery.Lifetime(OTHER, subscription("mine"), AT),
                                        LifetimeUsage.class))
                .isEmpty();
    }

    private static ReadSide side() {
        return Objects.requireNonNull(shared);
    }

    private static Optional<LifetimeUsage> lifetime(String name) {
        return side().find(
                        new InvoiceQuery.Lifetime(SCOPE, subscription(name), AT),
                        LifetimeUsage.class);
    }

    private static List<Tuple> charges(String name) {
        return lifetime(name).orElseThrow().charges().stream()
                .map(
                        one ->
                                Tuple.tuple(
                                        one.displayName(),
                                        one.quantity().toPlainString(),
                                        one.amount().toString()))
                .toList();
    }

    private static Tuple charge(String quantity, String amount) {
        return Tuple.tuple("tokens", quantity, amount + " USD");
    }

    private static SubscriptionTerms agreed(String name) {
        return terms(name, usage("tokens", "0.01"));
    }

    /** A subscription since January, in this period. */
    private static void runs(String name, int index, BillingPeriod open) {
        SubscriptionId id = subscription(name);
        side().publish(
                        SCOPE,
                        id.value(),
                        new SubscriptionEvent.Activated(id, SCOPE, agreed(name), JANUARY));
        List<BillingPeriod> all = List.of(JANUARY, FEBRUARY, MARCH);
        for (int n = 0; n < index; n++) {
            side().publish(
                            SCOPE,
                            id.value(),
                            new SubscriptionEvent.Renewed(id, n, all.get(n), all.get(n + 1), null));
        }
        side().settled(ViewKind.SUBSCRIPTION, id.value());
        assertThat(all.get(index)).isEqualTo(open);
    }

    private static void cancelled(String name, BillingPeriod last) {
        runs(name, 0, JANUARY);
        SubscriptionId id = subscription(name);
        side().publish(
                        SCOPE,
                        id.value(),
                        new SubscriptionEvent.Cancelled(
                                id,
                                CancellationType.IMMEDIATE,
                                last.end(),
                                last.end(),
                                0,
                                last,
                                OpenUsage.INVOICED,
                                null));
        side().settled(ViewKind.SUBSCRIPTION, id.value());
    }

    private static InvoiceOpening cycle(String name, int index, BillingPeriod period) {
        return new InvoiceOpening(
                subscription(name),
                customer(name),
                USD,
                BillingReason.SUBSCRIPTION_CYCLE,
                index,
                period,
                period.end());
    }

    /** One within a period, after so many days of it. */
    private static InvoiceOpening part(
            String name, int index, BillingPeriod period, int days, int number) {
        BillingPeriod served = first(period, days);
        return new InvoiceOpening(
                subscription(name),
                customer(name),
                USD,
                BillingReason.AUTO_INVOICE_THRESHOLD,
                index,
                served,
                served.end(),
                period.start() + "/" + number);
    }

    private static BillingPeriod first(BillingPeriod period, int days) {
        return new BillingPeriod(period.start(), period.start().plusSeconds(days * 86_400L));
    }

    private static InvoiceLine used(
            String name, String quantity, String amount, BillingPeriod period) {
        return line(agreed(name).lineItems().getFirst(), name, quantity, amount, period);
    }

    private static InvoiceLine partOf(
            String name, String quantity, String amount, BillingPeriod period, int days) {
        return used(name, quantity, amount, first(period, days));
    }

    private static InvoiceLine after(InvoiceLine line, InvoiceId earlier) {
        return new InvoiceLine(
                line.input().after(new BilledWithin(Money.ofMinor(3_200, USD), List.of(earlier))),
                line.precise(),
                line.amount(),
                line.steps());
    }

    private static InvoiceLine line(
            LineItem item, String name, String quantity, String amount, BillingPeriod period) {
        Money money = Money.of(new BigDecimal(amount), USD);
        var input =
                new InvoiceLineInput(
                        InvoiceLineId.of(ulid("line" + name + period + item.id())),
                        item.id(),
                        item.priceId(),
                        item.price(),
                        item.displayName(),
                        item.planName(),
                        period,
                        new BigDecimal(quantity),
                        new UsageReading(
                                Objects.requireNonNull(item.meter()).meterId(),
                                "ext-" + name,
                                period,
                                new BigDecimal(quantity),
                                12,
                                "0:12",
                                "digest"));
        return new InvoiceLine(input, money.toDecimal(), money, List.of());
    }

    private static InvoiceId opened(String name, InvoiceOpening opening) {
        return opened(SCOPE, name, opening);
    }

    private static InvoiceId opened(Scope scope, String name, InvoiceOpening opening) {
        InvoiceId id = InvoiceId.of(ulid("invoice" + name));
        side().publish(scope, id.value(), new InvoiceEvent.Opened(id, scope, opening));
        side().settled(ViewKind.INVOICE, id.value());
        return id;
    }

    private static Money sum(InvoiceLine... lines) {
        return List.of(lines).stream()
                .map(InvoiceLine::amount)
                .reduce(Money.zero(USD), Money::plus);
    }

    private static InvoiceId computed(String name, InvoiceOpening opening, InvoiceLine... lines) {
        return computed(SCOPE, name, opening, lines);
    }

    private static InvoiceId computed(
            Scope scope, String name, InvoiceOpening opening, InvoiceLine... lines) {
        InvoiceId id = opened(scope, name, opening);
        side().publish(
                        scope,
                        id.value(),
                        new InvoiceEvent.Computed(
                                id,
                                opening.customerId(),
                                Conventions.FLEXPRICE,
                                List.of(lines),
                                sum(lines),
                                Money.zero(USD),
                                "digest",
                                "1"));
        side().settled(ViewKind.INVOICE, id.value());
        return id;
    }

    private static InvoiceId finalized(String name, InvoiceOpening opening, InvoiceLine... lines) {
        return finalized(SCOPE, name, opening, lines);
    }

    private static InvoiceId finalized(
            Scope scope, String name, InvoiceOpening opening, InvoiceLine... lines) {
        InvoiceId id = computed(scope, name, opening, lines);
        Money zero = Money.zero(USD);
        side().publish(
                        scope,
                        id.value(),
                        new InvoiceEvent.Finalized(
                                id,
                                "INV-" + name,
                                AT,
                                AT,
                                List.of(),
                                List.of(),
                                new InvoiceTotals(sum(lines), zero, zero, zero, sum(lines))));
        side().settled(ViewKind.INVOICE, id.value());
        return id;
    }

    private static void voided(InvoiceId id, @Nullable InvoiceOpening replacement) {
        side().publish(
                        SCOPE,
                        id.value(),
                        new InvoiceEvent.Voided(id, AT, List.of(), "wrong", replacement));
        side().settled(ViewKind.INVOICE, id.value());
    }
}
