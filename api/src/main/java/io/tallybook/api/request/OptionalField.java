package io.tallybook.api.request;

import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field that may be missing: every reader gives null then, and also after it noted a complaint.
 */
public final class OptionalField {

    private final @Nullable Value value;

    OptionalField(@Nullable Value value) {
        this.value = value;
    }

    /** The same field, of which no complaint repeats what came: it names a person. */
    public OptionalField withheld() {
        return new OptionalField(value == null ? null : value.withheld());
    }

    public @Nullable String text(int max) {
        return value == null ? null : value.text(max);
    }

    /** Text, or the text of a number or of a truth value. */
    public @Nullable String looseText() {
        return value == null ? null : value.loose(1_024);
    }

    public @Nullable BigDecimal decimal() {
        return value == null ? null : value.decimal();
    }

    /** A decimal that is not below zero. */
    public @Nullable BigDecimal amount() {
        BigDecimal amount = decimal();
        if (value != null && amount != null && amount.signum() < 0) {
            return value.refuse("a decimal number that is not negative");
        }
        return amount;
    }

    public @Nullable Long integer(long min, long max) {
        return value == null ? null : value.integer(min, max);
    }

    public int integer(int min, int max, int otherwise) {
        Long given = integer(min, max);
        return given == null ? otherwise : given.intValue();
    }

    public @Nullable Boolean truth() {
        return value == null ? null : value.truth();
    }

    public @Nullable Instant instant() {
        return value == null ? null : value.instant();
    }

    public @Nullable ZoneId zone() {
        return value == null ? null : value.zone();
    }

    public @Nullable CurrencyCode currency() {
        return value == null ? null : value.currency();
    }

    public <T> @Nullable T choice(Choice<T> choice) {
        return value == null ? null : value.choice(choice);
    }

    public <T> T choice(Choice<T> choice, T otherwise) {
        T given = choice(choice);
        return given == null ? otherwise : given;
    }

    public @Nullable Fields object() {
        return value == null ? null : value.object();
    }

    public List<Fields> objects(int max) {
        List<Fields> given = value == null ? null : value.objects(max);
        return given == null ? List.of() : given;
    }

    public List<String> texts(int max, int length) {
        List<String> given = value == null ? null : value.texts(max, length);
        return given == null ? List.of() : given;
    }

    /** Words of a list, each read by {@code choice}. */
    public <T> List<T> choices(int max, Choice<T> choice) {
        List<T> given = value == null ? null : value.choices(max, choice);
        return given == null ? List.of() : given;
    }

    /** Text to text, empty if missing. */
    public Map<String, String> map(int length) {
        Map<String, String> given = value == null ? null : value.map(length, false);
        return given == null ? Map.of() : given;
    }

    /** Text to text, with numbers and truth values taken as their text; empty if missing. */
    public Map<String, String> looseMap(int length) {
        Map<String, String> given = value == null ? null : value.map(length, true);
        return given == null ? Map.of() : given;
    }

    /**
     * Text to anything, each value as JSON of at most {@code length} characters; null if missing.
     */
    public @Nullable Map<String, String> documents(int length) {
        return value == null ? null : value.documents(length);
    }

    public Map<String, List<String>> lists(int max, int length) {
        Map<String, List<String>> given = value == null ? null : value.lists(max, length);
        return given == null ? Map.of() : given;
    }
}
