package io.tallybook.api.request;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The words that a field may hold, and what each stands for. */
public final class Choice<T> {

    private final Map<String, T> meanings;
    private final String words;

    private Choice(Map<String, T> meanings) {
        this.meanings = Collections.unmodifiableMap(meanings);
        this.words = "one of " + String.join(", ", meanings.keySet());
    }

    /** Each constant under its own name. */
    public static <E extends Enum<E>> Choice<E> of(Class<E> type) {
        return of(type, Enum::name);
    }

    /** Each constant under the name that {@code word} gives it. */
    public static <E extends Enum<E>> Choice<E> of(Class<E> type, Function<E, String> word) {
        Map<String, E> meanings = new LinkedHashMap<>();
        Arrays.stream(type.getEnumConstants()).forEach(e -> meanings.put(word.apply(e), e));
        return new Choice<>(meanings);
    }

    /** These words and what each stands for, told in the order of the alphabet. */
    public static <T> Choice<T> of(Map<String, T> meanings) {
        return new Choice<>(new TreeMap<>(meanings));
    }

    /** These words, standing for themselves. */
    public static Choice<String> words(String... words) {
        Map<String, String> meanings = new LinkedHashMap<>();
        Arrays.stream(words).forEach(w -> meanings.put(w, w));
        return new Choice<>(meanings);
    }

    @Nullable T meaning(String word) {
        return meanings.get(word);
    }

    T first() {
        return meanings.values().iterator().next();
    }

    String expectation() {
        return words;
    }
}
