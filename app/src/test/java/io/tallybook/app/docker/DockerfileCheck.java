package io.tallybook.app.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What must be true of a Dockerfile; each fault in a sentence. */
final class DockerfileCheck {
    private static final Set<String> KNOWN =
            Set.of(
                    "FROM",
                    "ARG",
                    "RUN",
                    "COPY",
                    "ENV",
                    "LABEL",
                    "USER",
                    "WORKDIR",
                    "VOLUME",
                    "EXPOSE",
                    "HEALTHCHECK",
                    "ENTRYPOINT",
                    "CMD",
                    "STOPSIGNAL",
                    "SHELL");
    private static final Pattern MAIN_CLASS =
            Pattern.compile("\"(io\\.tallybook\\.[A-Za-z0-9_.]+)\"");

    private record Instruction(String name, String rest) {}

    private final Repository repository;
    private final Set<String> ignoredExcept;
    private final Set<String> stages = new HashSet<>();
    private final Set<String> copied = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private List<Instruction> stage = new ArrayList<>();

    private DockerfileCheck(Repository repository) {
        this.repository = repository;
        this.ignoredExcept = new HashSet<>();
        repository
                .read("docker/Dockerfile.dockerignore")
                .lines()
                .filter(line -> line.startsWith("!"))
                .forEach(line -> ignoredExcept.add(line.substring(1)));
    }

    static List<String> faults(Repository repository, String text) {
        DockerfileCheck check = new DockerfileCheck(repository);
        List<Instruction> instructions = instructions(text);
        check.expect(
                !instructions.isEmpty() && instructions.getFirst().name().equals("FROM"),
                "it does not begin with FROM");
        instructions.forEach(check::instruction);
        check.lastStage();
        for (String module : repository.modules()) {
            check.expect(check.copied.contains(module), "module " + module + " is not copied");
        }
        return List.copyOf(check.faults);
    }

    /** Lines that end in a backslash go on in the next; comments may stand between. */
    private static List<Instruction> instructions(String text) {
        String joined =
                text.lines()
                        .filter(line -> !line.stripLeading().startsWith("#"))
                        .reduce("", (all, line) -> all + line + "\n")
                        .replaceAll("\\\\\\n\\s*", " ");
        return joined.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.strip().split("\\s+", 2))
                .map(parts -> new Instruction(parts[0], parts.length > 1 ? parts[1] : ""))
                .toList();
    }

    private void instruction(Instruction it) {
        expect(KNOWN.contains(it.name()), "unknown instruction " + it.name());
        expect(!it.rest().isBlank(), it.name() + " says nothing");
        switch (it.name()) {
            case "FROM" -> from(it.rest());
            case "COPY" -> copy(it.rest());
            case "ENV" -> environment(it.rest());
            case "ENTRYPOINT", "CMD" -> command(it.rest());
            case "HEALTHCHECK" -> command(it.rest().replaceFirst("^.*?CMD\\s+", ""));
            default -> {}
        }
        stage.add(it);
    }

    private void from(String rest) {
        stage = new ArrayList<>();
        String[] words = rest.split("\\s+", -1);
        expect(
                stages.contains(words[0]) || ComposeCheck.PINNED.matcher(words[0]).matches(),
                "image " + words[0] + " has no version");
        if (words.length == 3 && words[1].toUpperCase(Locale.ROOT).equals("AS")) {
            stages.add(words[2]);
        } else {
            expect(words.length == 1, "FROM " + rest);
        }
    }

    private void copy(String rest) {
        List<String> words = new ArrayList<>(Arrays.asList(rest.split("\\s+", -1)));
        String from = "";
        while (words.getFirst().startsWith("--")) {
            String flag = words.removeFirst();
            if (flag.startsWith("--from=")) {
                from = flag.substring("--from=".length());
            }
        }
        expect(words.size() >= 2, "COPY without source or target: " + rest);
        words.removeLast();
        if (!from.isEmpty()) {
            expect(stages.contains(from), "COPY from " + from + ", which is no earlier stage");
            return;
        }
        for (String source : words) {
            String path = source.replaceAll("/$", "");
            copied.add(path);
            expect(Files.exists(repository.root().resolve(path)), "COPY " + path + ": not there");
            expect(ignoredExcept.contains(path), "COPY " + path + ": kept out by .dockerignore");
        }
    }

    private void environment(String rest) {
        Set<String> known = repository.settings();
        for (String assignment : rest.split("\\s+", -1)) {
            String name = assignment.replaceFirst("=.*", "");
            expect(known.contains(Repository.plain(name)), "ENV " + name + ": no such setting");
        }
    }

    /** In the form of a list: a shell in between would swallow the signal to stop. */
    private void command(String rest) {
        try {
            expect(JsonMapper.shared().readTree(rest).isArray(), "no list of words: " + rest);
        } catch (JacksonException e) {
            faults.add("no list of words: " + rest);
        }
        MAIN_CLASS
                .matcher(rest)
                .results()
                .map(found -> found.group(1).replace('.', '/') + ".java")
                .forEach(file -> expect(isSource(file), "no class " + file));
    }

    private boolean isSource(String file) {
        Path source = repository.root().resolve("app/src/main/java").resolve(file);
        try {
            return Files.exists(source) && Files.size(source) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void lastStage() {
        expect(
                stage.stream()
                        .filter(it -> it.name().equals("USER"))
                        .reduce((a, b) -> b)
                        .filter(it -> !it.rest().matches("(root|0)(:.*)?"))
                        .isPresent(),
                "the image runs as root");
        for (String needed : List.of("HEALTHCHECK", "ENTRYPOINT", "EXPOSE")) {
            expect(stage.stream().anyMatch(it -> it.name().equals(needed)), "no " + needed);
        }
    }

    private void expect(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
