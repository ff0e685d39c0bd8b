package io.tallybook.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersTest {
    private static final EventFilter WIDE = new EventFilter(Map.of("cloud", Set.of("aws", "gcp")));
    private static final EventFilter NARROW = new EventFilter(Map.of("cloud", Set.of("aws")));
    private static final EventFilter DEEP =
            new EventFilter(Map.of("cloud", Set.of("aws", "gcp"), "region", Set.of("eu", "us")));

    private static UsageEvent event(String cloud, String region) {
        return new UsageEvent(
                cloud + region, Instant.EPOCH, "m", Map.of("cloud", cloud, "region", region));
    }

    @Test
    void theMostSpecificFilterTakesTheEvent() {
        FilterChoice choice = new FilterChoice(List.of(WIDE, NARROW, DEEP));
        assertThat(choice.of(event("aws", "ap"))).isEqualTo(OptionalInt.of(1));
        assertThat(choice.of(event("gcp", "ap"))).isEqualTo(OptionalInt.of(0));
        assertThat(choice.of(event("aws", "eu"))).as("more keys win").isEqualTo(OptionalInt.of(2));
        assertThat(choice.of(event("azure", "eu"))).isEmpty();
    }

    @Test
    void ofIdenticalFiltersTheOldestWins() {
        assertThat(new FilterChoice(List.of(WIDE, WIDE)).of(event("aws", "")))
                .isEqualTo(OptionalInt.of(0));
    }

    @Test
    void everyEventGoesToExactlyOnePart() {
        List<UsageEvent> events =
                List.of(event("aws", "eu"), event("gcp", "x"), event("azure", "x"));
        List<List<UsageEvent>> parts = new FilterChoice(List.of(WIDE, NARROW)).split(events);
        assertThat(parts.stream().mapToInt(List::size)).containsExactly(1, 1, 1);
    }

    @Test
    void aFilterWithoutValuesIsRefused() {
        assertThatThrownBy(() -> new EventFilter(Map.of("cloud", Set.of())))
                .hasMessage("filter.values[cloud] must list at least one value, was empty");
    }

    @Test
    void groupsAreEveryCombinationThatOccurs() {
        Map<List<String>, List<UsageEvent>> groups =
                new GroupKeys(List.of("cloud", "none"))
                        .split(List.of(event("b", "1"), event("a", "1"), event("b", "2")));
        assertThat(groups.keySet()).containsExactly(List.of("a", ""), List.of("b", ""));
        assertThat(groups.values().stream().mapToInt(List::size)).containsExactly(1, 2);
    }

    @ParameterizedTest(name = "{1} of {0} to {2} places is {3}")
    @CsvSource({
        "123.456, ROUND, 0, 123",
        "123.456, CEIL, 2, 123.46",
        "123.456, CEIL, 0, 124",
        "123.456, CEIL, -2, 200",
        "123.456, FLOOR, -2, 100",
        "123.456, ROUND, -2, 100",
        "150, ROUND, -2, 200",
        "2.5, ROUND, 0, 3",
        "-2.5, ROUND, 0, -3",
        "-2.1, FLOOR, 0, -3",
        "123.456, NONE, 0, 123.456",
    })
    void aQuantityIsRoundedAsItsMeterSays(
            BigDecimal quantity,
            QuantityRounding.Function function,
            int places,
            BigDecimal expected) {
        assertThat(new QuantityRounding(function, places).apply(quantity))
                .isEqualByComparingTo(expected);
    }

    @ParameterizedTest(name = "{0} step {1}: {2} to {3} passes {4}")
    @CsvSource({
        "10;30;50, 100, 33, 351, 50;150;250;350",
        "10;20, 35, 4, 161, 10;20;55;90;125;160",
        "10;30, , 10, 30, 30",
        "10;30, , 30, 10, ''",
        "10, 5, 10, 14.99, ''",
        "10, 5, 10, 15, 15",
    })
    void risingPassesWhatLiesAbove(
            String marks,
            BigDecimal step,
            BigDecimal previous,
            BigDecimal current,
            String expected) {
        assertThat(thresholds(marks, step).risen(previous, current)).isEqualTo(decimals(expected));
    }

    @ParameterizedTest(name = "{0} step {1}: {2} down to {3} passes {4}")
    @CsvSource({
        "200;500;800, 100, 1000, 500, 500;800",
        "200;500;800, 100, 450, 100, 100;200",
        "200;500;800, 100, 600, -100, -100;0;100;200;500",
        "200, , 200, 100, ''",
    })
    void fallingPassesWhatLiesBelow(
            String marks,
            BigDecimal step,
            BigDecimal previous,
            BigDecimal current,
            String expected) {
        assertThat(thresholds(marks, step).fallen(previous, current)).isEqualTo(decimals(expected));
    }

    private static Thresholds thresholds(String marks, BigDecimal step) {
        return new Thresholds(decimals(marks), Optional.ofNullable(step));
    }

    private static NavigableSet<BigDecimal> decimals(String text) {
        NavigableSet<BigDecimal> decimals = new TreeSet<>();
        Stream.of(text.split(";", -1))
                .filter(part -> !part.isEmpty())
                .map(BigDecimal::new)
                .forEach(decimals::add);
        return decimals;
    }

    @Test
    void aStepThatWouldPassMarksWithoutEndIsRefused() {
        assertThatThrownBy(
                        () ->
                                thresholds("1", new BigDecimal("0.000001"))
                                        .risen(BigDecimal.ZERO, BigDecimal.valueOf(1_000_000)))
                .hasMessageContaining("passes more than 100000 marks");
        assertThatThrownBy(() -> thresholds("1", BigDecimal.ZERO))
                .hasMessageContaining("thresholds.recurring");
        assertThatThrownBy(() -> thresholds("", BigDecimal.ONE))
                .hasMessageContaining("thresholds: got none");
    }

    @Test
    void runningTotalsEndWithWhatIsFree() {
        List<BigDecimal> twelves =
                List.of(BigDecimal.valueOf(12), BigDecimal.valueOf(12), BigDecimal.valueOf(12));
        assertThat(RunningTotals.of(twelves, Optional.of(2), Optional.empty()))
                .extracting(BigDecimal::intValue)
                .containsExactly(12, 24);
        assertThat(RunningTotals.of(twelves, Optional.empty(), Optional.of(BigDecimal.valueOf(20))))
                .extracting(BigDecimal::intValue)
                .containsExactly(12, 24);
        assertThat(RunningTotals.of(twelves, Optional.of(0), Optional.of(BigDecimal.ZERO)))
                .hasSize(3);
    }
}
