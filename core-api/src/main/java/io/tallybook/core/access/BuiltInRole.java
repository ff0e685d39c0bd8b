package io.tallybook.core.access;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The roles that every tenant has. */
public enum BuiltInRole {
    SUPER_ADMIN("Super admin", "Everything, also who else has access", _ -> true),
    ALL_READER("All reader", "Reads everything", p -> p.action() == Action.READ),
    ALL_WRITER(
            "All writer",
            "Reads everything and changes everything but who has access",
            p -> p.action() == Action.READ || !Resource.ADMINISTRATION.contains(p.resource())),
    EVENT_INGESTOR(
            "Event ingestor",
            "Sends usage events, and nothing else",
            Permission.write(Resource.EVENT)::equals),
    EVENT_READER(
            "Event reader",
            "Reads usage events and usage, and nothing else",
            Permission.read(Resource.EVENT)::equals);

    private final String title;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
    private final Set<Permission> permissions;

    BuiltInRole(String title, String description, Predicate<Permission> allows) {
        this.title = title;
        this.description = description;
        Set<Permission> allowed = new LinkedHashSet<>();
        for (Resource resource : Resource.values()) {
            Arrays.stream(Action.values())
                    .map(action -> new Permission(resource, action))
                    .filter(allows)
                    .forEach(allowed::add);
        }
        this.permissions = Set.copyOf(allowed);
    }

    /** The name by which it is given: {@code all_reader}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String title() {
        return title;
    }

    public String description() {
        return description;
    }

    public Set<Permission> permissions() {
        return permissions;
    }

    public static Optional<BuiltInRole> of(String wire) {
        return Arrays.stream(values()).filter(role -> role.wire().equals(wire)).findFirst();
    }
}
