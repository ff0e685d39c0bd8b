package io.tallybook.api.flexprice.event;

import io.tallybook.api.request.Fields;
import io.tallybook.core.usage.UsageQuery.GroupKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What usage is divided by.
 *
 * @param keys under the names that they were asked by, in the order of the question
 */
record Division(Map<String, GroupKey> keys) {
    private static final int KEYS_MAX = 5;
    private static final int SHORT = 255;
    private static final String FIELD = "group_by";
    private static final String PROPERTY = "properties.";

    Division {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    /**
     * As {@code group_by} says.
     *
     * @param others names that mean something else to who asks
     */
    static Division of(Fields in, String... others) {
        Set<String> known = Set.of(others);
        Map<String, GroupKey> keys = new LinkedHashMap<>();
        for (String name : names(in)) {
            GroupKey key = key(name);
            if (key != null) {
                keys.put(name, key);
            } else if (!known.contains(name)) {
                in.complain(FIELD, expected(others), name);
            }
        }
        return new Division(keys);
    }

    /** All names that {@code group_by} holds. */
    static List<String> names(Fields in) {
        return in.optional(FIELD).texts(KEYS_MAX, SHORT);
    }

    private static @Nullable GroupKey key(String name) {
        return switch (name) {
            case "source" -> new GroupKey.Source();
            case "external_customer_id" -> new GroupKey.Customer();
            default ->
                    name.startsWith(PROPERTY) && name.length() > PROPERTY.length()
                            ? new GroupKey.Property(name.substring(PROPERTY.length()))
                            : null;
        };
    }

    private static String expected(String... others) {
        return Stream.concat(Stream.of(others), Stream.of("source", "external_customer_id"))
                .collect(Collectors.joining(", ", "", " or properties.NAME"));
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** What the events of each group have in common. */
    List<GroupKey> by() {
        return List.copyOf(keys.values());
    }

    /** The values of a group under the names that were asked for. */
    Map<String, String> named(List<String> values) {
        Map<String, String> named = new LinkedHashMap<>();
        List<String> names = List.copyOf(keys.keySet());
        for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), values.get(i));
        }
        return named;
    }
}
