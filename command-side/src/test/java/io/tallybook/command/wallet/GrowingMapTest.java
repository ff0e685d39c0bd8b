package io.tallybook.command.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** It is the map it says it is, and every map it was made from stays what it was. */
class GrowingMapTest {

    @Property(tries = 2_000)
    void itIsAMapAndStaysAsItWas(@ForAll @Size(max = 200) List<@IntRange(max = 60) Integer> keys) {
        GrowingMap<String, Integer> grown = GrowingMap.empty();
        Map<String, Integer> plain = new HashMap<>();
        List<GrowingMap<String, Integer>> before = new ArrayList<>();
        List<Map<String, Integer>> expected = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            before.add(grown);
            expected.add(Map.copyOf(plain));
            String key = "k" + keys.get(i);
            grown = grown.and(key, i);
            plain.put(key, i);
            assertThat(grown.get(key)).isEqualTo(i);
            assertThat(grown.size()).isEqualTo(plain.size());
        }
        assertThat(grown).isEqualTo(plain);
        assertThat(grown.get("nobody")).isNull();
        for (int i = 0; i < before.size(); i++) {
            assertThat(before.get(i)).isEqualTo(expected.get(i));
        }
    }
}
