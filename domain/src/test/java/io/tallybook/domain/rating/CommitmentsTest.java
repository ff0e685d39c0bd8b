package io.tallybook.domain.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.domain.catalogue.Commitment;
import io.tallybook.domain.catalogue.PricingModel.FlatFee;
import io.tallybook.domain.catalogue.PricingModel.Graduated;
import io.tallybook.domain.catalogue.Tier;
import io.tallybook.domain.catalogue.TrueUp;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.rating.Commitments.Charge;
import io.tallybook.domain.rating.Commitments.Position;
import io.tallybook.domain.rating.WindowedRating.Window;
import io.tallybook.domain.time.BillingSchedule;
import io.tallybook.domain.time.Cadence;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.domain.time.TimeOfDay;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitmentsTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");

    @ParameterizedTest
    @CsvSource({
        "10, 2, CHARGED, 4, 4, 0, 6", "10, 2, CHARGED, 10, 10, 0, 0",
                "10, 2, CHARGED, 16, 10, 12, 0",
        "10, 2, WAIVED, 4, 4, 0, 0", "10, 1.5, WAIVED, 12, 10, 3.0, 0", "10, 1, WAIVED, 0, 0, 0, 0",
        "10, 1, CHARGED, 0, 0, 0, 10"
    })
    void usageFillsThePromiseThenCostsItsFactor(
            BigDecimal amount,
            BigDecimal factor,
            TrueUp trueUp,
            BigDecimal base,
            String used,
            String over,
            String gap) {
        var split = Commitments.apply(new Commitment(amount, factor, trueUp), base);
        assertSplit(split, used, over, gap);
        assertThat(split.total())
                .isEqualByComparingTo(split.utilized().add(split.overage()).add(split.trueUp()));
    }

    @ParameterizedTest
    @CsvSource({
        // prior at the plain price, current, position, true-up, utilized, overage, true-up amount
        "50, 12, BEFORE_LAST, WAIVED, 10, 4, 0",
        "60, 12, BEFORE_LAST, WAIVED, 0, 24, 0",
        "70, 12, LAST, CHARGED, 0, 24, 0",
        "0, 12, BEFORE_LAST, CHARGED, 12, 0, 0",
        "40, 12, LAST, CHARGED, 12, 0, 8",
        "40, 12, LAST, WAIVED, 12, 0, 0",
        "48, 12, LAST, CHARGED, 12, 0, 0"
    })
    void aPromiseOverSeveralInvoicesIsUsedUpAcrossThem(
            BigDecimal prior,
            BigDecimal current,
            Position position,
            TrueUp trueUp,
            String used,
            String over,
            String gap) {
        var commitment = commitment("60", "2", trueUp);
        assertSplit(
                Commitments.applyCumulative(commitment, prior, current, position), used, over, gap);
    }

    @Test
    void anAnnualPromiseBilledMonthlyBeginsAnewInYearTwo() {
        Instant start = Instant.parse("2024-01-31T00:00:00Z");
        var months =
                BillingSchedule.anniversary(start, ZoneOffset.UTC, Cadence.of(PeriodUnit.MONTHLY));
        var years =
                BillingSchedule.anniversary(start, ZoneOffset.UTC, Cadence.of(PeriodUnit.ANNUAL));
        var term = new CommitmentTerm(commitment("60", "2", TrueUp.CHARGED), years);
        List<CommitmentTerm.Invoiced> invoices = new ArrayList<>();
        for (int month = 0; month < 24; month++) {
            String base = month < 6 ? "12" : month < 12 ? "0" : "4";
            invoices.add(new CommitmentTerm.Invoiced(months.period(month), new BigDecimal(base)));
        }
        var splits = term.applyAll(invoices);
        assertSplit(splits.get(4), "12", "0", "0");
        assertSplit(splits.get(5), "0", "24", "0");
        assertSplit(splits.get(11), "0", "0", "0");
        assertSplit(splits.get(12), "4", "0", "0");
        assertSplit(splits.get(22), "4", "0", "0");
        assertSplit(splits.get(23), "4", "0", "12");
        assertThat(term.termOf(months.period(12)).start()).isEqualTo("2025-01-31T00:00:00Z");
        assertThat(term.apply(invoices, invoices.get(5))).isEqualTo(splits.get(5));
    }

    @Test
    void chargesThatCameDividedCountAtTheirPlainPrice() {
        List<Charge> charges =
                List.of(within("8"), new Charge.Overage(new BigDecimal("8"), new BigDecimal("2")));
        assertThat(Commitments.baseOf(charges)).isEqualByComparingTo("12");
        assertSplit(
                Commitments.ofDivided(
                        commitment("5", "1.2", TrueUp.CHARGED),
                        List.of(
                                within("3"),
                                new Charge.Overage(new BigDecimal("4"), new BigDecimal("1.2")))),
                "3",
                "4",
                "2");
        assertSplit(
                Commitments.ofDivided(commitment("5", "1.2", TrueUp.WAIVED), List.of(within("3"))),
                "3",
                "0",
                "0");
        assertSplit(
                Commitments.ofDivided(commitment("5", "1.2", TrueUp.CHARGED), List.of(within("7"))),
                "7",
                "0",
                "0");
    }

    @Test
    void aPromiseOverAllLinesIsUsedUpInTheirOrder() {
        var lines = Stream.of("30", "40", "20").map(BigDecimal::new).toList();
        var across = Commitments.acrossLines(commitment("50", "1.5", TrueUp.CHARGED), lines);
        assertSplit(across.lines().get(0), "30", "0", "0");
        assertSplit(across.lines().get(1), "20", "30", "0");
        assertSplit(across.lines().get(2), "0", "30", "0");
        assertThat(across.trueUp()).isEqualByComparingTo("0");
        assertThat(across.total()).isEqualByComparingTo("110");
        assertThat(
                        Commitments.acrossLines(
                                        commitment("50", "1.5", TrueUp.CHARGED), lines.reversed())
                                .total())
                .isEqualByComparingTo("110");
        assertThat(
                        Commitments.acrossLines(commitment("100", "1.5", TrueUp.CHARGED), lines)
                                .trueUp())
                .isEqualByComparingTo("10");
        assertThat(Commitments.acrossLines(commitment("100", "1.5", TrueUp.WAIVED), lines).total())
                .isEqualByComparingTo("90");
    }

    @Test
    void aPromiseOfUnitsIsWorthWhatThoseUnitsCost() {
        var slab = new Graduated(List.of(Tier.upTo("10", "1"), Tier.open("0.5")));
        assertThat(
                        Commitments.ofQuantity(
                                        new BigDecimal("15"),
                                        slab,
                                        new BigDecimal("2"),
                                        TrueUp.WAIVED,
                                        USD,
                                        Conventions.EXACT)
                                .amount())
                .isEqualByComparingTo("12.5");
    }

    @Test
    void eachWindowHasAPromiseOfItsOwn() {
        var rated =
                rated(
                        WindowedTerms.of(terms("2", commitment("10", "2", TrueUp.CHARGED))),
                        window("09:00", "2"),
                        window("10:00", "8"));
        assertThat(rated.line().amount()).hasToString("32.00 USD");
        assertThat(rated.windows().get(0).total()).isEqualByComparingTo("10");
        assertThat(rated.windows().get(1).total()).isEqualByComparingTo("22");
    }

    @Test
    void someHoursOfTheDayHaveAPriceAndPromiseOfTheirOwn() {
        var terms =
                new WindowedTerms(
                        terms("1", commitment("10", "2", TrueUp.CHARGED)),
                        morning(terms("2", commitment("5", "2", TrueUp.WAIVED))));
        var rated = rated(terms, window("09:00", "10"), window("10:00", "1"), window("18:00", "3"));
        assertThat(rated.line().amount()).hasToString("47.00 USD");
        assertSplit(rated.line().commitment(), "10", "30", "7");
        assertAddsUp(rated);
        assertThat(rated.line().steps())
                .extracting(RatingStep::key)
                .containsExactly(
                        "09:00-12:00.flat",
                        "09:00-12:00.commitment.overage",
                        "flat",
                        "commitment.true.up");

        var uncommitted =
                new WindowedTerms(
                        terms("1", null),
                        morning(terms("5", commitment("50", "1", TrueUp.WAIVED))));
        var mixed =
                rated(
                        uncommitted,
                        window("09:00", "60"),
                        window("10:00", "40"),
                        window("00:00", "30"));
        assertThat(mixed.line().amount()).hasToString("530.00 USD");
        assertSplit(mixed.line().commitment(), "130", "400", "0");
        assertAddsUp(mixed);
    }

    @Test
    void anAllowanceCoversTheFirstWindowsWhateverTheirTimeOfDay() {
        var terms =
                new WindowedTerms(
                        terms("1", null),
                        morning(terms("2", commitment("5", "2", TrueUp.CHARGED))));
        var rated =
                WindowedRating.rate(
                        terms,
                        List.of(window("08:00", "3"), window("09:00", "4"), window("18:00", "3")),
                        new BigDecimal("5"));
        assertThat(rated.line().billed()).isEqualByComparingTo("5");
        assertThat(rated.windows())
                .extracting(split -> split.total().intValueExact())
                .containsExactly(0, 5, 3);
        assertAddsUp(rated);
    }

    @Test
    void emptyWindowsAreChargedOnlyWhereTheyAreTruedUp() {
        Instant day = Instant.parse("2026-01-05T00:00:00Z");
        var inMorning =
                new WindowedTerms(
                        terms("1", commitment("10", "1", TrueUp.WAIVED)),
                        morning(terms("1", commitment("5", "1", TrueUp.CHARGED))));
        var always = WindowedTerms.of(terms("1", commitment("10", "1", TrueUp.CHARGED)));
        var never = WindowedTerms.of(terms("1", null));
        Map<Instant, BigDecimal> used = Map.of(day.plusSeconds(10 * 3600), new BigDecimal("5"));
        assertThat(hoursToRate(inMorning, day, used)).containsExactly(9, 10, 11);
        assertThat(hoursToRate(always, day, used)).hasSize(24);
        assertThat(hoursToRate(never, day, used)).containsExactly(10);
        assertThat(WindowedRating.windowsToRate(inMorning, hours(day), used, ZoneOffset.UTC))
                .containsEntry(day.plusSeconds(10 * 3600), new BigDecimal("5"))
                .containsEntry(day.plusSeconds(9 * 3600), BigDecimal.ZERO);
        assertThat(
                        WindowedRating.windowsToRate(
                                inMorning, hours(day), used, ZoneId.of("Asia/Tokyo")))
                .containsOnlyKeys(
                        day,
                        day.plusSeconds(3600),
                        day.plusSeconds(2 * 3600),
                        day.plusSeconds(10 * 3600));
    }

    private static List<WindowedTerms.AtTime> morning(LineTerms terms) {
        return List.of(
                new WindowedTerms.AtTime(new TimeOfDay(LocalTime.of(9, 0), LocalTime.NOON), terms));
    }

    private static LineTerms terms(String amount, @Nullable Commitment promised) {
        LineTerms terms = LineTerms.of(flat(amount), USD, Conventions.FLEXPRICE);
        return promised == null ? terms : terms.with(promised);
    }

    private static WindowedRating.Windowed rated(WindowedTerms terms, Window... windows) {
        return WindowedRating.rate(terms, List.of(windows), BigDecimal.ZERO);
    }

    private static List<Integer> hoursToRate(
            WindowedTerms terms, Instant day, Map<Instant, BigDecimal> used) {
        return WindowedRating.windowsToRate(terms, hours(day), used, ZoneOffset.UTC)
                .keySet()
                .stream()
                .map(start -> LocalTime.ofInstant(start, ZoneOffset.UTC).getHour())
                .toList();
    }

    private static List<Instant> hours(Instant day) {
        List<Instant> hours = new ArrayList<>();
        for (int hour = 0; hour < 24; hour++) {
            hours.add(day.plusSeconds(hour * 3600L));
        }
        return hours;
    }

    private static Window window(String start, String value) {
        return new Window(LocalTime.parse(start), new BigDecimal(value));
    }

    private static FlatFee flat(String amount) {
        return new FlatFee(new BigDecimal(amount));
    }

    private static Commitment commitment(String amount, String factor, TrueUp trueUp) {
        return new Commitment(new BigDecimal(amount), new BigDecimal(factor), trueUp);
    }

    private static Charge within(String amount) {
        return new Charge.Within(new BigDecimal(amount));
    }

    private static void assertAddsUp(WindowedRating.Windowed rated) {
        BigDecimal sum = BigDecimal.ZERO;
        for (RatingStep step : rated.line().steps()) {
            sum = sum.add(step.quantity().multiply(step.unitAmount()).add(step.flatAmount()));
        }
        assertThat(sum).isEqualByComparingTo(rated.line().commitment().total());
    }

    private static void assertSplit(
            Commitments.Split split, String utilized, String overage, String trueUp) {
        assertThat(split.utilized()).isEqualByComparingTo(utilized);
        assertThat(split.overage()).isEqualByComparingTo(overage);
        assertThat(split.trueUp()).isEqualByComparingTo(trueUp);
    }
}
