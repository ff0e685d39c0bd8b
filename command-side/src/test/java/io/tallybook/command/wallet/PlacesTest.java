package io.tallybook.command.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Where names stand, held to a map of lists. */
class PlacesTest {
    @Property(tries = 200)
    void everyPlaceOfANameIsFoundTheLatestFirst(@ForAll long seed) {
        Random random = new Random(seed);
        Map<String, List<Integer>> expected = new HashMap<>();
        Places places = Places.NONE;
        int count = random.nextInt(500);
        int names = 1 + random.nextInt(300);
        for (int place = 0; place < count; place++) {
            String name = "name " + random.nextInt(names);
            places = places.and(name, place);
            expected.computeIfAbsent(name, _ -> new ArrayList<>()).addFirst(place);
        }
        for (int i = 0; i <= names; i++) {
            String name = "name " + i;
            assertThat(places.of(name)).isEqualTo(expected.getOrDefault(name, List.of()));
        }
    }

    @Test
    void whatWasBeforeStaysAsItWas() {
        List<Places> all = new ArrayList<>(List.of(Places.NONE));
        for (int place = 0; place < 100; place++) {
            all.add(all.getLast().and("name " + place % 10, place));
            // One that nobody goes on with.
            all.getLast().and("name 0", 1_000);
        }
        for (int size = 0; size <= 100; size++) {
            List<Integer> expected = new ArrayList<>();
            for (int place = 0; place < size; place += 10) {
                expected.addFirst(place);
            }
            assertThat(all.get(size).of("name 0")).isEqualTo(expected);
        }
    }

    @Test
    void namesThatDifferLittleAreToldApart() {
        Places places = Places.NONE;
        for (int i = 0; i < 200_000; i++) {
            places = places.and("movement wtx_01KC0000000000000000" + i, i);
        }
        for (int i = 0; i < 200_000; i++) {
            assertThat(places.of("movement wtx_01KC0000000000000000" + i)).containsExactly(i);
        }
    }
}
