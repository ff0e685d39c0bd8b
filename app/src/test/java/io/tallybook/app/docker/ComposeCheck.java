package io.tallybook.app.docker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What must be true of a compose file; each fault in a sentence. */
final class ComposeCheck {
    static final Set<String> SERVICES =
            Set.of(
                    "tallybook",
                    "axonserver",
                    "kafka",
                    "clickhouse",
                    "postgres",
                    "prometheus",
                    "grafana");

    /** A name, and a tag that begins with a version of at least two parts. */
    static final Pattern PINNED =
            Pattern.compile("[a-z0-9./_-]+:v?[0-9]+(\\.[0-9]+)+[A-Za-z0-9._-]*");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(:[?-])?[^}]*}");
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{[A-Z_]+:\\?[^}]+}");
    private static final Pattern LOOPBACK = Pattern.compile("127\\.0\\.0\\.1:([0-9]+):[0-9]+");

    private final Repository repository;
    private final Path directory;
    private final String text;
    private final Map<String, Map<String, Object>> services;
    private final Set<String> volumes;
    private final List<String> faults = new ArrayList<>();

    private ComposeCheck(Repository repository, String text) {
        this.repository = repository;
        this.directory = repository.docker();
        this.text = text;
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        Map<String, Object> root = map(new Yaml(new SafeConstructor(strict)).load(text));
        this.services =
                map(root.get("services")).entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> map(e.getValue())));
        this.volumes = map(root.get("volumes")).keySet();
    }

    static List<String> faults(Repository repository, String text) {
        ComposeCheck check = new ComposeCheck(repository, text);
        check.servicesAreThere();
        check.services.forEach(check::service);
        check.portsAreUnique();
        check.volumesAreUsed();
        check.applicationIsConfigured();
        check.variablesHaveExamples();
        return List.copyOf(check.faults);
    }

    private void servicesAreThere() {
        expect(services.keySet().equals(SERVICES), "services: " + new TreeSet<>(services.keySet()));
    }

    private void service(String name, Map<String, Object> service) {
        String image = String.valueOf(service.get("image"));
        expect(PINNED.matcher(image).matches(), name + ": image " + image + " has no version");
        if (service.get("build") != null) {
            Map<String, Object> build = map(service.get("build"));
            Path context = directory.resolve(String.valueOf(build.get("context")));
            Path dockerfile = context.resolve(String.valueOf(build.get("dockerfile")));
            expect(Files.isRegularFile(dockerfile), name + ": no " + dockerfile.normalize());
        }
        expect(
                service.get("healthcheck") != null || service.get("build") != null,
                name + ": no health check");
        for (String mount : list(service.get("volumes"))) {
            mount(name, mount.split(":", -1)[0]);
        }
        map(service.get("depends_on")).forEach((on, how) -> dependsOn(name, on));
        map(service.get("environment")).forEach((key, value) -> secret(name, key, value));
    }

    private void mount(String service, String source) {
        boolean named = !source.startsWith(".") && !source.startsWith("/");
        expect(
                named ? volumes.contains(source) : Files.exists(directory.resolve(source)),
                service + ": nothing to mount from " + source);
    }

    private void dependsOn(String service, String on) {
        Map<String, Object> other = services.get(on);
        expect(other != null, service + ": depends on " + on + ", which does not exist");
        expect(
                other == null || other.get("healthcheck") != null,
                service + ": waits for the health of " + on + ", which has no health check");
    }

    private void secret(String service, String key, @Nullable Object value) {
        if (key.contains("PASSWORD") || key.contains("SECRET")) {
            expect(
                    REQUIRED.matcher(String.valueOf(value)).matches(),
                    service + ": " + key + " must come from the environment, as ${NAME:?reason}");
        }
    }

    private void portsAreUnique() {
        Set<String> taken = new HashSet<>();
        services.forEach(
                (name, service) -> {
                    for (String port : list(service.get("ports"))) {
                        var published = LOOPBACK.matcher(port);
                        expect(published.matches(), name + ": port " + port + " is not loopback");
                        expect(
                                taken.add(port.split(":", -1)[1]),
                                name + ": port " + port + " is taken");
                    }
                });
    }

    private void volumesAreUsed() {
        Set<String> used =
                services.values().stream()
                        .flatMap(service -> list(service.get("volumes")).stream())
                        .map(mount -> mount.split(":", -1)[0])
                        .collect(Collectors.toSet());
        for (String volume : volumes) {
            expect(used.contains(volume), "volume " + volume + " is used by nobody");
        }
    }

    private void applicationIsConfigured() {
        Map<String, Object> service = services.getOrDefault("tallybook", Map.of());
        Set<String> given = new HashSet<>();
        map(service.get("environment")).keySet().forEach(key -> given.add(Repository.plain(key)));
        Set<String> known = repository.settings();
        for (String setting : given) {
            expect(
                    known.contains(setting),
                    "tallybook: the application knows no setting " + setting);
        }
        for (String needed : repository.settingsOfExternalPartsWithoutDefault()) {
            expect(given.contains(needed), "tallybook: setting " + needed + " is missing");
        }
    }

    private void variablesHaveExamples() {
        String examples = Repository.text(directory.resolve(".env.example"));
        VARIABLE.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(use -> use.replaceAll("^\\$\\{([A-Z_]+).*", "$1"))
                .distinct()
                .forEach(
                        name ->
                                expect(
                                        examples.lines()
                                                .anyMatch(line -> line.startsWith(name + "=")),
                                        ".env.example has no " + name));
    }

    private void expect(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }

    @SuppressWarnings("unchecked") // the keys of a compose file are text
    private static Map<String, Object> map(@Nullable Object node) {
        return node instanceof Map<?, ?> map
                ? (Map<String, Object>) Objects.requireNonNull(map)
                : Map.of();
    }

    private static List<String> list(@Nullable Object node) {
        return node instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
