package io.tallybook.domain.entitlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.domain.entitlement.Allowance.Counted;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SideBySideTest {
    private static Counted counted(int limit, int before, int after) {
        return new Counted(
                Limit.upTo(BigDecimal.valueOf(limit)),
                BigDecimal.valueOf(before),
                BigDecimal.valueOf(after));
    }

    @ParameterizedTest(name = "5 an hour and 10 a day: {0} then {1} in the hour, {2} then {3}: {4}")
    @CsvSource({
        "0, 5, 0, 5, 0",
        "0, 8, 0, 8, 3",
        "0, 4, 8, 12, 2",
        // The sixth unit of the hour and the eleventh of the day are the same one.
        "0, 6, 5, 11, 1",
        "2, 9, 9, 16, 6",
        "7, 9, 12, 14, 2",
    })
    void whatExceedsOneOfThemIsBilledOnce(
            int hourBefore, int hourAfter, int dayBefore, int dayAfter, BigDecimal billed) {
        assertThat(
                        Allowance.beyondAny(
                                List.of(
                                        counted(5, hourBefore, hourAfter),
                                        counted(10, dayBefore, dayAfter))))
                .isEqualByComparingTo(billed);
    }

    private static List<BigDecimal> levels(List<Integer> levels) {
        return levels.stream().map(BigDecimal::valueOf).toList();
    }

    @Property(tries = 300)
    void levelsThatLastRiseByWhatTheWindowCameTo(
            @ForAll @Size(min = 2, max = 12) List<@IntRange(min = 0, max = 50) Integer> read) {
        List<BigDecimal> levels = levels(read);
        List<BigDecimal> lasting = Allowance.lasting(levels);
        assertThat(lasting).hasSameSizeAs(levels).isSorted();
        assertThat(lasting.getFirst()).isEqualTo(levels.getFirst());
        assertThat(lasting.getLast()).isEqualTo(levels.getLast().max(levels.getFirst()));
        assertThat(Allowance.lasting(lasting)).isEqualTo(lasting);
    }

    /** Unit by unit: each is billed if one of the limits has nothing left when it is used. */
    @Property(tries = 500)
    void isWhatAWatcherOfEachUnitWouldBill(@ForAll long seed) {
        Random random = new Random(seed);
        int[] usedInHour = IntStream.generate(() -> random.nextInt(9)).limit(30).toArray();
        int[] lengths = {1, 2 + random.nextInt(5), 1 + random.nextInt(30)};
        int[] limits = {random.nextInt(8), random.nextInt(20), random.nextInt(90)};
        int watched = 0;
        BigDecimal billed = BigDecimal.ZERO;
        int[] used = new int[3];
        for (int hour = 0; hour < usedInHour.length; hour++) {
            for (int i = 0; i < 3; i++) {
                used[i] = hour % lengths[i] == 0 ? 0 : used[i];
            }
            int[] before = used.clone();
            for (int unit = 0; unit < usedInHour[hour]; unit++) {
                boolean exhausted = false;
                for (int i = 0; i < 3; i++) {
                    exhausted |= used[i]++ >= limits[i];
                }
                watched += exhausted ? 1 : 0;
            }
            billed =
                    billed.add(
                            Allowance.beyondAny(
                                    IntStream.range(0, 3)
                                            .mapToObj(i -> counted(limits[i], before[i], used[i]))
                                            .toList()));
        }
        assertThat(billed).isEqualByComparingTo(BigDecimal.valueOf(watched));
    }
}
