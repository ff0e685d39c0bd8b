package io.tallybook.api.request;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of one object that came in. Reading never throws: what is wrong is noted and a
 * placeholder is given, so that one answer can name all that is wrong; {@link #check} must be
 * called before anything read is used.
 *
 * <p>Fields that nobody asks for are ignored: clients send some that their server does not know.
 */
public class Fields {

    private final ObjectNode node;
    private final String path;
    private final boolean text;
    private final Complaints complaints;

    Fields(ObjectNode node, String path, boolean text, Complaints complaints) {
        this.node = node;
        this.path = path;
        this.text = text;
        this.complaints = complaints;
    }

    /** A field that must be there; {@code null} is not there. */
    public RequiredField required(String name) {
        return new RequiredField(value(name), pathOf(name), complaints);
    }

    /** A field that may be missing or {@code null}. */
    public OptionalField optional(String name) {
        return new OptionalField(value(name));
    }

    /** All of it, as it came. */
    public ObjectNode document() {
        return node.deepCopy();
    }

    /** Whether a field is there and not null. */
    public boolean has(String name) {
        return value(name) != null;
    }

    /** The names of the fields that are there and not null. */
    public Set<String> names() {
        return node.properties().stream()
                .filter(field -> !field.getValue().isNull())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a field is there and is null: some say by it that a value is to be taken away. */
    public boolean isNull(String name) {
        JsonNode value = node.get(name);
        return value != null && value.isNull();
    }

    /** Whether a field holds text of no characters, by which some clients say that it is unset. */
    public boolean isEmptyText(String name) {
        JsonNode value = node.get(name);
        return value != null && value.isString() && value.stringValue().isEmpty();
    }

    /** Whether a field holds text. */
    public boolean holdsText(String name) {
        JsonNode value = node.get(name);
        return value != null && value.isString();
    }

    /**
     * Notes a complaint for each of these fields that asks for something: what this server does not
     * do yet must not be ignored where money depends on it. Empty values, zero and {@code false}
     * ask for nothing.
     */
    public void refuseUnsupported(String... names) {
        refuse("since this is not supported yet", names);
    }

    /**
     * The same, of fields that cannot be said, for another reason.
     *
     * @param why as {@code since it is worked out here}
     */
    public void refuse(String why, String... names) {
        for (String name : names) {
            JsonNode value = node.get(name);
            if (value != null && asksForSomething(value)) {
                complaints.add(pathOf(name), "to be left out, " + why, "a value");
            }
        }
    }

    private static boolean asksForSomething(JsonNode value) {
        if (value.isNull() || (value.isContainer() && value.isEmpty())) {
            return false;
        }
        if (value.isString()) {
            return !value.stringValue().isEmpty() && !value.stringValue().equals("0");
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return !value.isNumber() || value.decimalValue().signum() != 0;
    }

    /** Notes that {@code name} breaks a rule that takes more than one field to see. */
    public void complain(String name, String expected, String got) {
        complaints.add(pathOf(name), expected, got);
    }

    /** Errors: ProblemException (400) naming every field that is wrong. */
    public void check() {
        complaints.check();
    }

    private @Nullable Value value(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull()
                ? null
                : new Value(value, pathOf(name), text, complaints);
    }

    private String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
