package io.tallybook.domain.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.domain.catalogue.Commitment;
import io.tallybook.domain.catalogue.PricingModel.FlatFee;
import io.tallybook.domain.catalogue.TrueUp;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.rating.WindowedRating.Window;
import io.tallybook.domain.time.TimeOfDay;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Windows by the time of day, against the rule written down window by window. */
class WindowedRatingPropertiesTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");

    /** A price per unit and what is promised for each window. */
    record Terms(BigDecimal unit, BigDecimal promised, BigDecimal factor, TrueUp trueUp) {
        LineTerms asLine() {
            return LineTerms.of(new FlatFee(unit), USD, Conventions.EXACT)
                    .with(new Commitment(promised, factor, trueUp));
        }

        BigDecimal cost(BigDecimal value) {
            BigDecimal base = value.multiply(unit);
            if (base.compareTo(promised) >= 0) {
                return promised.add(base.subtract(promised).multiply(factor));
            }
            return trueUp == TrueUp.CHARGED ? promised : base;
        }
    }

    @Property(tries = 1000)
    void aLineIsTheSumOfItsWindowsEachByTheTermsOfItsHour(
            @ForAll("terms") Terms own,
            @ForAll("terms") Terms early,
            @ForAll("terms") Terms night,
            @ForAll @IntRange(min = 0, max = 11) int from,
            @ForAll @IntRange(min = 1, max = 11) int hours,
            @ForAll @Size(max = 40) List<@From("windows") Window> windows) {
        LocalTime start = LocalTime.of(from, 0);
        LocalTime end = start.plusHours(hours);
        TimeOfDay overMidnight = new TimeOfDay(LocalTime.of(23, 0), start);
        var terms =
                new WindowedTerms(
                        own.asLine(),
                        List.of(
                                new WindowedTerms.AtTime(new TimeOfDay(start, end), early.asLine()),
                                new WindowedTerms.AtTime(overMidnight, night.asLine())));
        BigDecimal expected = BigDecimal.ZERO;
        for (Window window : windows) {
            int hour = window.start().getHour();
            Terms chosen =
                    hour >= from && hour < from + hours
                            ? early
                            : hour == 23 || hour < from ? night : own;
            expected = expected.add(chosen.cost(window.value()));
        }

        WindowedRating.Windowed rated = WindowedRating.rate(terms, windows, BigDecimal.ZERO);

        assertThat(rated.line().precise()).isEqualByComparingTo(expected);
        assertThat(rated.line().amount()).isEqualTo(Rounding.HALF_UP.toMoney(expected, USD));
        assertThat(
                        rated.line().steps().stream()
                                .map(RatingStep::amount)
                                .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(expected);
        assertThat(
                        rated.windows().stream()
                                .map(Commitments.Split::total)
                                .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(expected);
    }

    @Provide
    Arbitrary<Terms> terms() {
        return Combinators.combine(
                        decimals("0", "9"), decimals("0.01", "50"), decimals("1", "3"), trueUps())
                .as(Terms::new);
    }

    private static Arbitrary<TrueUp> trueUps() {
        return Arbitraries.of(TrueUp.class);
    }

    @Provide
    Arbitrary<Window> windows() {
        return Combinators.combine(Arbitraries.integers().between(0, 23), decimals("0", "40"))
                .as((hour, value) -> new Window(LocalTime.of(hour, 0), value));
    }

    private static Arbitrary<BigDecimal> decimals(String from, String to) {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal(from), new BigDecimal(to))
                .ofScale(2);
    }
}
