package io.tallybook.core.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the sources say about a record: its own sentence, and one for each component that needs it.
 */
record Meanings(String sentence, Map<String, String> components) {
    /**
     * Tests run in the directory of their module; published values of the domain are next to it.
     */
    private static final List<Path> SOURCES =
            List.of(Path.of("src/main/java"), Path.of("../domain/src/main/java"));

    private static final Pattern TAG = Pattern.compile("@param (\\w+) ([^@]*)");

    static Meanings of(Class<?> type) {
        String before = source(type).split("record " + type.getSimpleName() + "\\b", 2)[0];
        int from = before.lastIndexOf("/**");
        int to = before.lastIndexOf("*/");
        if (from < 0 || to < from || !before.substring(to + 2).matches("[\\s\\w@]*")) {
            throw new IllegalStateException("no sentence says what " + type.getName() + " is");
        }
        String text =
                before.substring(from + 3, to)
                        .replaceAll("(?m)^\\s*\\* ?", "")
                        .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
                        .replaceAll("\\s+", " ")
                        .strip();
        Map<String, String> components = new HashMap<>();
        Matcher tag = TAG.matcher(text);
        while (tag.find()) {
            components.put(tag.group(1), tag.group(2).strip());
        }
        String sentence = text.replaceFirst("@param .*", "").replaceAll(" ?<p>", " ").strip();
        return new Meanings(sentence, Map.copyOf(components));
    }

    private static String source(Class<?> type) {
        String file = outermost(type).getName().replace('.', '/') + ".java";
        try (Stream<Path> found = SOURCES.stream().map(root -> root.resolve(file))) {
            return Files.readString(found.filter(Files::exists).findFirst().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> outermost(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type : outermost(outer);
    }
}
