package io.tallybook.api.ids;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Ulid;
import io.tallybook.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IdsTest {

    private final MutableClock clock = MutableClock.at("2026-01-01T00:00:00Z");

    @Test
    void idsOfOneMillisecondSortInTheOrderInWhichTheyWereAskedFor() {
        Ids ids = new TimeOrderedIds(clock, new Random(7));
        List<String> drawn = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            drawn.add(ids.next().value());
        }
        assertThat(drawn).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aClockThatStepsBackDoesNotMakeALaterIdSortEarlier() {
        Ids ids = new TimeOrderedIds(clock, new Random(7));
        String before = ids.next().value();
        clock.set(clock.instant().minusSeconds(60));
        assertThat(ids.next().value()).isGreaterThan(before);
    }

    @Test
    void anIdSaysWhenItWasMade() {
        Ids ids = new TimeOrderedIds(clock, new Random(7));
        String first = ids.next().value();
        clock.advance(Duration.ofMillis(1));
        assertThat(ids.next().value().substring(0, 10)).isGreaterThan(first.substring(0, 10));
    }

    @Test
    void aMillisecondThatIsUsedUpBorrowsTheNext() {
        RandomGenerator highest = () -> -1L;
        Ids ids = new TimeOrderedIds(clock, highest);
        List<Ulid> drawn = List.of(ids.next(), ids.next(), ids.next());
        assertThat(drawn).extracting(Ulid::value).isSorted().doesNotHaveDuplicates();
    }

    @Property(tries = 50)
    void aRequestRunAgainDrawsTheSameIdsAndAnotherRequestDrawsOthers(
            @ForAll @IntRange(min = 1, max = 40) int count) {
        Instant seen = clock.instant();
        List<String> first = draw(new RequestIds("seed", seen), count);
        assertThat(draw(new RequestIds("seed", seen), count)).isEqualTo(first);
        assertThat(new HashSet<>(first)).hasSize(count);
        assertThat(draw(new RequestIds("other", seen), count)).doesNotContainAnyElementsOf(first);
    }

    private static List<String> draw(Ids ids, int count) {
        List<String> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(ids.next().value());
        }
        return drawn;
    }
}
