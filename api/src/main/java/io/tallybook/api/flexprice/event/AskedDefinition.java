package io.tallybook.api.flexprice.event;

import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Fields;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterView;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** By which definition of a meter events are to be counted. */
public sealed interface AskedDefinition {
    /** As a line item has it agreed; where none does, each event by what was in force. */
    record Agreed() implements AskedDefinition {}

    /** Each event by what was in force when it happened. */
    record InForce() implements AskedDefinition {}

    /** All events by what is in force now. */
    record Newest() implements AskedDefinition {}

    /** All events by one version. */
    record Version(int number) implements AskedDefinition {}

    /** The words and numbers that can be sent as {@code definition}. */
    String EXPECTED = "agreed, in_force, newest or the number of a version";

    Pattern NUMBER = Pattern.compile("[1-9]\\d{0,5}");

    /**
     * What a question says.
     *
     * @param otherwise where it says nothing
     */
    static AskedDefinition of(Fields in, AskedDefinition otherwise) {
        String sent = in.optional("definition").looseText();
        AskedDefinition read = sent == null ? otherwise : read(sent);
        if (read == null) {
            in.complain("definition", EXPECTED, String.valueOf(sent));
            return otherwise;
        }
        return read;
    }

    /** What a word or a number means; absent if it means nothing. */
    static @Nullable AskedDefinition read(String text) {
        return switch (text) {
            case "agreed" -> new Agreed();
            case "in_force" -> new InForce();
            case "newest" -> new Newest();
            default -> NUMBER.matcher(text).matches() ? new Version(Integer.parseInt(text)) : null;
        };
    }

    /** The word or number. */
    default String text() {
        return switch (this) {
            case Agreed() -> "agreed";
            case InForce() -> "in_force";
            case Newest() -> "newest";
            case Version(int number) -> String.valueOf(number);
        };
    }

    /**
     * Of a meter that no line item has. Errors: ProblemException (400) if it has no such version.
     */
    default MeterDefinition of(MeterView meter) {
        MeterDefinition definition = meter.definition();
        return switch (this) {
            case Agreed(), InForce() -> definition;
            case Newest() -> definition.newest();
            case Version(int number) ->
                    definition
                            .version(number)
                            .orElseThrow(() -> noSuchVersion(meter.definition(), number));
        };
    }

    private static RuntimeException noSuchVersion(MeterDefinition meter, int number) {
        String expected =
                "a version of meter '%s', 1 to %d"
                        .formatted(meter.meterId(), meter.history().getLast().number());
        return Problem.of(
                        ProblemCode.VALIDATION_ERROR,
                        "definition: expected %s, got %d".formatted(expected, number),
                        Map.of(
                                "field",
                                "definition",
                                "expected",
                                expected,
                                "got",
                                String.valueOf(number)))
                .asException();
    }
}
