package io.tallybook.domain.usage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Splits usage by the values of event properties, so that each combination is priced for itself.
 */
public record GroupKeys(List<String> properties) {
    public GroupKeys {
        properties = List.copyOf(properties);
    }

    /**
     * The events of each combination, combinations in lexical order; an absent property is the
     * empty text.
     */
    public Map<List<String>, List<UsageEvent>> split(List<UsageEvent> events) {
        Map<String, List<String>> combinations = new TreeMap<>();
        Map<List<String>, List<UsageEvent>> byCombination = new LinkedHashMap<>();
        for (UsageEvent event : events) {
            List<String> combination = new ArrayList<>(properties.size());
            for (String property : properties) {
                combination.add(event.text(property).orElse(""));
            }
            byCombination
                    .computeIfAbsent(List.copyOf(combination), _ -> new ArrayList<>())
                    .add(event);
            combinations.putIfAbsent(String.join("\u0000", combination), List.copyOf(combination));
        }
        Map<List<String>, List<UsageEvent>> ordered = new LinkedHashMap<>();
        combinations
                .values()
                .forEach(
                        c -> ordered.put(c, List.copyOf(byCombination.getOrDefault(c, List.of()))));
        return ordered;
    }
}
