package io.tallybook.command;

import io.tallybook.core.Rejection;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A list of rules about input, of which the first broken one is told.
 *
 * <p>Field names are those of the wire.
 */
public record Rules(Optional<Rejection> broken) {
    public static final int NAME_MAX = 255;
    public static final int TEXT_MAX = 2_000;
    private static final int METADATA_MAX = 100;
    private static final int SHOWN_MAX = 80;

    /** Before 1970 no identifier can be derived from a moment, and after 2999 nobody bills. */
    private static final Instant FIRST_MOMENT = Instant.EPOCH;

    private static final Instant LAST_MOMENT = Instant.parse("2999-12-31T23:59:59Z");

    public static Rules begin() {
        return new Rules(Optional.empty());
    }

    /** A rule of its own kind. */
    public Rules that(boolean holds, String field, String sent, String expected) {
        return holds || broken.isPresent()
                ? this
                : new Rules(Optional.of(Rejection.field(field, sent, expected)));
    }

    /** Rules that were checked elsewhere. */
    public Rules and(Optional<Rejection> others) {
        return broken.isPresent() ? this : new Rules(others);
    }

    /** Rules that have a meaning only where all those before hold. */
    public Rules then(Supplier<Optional<Rejection>> others) {
        return broken.isPresent() ? this : new Rules(others.get());
    }

    /** A text that must be there. */
    public Rules name(String field, String text) {
        return that(!text.isBlank(), field, "an empty text", "1 to " + NAME_MAX + " characters")
                .bounded(field, text, NAME_MAX);
    }

    /** A text that may be absent, but not empty. */
    public Rules nameIfAny(String field, @Nullable String text) {
        return text == null ? this : name(field, text);
    }

    /** A longer text that may be absent. */
    public Rules textIfAny(String field, @Nullable String text, int max) {
        return text == null ? this : bounded(field, text, max);
    }

    public Rules metadata(Map<String, String> metadata) {
        Rules rules =
                that(
                        metadata.size() <= METADATA_MAX,
                        "metadata",
                        metadata.size() + " entries",
                        "at most " + METADATA_MAX);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            rules =
                    rules.name("metadata key", entry.getKey())
                            .bounded(
                                    "metadata." + shown(entry.getKey()),
                                    entry.getValue(),
                                    TEXT_MAX);
        }
        return rules;
    }

    /** A moment that the calendar of this program covers. */
    public Rules moment(String field, @Nullable Instant moment) {
        return moment == null
                ? this
                : that(
                        !moment.isBefore(FIRST_MOMENT) && !moment.isAfter(LAST_MOMENT),
                        field,
                        moment.toString(),
                        "a moment from " + FIRST_MOMENT + " to " + LAST_MOMENT);
    }

    /** A decimal from 0 to {@code max}, with at most {@code places} decimals. */
    public Rules amount(String field, BigDecimal amount, BigDecimal max, int places) {
        return that(
                        amount.signum() >= 0 && amount.compareTo(max) <= 0,
                        field,
                        shown(amount),
                        "0 to " + max.toPlainString())
                .that(
                        amount.signum() == 0 || amount.stripTrailingZeros().scale() <= places,
                        field,
                        shown(amount),
                        "at most " + places + " decimals");
    }

    /** A decimal that has no business here. */
    public Rules zero(String field, BigDecimal amount, String why) {
        return that(amount.signum() == 0, field, shown(amount), "0 " + why);
    }

    /** A decimal above 0, up to {@code max}, with at most {@code places} decimals. */
    public Rules positive(String field, BigDecimal amount, BigDecimal max, int places) {
        return that(
                        amount.signum() > 0,
                        field,
                        shown(amount),
                        "more than 0, at most " + max.toPlainString())
                .amount(field, amount, max, places);
    }

    // A store of UTF-8 text can hold neither NUL nor half a surrogate pair; better said here than
    // found out there.
    private Rules bounded(String field, String text, int max) {
        return that(
                        text.length() <= max,
                        field,
                        text.length() + " characters",
                        "at most " + max + " characters")
                .that(
                        text.indexOf('\0') < 0
                                && StandardCharsets.UTF_8.newEncoder().canEncode(text),
                        field,
                        "a text with NUL or broken characters",
                        "text that UTF-8 can write");
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    }

    // An exponent must not be spelled out into a billion digits.
    private static String shown(BigDecimal amount) {
        return shown(
                Math.abs((long) amount.scale()) > SHOWN_MAX
                        ? amount.toString()
                        : amount.toPlainString());
    }
}
