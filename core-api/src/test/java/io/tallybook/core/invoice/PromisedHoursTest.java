package io.tallybook.core.invoice;

import static io.tallybook.core.invoice.WorkedInvoices.CUSTOMER;
import static io.tallybook.core.invoice.WorkedInvoices.SUBSCRIPTION;
import static io.tallybook.core.invoice.WorkedInvoices.USD;
import static io.tallybook.core.invoice.WorkedInvoices.byTheHour;
import static io.tallybook.core.invoice.WorkedInvoices.day;
import static io.tallybook.core.invoice.WorkedInvoices.hours;
import static io.tallybook.core.invoice.WorkedInvoices.inHours;
import static io.tallybook.core.invoice.WorkedInvoices.perUnit;
import static io.tallybook.core.invoice.WorkedInvoices.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.subscription.CommitmentBucket;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SpendCommitment.Shortfall;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.ReadingBasis;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsagePace;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.rating.WindowedRating.Window;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Hours of the day with a price and a promise of their own, on invoices. */
class PromisedHoursTest {
    private static final Instant JAN = day("2026-01-01");
    private static final Instant AFTER_THREE_HOURS = JAN.plus(Duration.ofHours(3));
    private static final CommitmentBucket EARLY =
            hours("01:00", "03:00", "2", "5", Shortfall.FORGIVEN);
    private static final LineItem LINE =
            byTheHour(perUnit("Calls", "1"), "10", Shortfall.CHARGED, EARLY);

    private static InvoiceOpening opening(SubscriptionTerms terms, BillingReason reason) {
        BillingPeriod month = SubscriptionPeriods.of(terms).period(0);
        return new InvoiceOpening(
                SUBSCRIPTION, CUSTOMER, terms.currency(), reason, 0, month, month.end());
    }

    private static InvoiceLine bill(
            LineItem item, BillingReason reason, Instant at, List<Window> used) {
        SubscriptionTerms terms = terms(JAN, item);
        return bill(terms, reason, at, used);
    }

    private static InvoiceLine bill(
            SubscriptionTerms terms, BillingReason reason, Instant at, List<Window> used) {
        InvoiceOpening opening = opening(terms, reason);
        InvoiceId id = InvoiceId.derived(opening);
        BillableLines.Line line = BillableLines.of(terms, opening).getFirst();
        List<InvoiceLineInput> inputs =
                new Promises(terms, opening)
                        .on(
                                id,
                                List.of(line.input(id, reading(line, used))),
                                EarlierSpend.NONE,
                                at);
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        InvoiceDocuments.inputs(terms.currency(), terms.conventions(), inputs));
        return InvoiceDocuments.lines(inputs, draft).getFirst();
    }

    private static UsageReading reading(BillableLines.Line line, List<Window> used) {
        return new UsageReading(
                Objects.requireNonNull(line.item().meter()).meterId(),
                "acme",
                line.servicePeriod(),
                used.stream().map(Window::value).reduce(BigDecimal.ZERO, BigDecimal::add),
                used.size(),
                "0:1",
                "00",
                UsageReading.runsByTime(used));
    }

    private static List<Window> used(String... windows) {
        return Stream.of(windows)
                .map(window -> window.split("="))
                .map(part -> new Window(LocalTime.parse(part[0]), new BigDecimal(part[1])))
                .toList();
    }

    private static String amount(InvoiceLine line) {
        return line.amount().toDecimal().toPlainString();
    }

    @Test
    void eachWindowIsHeldToThePromiseOfItsHour() {
        InvoiceLine line =
                bill(
                        LINE,
                        BillingReason.SUBSCRIPTION_CYCLE,
                        AFTER_THREE_HOURS,
                        used("00:00=3", "01:00=10", "02:00=1"));
        // 3 is lifted to 10; 20 is 5 and 15 twice over; 2 stays.
        assertThat(amount(line)).isEqualTo("47.00");
        KeptPromise kept = KeptPromise.of(line).orElseThrow();
        assertThat(kept.utilized()).isEqualByComparingTo("10");
        assertThat(kept.overage()).isEqualByComparingTo("30");
        assertThat(kept.trueUp()).isEqualByComparingTo("7");
        assertThat(line.steps())
                .extracting(InvoiceLine.Step::rule)
                .containsExactly(
                        "flat",
                        "commitment.true.up",
                        "01:00-03:00.flat",
                        "01:00-03:00.commitment.overage");
    }

    @Test
    void onlyHoursThatAreTruedUpAreChargedEmpty() {
        // 22 hours of 10.00 each day of January, and nothing from one to three.
        assertThat(amount(bill(LINE, BillingReason.SUBSCRIPTION_CYCLE, Instant.MAX, used())))
                .isEqualTo("6820.00");
        LineItem other =
                byTheHour(
                        perUnit("Calls", "1"),
                        "10",
                        Shortfall.FORGIVEN,
                        hours("01:00", "03:00", "2", "5", Shortfall.CHARGED));
        // Two hours of 5.00 each day.
        assertThat(amount(bill(other, BillingReason.SUBSCRIPTION_CYCLE, Instant.MAX, used())))
                .isEqualTo("310.00");
    }

    @Test
    void hoursMayRunOverMidnight() {
        LineItem night =
                byTheHour(
                        perUnit("Calls", "1"),
                        "0",
                        Shortfall.FORGIVEN,
                        hours("22:00", "06:00", "3", "0", Shortfall.FORGIVEN));
        InvoiceLine line =
                bill(
                        night,
                        BillingReason.SUBSCRIPTION_CYCLE,
                        Instant.MAX,
                        used("05:00=1", "06:00=1", "21:00=1", "22:00=1"));
        assertThat(amount(line)).isEqualTo("8.00");
    }

    @Test
    void beforeThePeriodIsOverNothingIsTruedUp() {
        LineItem trued =
                byTheHour(
                        perUnit("Calls", "1"),
                        "10",
                        Shortfall.CHARGED,
                        hours("01:00", "03:00", "2", "5", Shortfall.CHARGED));
        assertThat(
                        amount(
                                bill(
                                        trued,
                                        BillingReason.AUTO_INVOICE_THRESHOLD,
                                        AFTER_THREE_HOURS,
                                        used("00:00=3", "01:00=10", "02:00=1"))))
                .isEqualTo("40.00");
    }

    @Test
    void aReadingTellsTheTimeOfDayOnlyWhereThePriceDependsOnIt() {
        assertThat(told(LINE)).isEqualTo(ReadingBasis.Told.VALUE_AND_TIME);
        assertThat(told(inHours(perUnit("Calls", "1")))).isEqualTo(ReadingBasis.Told.VALUE);
    }

    private static ReadingBasis.Told told(LineItem item) {
        SubscriptionTerms terms = terms(JAN, item);
        ReadingRequest request =
                BillableLines.of(terms, opening(terms, BillingReason.SUBSCRIPTION_CYCLE))
                        .getFirst()
                        .reading();
        return Objects.requireNonNull(Objects.requireNonNull(request).basis()).told();
    }

    @Test
    void windowsThatComeAgainComeAtTheirHour() {
        SubscriptionTerms terms = terms(JAN, LINE);
        BillableLines.Line line =
                BillableLines.of(terms, opening(terms, BillingReason.SUBSCRIPTION_CYCLE))
                        .getFirst();
        UsageReading read = reading(line, used("01:00=4"));
        Instant at = read.period().start().plus(Duration.ofDays(1));
        UsageReading then =
                UsagePace.of(read, at).carriedOn(read, Objects.requireNonNull(LINE.meter()), at);
        assertThat(then.windows()).hasSize(31);
        assertThat(then.windows()).containsOnly(new Window(LocalTime.of(1, 0), new BigDecimal(4)));
    }

    @Test
    void usageAloneCostsThePriceOfItsHour() {
        SubscriptionTerms terms = terms(JAN, LINE);
        PricedUsage usage =
                PricedUsage.of(terms, LINE, SubscriptionPeriods.of(terms).period(0), null)
                        .orElseThrow();
        List<UsageQuery.Bucket> windows =
                List.of(
                        new UsageQuery.Bucket(JAN, new BigDecimal("3")),
                        new UsageQuery.Bucket(JAN.plusSeconds(3_600), new BigDecimal("10")),
                        new UsageQuery.Bucket(JAN.plusSeconds(7_200), BigDecimal.ONE));
        assertThat(usage.cost(new BigDecimal("14"), windows)).hasToString("25.00 USD");
        List<UseAtHours> early = usage.atHours(windows, AFTER_THREE_HOURS);
        assertThat(early).hasSize(1);
        assertThat(early.getFirst().usage()).isEqualByComparingTo("11");
        assertThat(early.getFirst().base()).isEqualByComparingTo("22");
        assertThat(early.getFirst().kept().utilized()).isEqualByComparingTo("7");
        assertThat(early.getFirst().kept().overage()).isEqualByComparingTo("30");
        assertThat(early.getFirst().kept().trueUp()).isZero();
    }

    @Test
    void hoursAreThoseOfTheSubscriptionsZone() {
        Instant start = WorkedInvoices.midnight("2026-03-01", "Europe/Berlin");
        SubscriptionTerms berlin =
                terms(
                        USD,
                        start,
                        start,
                        PeriodUnit.MONTHLY,
                        "Europe/Berlin",
                        null,
                        byTheHour(
                                perUnit("Calls", "1"),
                                "0",
                                Shortfall.FORGIVEN,
                                hours("01:00", "04:00", "1", "5", Shortfall.CHARGED)));
        // Three hours of 5.00 on 31 days; on the 29th the clock goes from two to three.
        assertThat(amount(bill(berlin, BillingReason.SUBSCRIPTION_CYCLE, Instant.MAX, used())))
                .isEqualTo("460.00");
    }

    /** A month is the sum of its hours, each by the rule of its time, whatever was used when. */
    @Property(tries = 100)
    void aMonthIsTheSumOfItsWindows(
            @ForAll @Size(max = 60) List<@IntRange(max = 743) Integer> when,
            @ForAll @IntRange(max = 20) int value,
            @ForAll Shortfall early,
            @ForAll Shortfall late) {
        LineItem item =
                byTheHour(
                        perUnit("Calls", "1"),
                        "10",
                        late,
                        hours("01:00", "03:00", "2", "5", early));
        List<Window> used = new ArrayList<>();
        BigDecimal expected = BigDecimal.ZERO;
        List<Integer> hours = when.stream().distinct().sorted().toList();
        for (int hour = 0; hour < 31 * 24; hour++) {
            boolean isEarly = hour % 24 == 1 || hour % 24 == 2;
            boolean isUsed = hours.contains(hour);
            if (isUsed) {
                used.add(new Window(LocalTime.of(hour % 24, 0), BigDecimal.valueOf(value)));
            }
            int base = isUsed ? value * (isEarly ? 2 : 1) : 0;
            int promised = isEarly ? 5 : 10;
            Shortfall shortfall = isEarly ? early : late;
            int cost =
                    base >= promised
                            ? promised + (base - promised) * 2
                            : shortfall == Shortfall.CHARGED ? promised : base;
            expected = expected.add(BigDecimal.valueOf(cost));
        }
        InvoiceLine line =
                bill(item, BillingReason.SUBSCRIPTION_CYCLE, Instant.MAX, List.copyOf(used));
        assertThat(line.amount().toDecimal()).isEqualByComparingTo(expected);
        KeptPromise kept = KeptPromise.of(line).orElseThrow();
        assertThat(kept.utilized().add(kept.overage()).add(kept.trueUp()))
                .isEqualByComparingTo(expected);
    }
}
