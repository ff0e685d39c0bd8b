package io.tallybook.ingestion.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The months that an operator wants in the store though they are old: while a file {@code
 * usage-YYYYMM.wanted} lies beside the archive, its month is brought back and stays. In it stands
 * what became of that; nothing yet while it is empty.
 */
final class WantedMonths {
    private static final Pattern NAME = Pattern.compile("usage-(\\d{4})(0[1-9]|1[0-2])\\.wanted");
    private static final String BACK = "back";

    private final Path directory;

    WantedMonths(Path directory) {
        this.directory = directory;
    }

    Set<YearMonth> all() throws IOException {
        Set<YearMonth> months = new TreeSet<>();
        try (var files = Files.list(directory)) {
            files.map(file -> NAME.matcher(ArchivedMonths.name(file)))
                    .filter(Matcher::matches)
                    .map(name -> YearMonth.of(number(name, 1), number(name, 2)))
                    .forEach(months::add);
        } catch (NoSuchFileException e) {
            return months; // nothing has ever left
        }
        return months;
    }

    private static int number(Matcher name, int part) {
        return Integer.parseInt(name.group(part));
    }

    /** Whether it was said that all of it is back. */
    boolean isAnswered(YearMonth month) throws IOException {
        return answer(month).filter(text -> text.startsWith(BACK)).isPresent();
    }

    /**
     * @param from the files that it was in; none if nothing of it had left
     */
    void back(YearMonth month, List<Path> from) throws IOException {
        say(
                month,
                from.isEmpty()
                        ? BACK + ": nothing of it was away"
                        : from.stream()
                                .map(ArchivedMonths::name)
                                .collect(Collectors.joining(", ", BACK + " from ", "")));
    }

    void failed(YearMonth month, Exception why) throws IOException {
        say(month, "failed: " + why);
    }

    private Optional<String> answer(YearMonth month) throws IOException {
        try {
            return Optional.of(Files.readString(file(month)));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // nobody wants it any more
        }
    }

    // Whoever took the file away meanwhile does not get it back.
    private void say(YearMonth month, String what) throws IOException {
        Path file = file(month);
        if (!Files.exists(file)) {
            return;
        }
        Path half = directory.resolve(ArchivedMonths.name(file) + ".tmp");
        Files.writeString(half, what + System.lineSeparator(), StandardCharsets.UTF_8);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(YearMonth month) {
        return directory.resolve("usage-%d.wanted".formatted(ArchivedMonths.number(month)));
    }
}
