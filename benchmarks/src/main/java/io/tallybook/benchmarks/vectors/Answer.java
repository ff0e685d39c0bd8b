package io.tallybook.benchmarks.vectors;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the domain makes of a case: figures by the names that cases expect them under.
 *
 * @param instead why a case that describes a fault of the other system gets another figure from us
 */
record Answer(Map<String, Object> figures, Optional<String> instead) {

    static Answer of(Object... namesAndFigures) {
        Map<String, Object> figures = new LinkedHashMap<>();
        for (int i = 0; i < namesAndFigures.length; i += 2) {
            figures.put((String) namesAndFigures[i], namesAndFigures[i + 1]);
        }
        return new Answer(figures, Optional.empty());
    }

    Answer with(String name, Object figure) {
        Map<String, Object> more = new LinkedHashMap<>(figures);
        more.put(name, figure);
        return new Answer(more, instead);
    }

    Answer becauseInstead(String reason) {
        return new Answer(figures, Optional.of(reason));
    }
}
