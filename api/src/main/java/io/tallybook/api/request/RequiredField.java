package io.tallybook.api.request;

import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field that must be there. Where it is missing or wrong, a complaint is noted and a placeholder
 * given.
 */
public final class RequiredField {

    private final @Nullable Value value;
    private final String path;
    private final Complaints complaints;

    RequiredField(@Nullable Value value, String path, Complaints complaints) {
        this.value = value;
        this.path = path;
        this.complaints = complaints;
    }

    /** Text that says something: blank text counts as missing. */
    public String text(int max) {
        String text = present("text") ? there().text(max) : null;
        if (text != null && text.isBlank()) {
            complaints.add(path, "text that is not blank", "blank text");
        }
        return text == null ? "" : text;
    }

    public BigDecimal decimal() {
        BigDecimal decimal = present("a decimal number") ? there().decimal() : null;
        return decimal == null ? BigDecimal.ZERO : decimal;
    }

    /** A decimal that is not below zero. */
    public BigDecimal amount() {
        BigDecimal amount = decimal();
        if (amount.signum() < 0) {
            there().refuse("a decimal number that is not negative");
        }
        return amount;
    }

    public long integer(long min, long max) {
        Long integer = present("a whole number") ? there().integer(min, max) : null;
        return integer == null ? min : integer;
    }

    public Instant instant() {
        Instant instant = present("a time with its offset (RFC 3339)") ? there().instant() : null;
        return instant == null ? Instant.EPOCH : instant;
    }

    public CurrencyCode currency() {
        CurrencyCode currency = present("a currency of ISO 4217") ? there().currency() : null;
        return currency == null ? CurrencyCode.of("USD") : currency;
    }

    public <T> T choice(Choice<T> choice) {
        T chosen = present(choice.expectation()) ? there().choice(choice) : null;
        return chosen == null ? choice.first() : chosen;
    }

    public @Nullable Fields object() {
        return present("an object") ? there().object() : null;
    }

    public List<Fields> objects(int min, int max) {
        List<Fields> objects = present("a list of objects") ? there().objects(max) : null;
        if (objects == null) {
            return List.of();
        }
        if (objects.size() < min) {
            complaints.add(path, "a list of at least " + min, objects.size() + " elements");
        }
        return objects;
    }

    private boolean present(String expected) {
        if (value == null) {
            complaints.add(path, expected + " (required)", "nothing");
        }
        return value != null;
    }

    private Value there() {
        if (value == null) {
            throw new IllegalStateException(path + " was read though it is missing");
        }
        return value;
    }
}
