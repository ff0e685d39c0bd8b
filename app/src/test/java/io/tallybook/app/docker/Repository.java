package io.tallybook.app.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of the sources the files in docker/ must agree with. */
record Repository(Path root) {
    private static final Pattern SETTING = Pattern.compile("@Value\\(\\s*\"\\$\\{([^:}\"]+)(:?)");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern LITERAL = Pattern.compile("\"([a-z][a-z.]*\\.[a-z.]+)\"");

    /** Tests run in the directory of their module, which is right below the root. */
    static Repository here() {
        return new Repository(Path.of("..").toAbsolutePath().normalize());
    }

    Path docker() {
        return root.resolve("docker");
    }

    String read(String file) {
        return text(root.resolve(file));
    }

    /** The modules of the build, by directory. */
    List<String> modules() {
        return MODULE.matcher(read("pom.xml")).results().map(found -> found.group(1)).toList();
    }

    /** Every setting that the application knows, each in the form of {@link #plain}. */
    Set<String> settings() {
        Set<String> known = new TreeSet<>();
        Properties defaults = new Properties();
        try (var in =
                Files.newInputStream(
                        root.resolve("app/src/main/resources/application.properties"))) {
            defaults.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        defaults.stringPropertyNames().forEach(name -> known.add(plain(name)));
        sources().forEach(text -> found(text).forEach(m -> known.add(plain(m.group(1)))));
        return known;
    }

    /** The settings that external parts cannot do without. */
    Set<String> settingsOfExternalPartsWithoutDefault() {
        String parts = read("app/src/main/java/io/tallybook/app/parts/ExternalParts.java");
        return found(parts)
                .filter(m -> m.group(2).isEmpty())
                .map(m -> plain(m.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Texts in the sources that may name a meter, as Prometheus would write them. */
    Set<String> meterNames() {
        return sources()
                .flatMap(text -> LITERAL.matcher(text).results())
                .map(found -> found.group(1).replace('.', '_'))
                .collect(Collectors.toSet());
    }

    /** How a setting and the environment variable that stands for it are told to be the same. */
    static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<MatchResult> found(String text) {
        return SETTING.matcher(text).results();
    }

    private Stream<String> sources() {
        return modules().stream()
                .map(module -> root.resolve(module).resolve("src/main/java"))
                .filter(Files::isDirectory)
                .flatMap(Repository::javaFiles)
                .map(Repository::text);
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
