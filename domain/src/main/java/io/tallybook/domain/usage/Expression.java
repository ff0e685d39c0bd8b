package io.tallybook.domain.usage;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BinaryOperator;

/**
 * A formula over one event: decimals, texts in single quotes, {@code + - * /}, parentheses, {@code
 * ceil floor round concat least greatest}, and the variables {@code event.code}, {@code
 * event.timestamp}, {@code event.properties.NAME} (or NAME alone).
 *
 * <p>Units: exact decimals; a division that does not end keeps 34 significant digits, half to even.
 * {@code round} is half away from zero. Source: docs/conventions.md#expressions.
 */
public final class Expression implements ParsedExpression {
    private static final MathContext DIVISION = MathContext.DECIMAL128;
    private static final String CODE = "event.code";
    private static final String TIMESTAMP = "event.timestamp";
    private static final String PROPERTIES = "event.properties.";

    /** What is evaluated: a value, or why there is none. */
    public sealed interface Outcome {}

    /** A number or a text. */
    public sealed interface Value extends Outcome {
        /** Plain decimal notation without trailing zeros, or the text itself. */
        String text();
    }

    /** A decimal. */
    public record Num(BigDecimal number) implements Value {
        @Override
        public String text() {
            return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        }
    }

    /** A text; where a number is needed, its numeric reading. */
    public record Text(String text) implements Value {}

    /** The event does not give what the formula needs: which part, what came, what was expected. */
    public record Failure(String part, String came, String expected) implements Outcome {
        @Override
        public String toString() {
            return part + ": came " + came + ", expected " + expected;
        }
    }

    /** A parsed part of a formula. */
    sealed interface Node {
        record Literal(Value value) implements Node {}

        record Variable(String name) implements Node {}

        record Negation(Node operand) implements Node {}

        record Operation(char operator, Node left, Node right) implements Node {}

        record Call(FunctionName function, List<Node> arguments) implements Node {}
    }

    /** The functions of the language and how many arguments each takes. */
    enum FunctionName {
        CEIL(1, 2),
        FLOOR(1, 2),
        ROUND(1, 2),
        CONCAT(1, Integer.MAX_VALUE),
        LEAST(1, Integer.MAX_VALUE),
        GREATEST(1, Integer.MAX_VALUE);

        final int least;
        final int most;

        FunctionName(int least, int most) {
            this.least = least;
            this.most = most;
        }
    }

    private final String source;
    private final Node root;

    Expression(String source, Node root) {
        this.source = source;
        this.root = root;
    }

    /**
     * Parses a formula. Errors: a {@link ExpressionError} with the position, never an exception.
     */
    public static ParsedExpression parse(String source) {
        return new ExpressionParser(source).parse();
    }

    public String source() {
        return source;
    }

    /** The names of the properties that the formula looks at, in lexical order. */
    public SortedSet<String> properties() {
        SortedSet<String> names = new TreeSet<>();
        variables(root, names);
        names.removeIf(name -> name.equals(CODE) || name.equals(TIMESTAMP));
        SortedSet<String> properties = new TreeSet<>();
        names.forEach(name -> properties.add(property(name)));
        return properties;
    }

    /** Whether the formula looks at the time of the event. */
    public boolean looksAtTime() {
        SortedSet<String> names = new TreeSet<>();
        variables(root, names);
        return names.contains(TIMESTAMP);
    }

    private static void variables(Node node, SortedSet<String> names) {
        switch (node) {
            case Node.Literal _ -> {}
            case Node.Variable(String name) -> names.add(name);
            case Node.Negation(Node operand) -> variables(operand, names);
            case Node.Operation(char _, Node left, Node right) -> {
                variables(left, names);
                variables(right, names);
            }
            case Node.Call call -> call.arguments().forEach(a -> variables(a, names));
        }
    }

    private static String property(String variable) {
        return variable.startsWith(PROPERTIES) ? variable.substring(PROPERTIES.length()) : variable;
    }

    /**
     * Evaluates the formula for one event. Errors: a {@link Failure} if a property is missing or no
     * number.
     */
    public Outcome evaluate(UsageEvent event) {
        return evaluate(root, event);
    }

    private static Outcome evaluate(Node node, UsageEvent event) {
        return switch (node) {
            case Node.Literal(Value value) -> value;
            case Node.Variable(String name) -> variable(name, event);
            case Node.Negation(Node operand) ->
                    onNumber("-", evaluate(operand, event), number -> new Num(number.negate()));
            case Node.Operation(char operator, Node left, Node right) ->
                    operation(operator, evaluate(left, event), evaluate(right, event));
            case Node.Call call -> call(call, event);
        };
    }

    private static Outcome variable(String name, UsageEvent event) {
        return switch (name) {
            case CODE -> new Text(event.code());
            case TIMESTAMP -> new Num(epochSeconds(event));
            default -> {
                String property = property(name);
                Optional<String> text = event.text(property);
                yield text.isPresent()
                        ? new Text(text.get())
                        : new Failure(
                                name,
                                "no property \"" + property + "\" in event " + event.id(),
                                "a value");
            }
        };
    }

    private static BigDecimal epochSeconds(UsageEvent event) {
        return MeteredPeriod.seconds(Duration.between(Instant.EPOCH, event.at()));
    }

    private interface OnNumber {
        Outcome apply(BigDecimal number);
    }

    private static Outcome onNumber(String part, Outcome operand, OnNumber then) {
        return switch (operand) {
            case Failure failure -> failure;
            case Num(BigDecimal number) -> then.apply(number);
            case Text(String text) -> {
                Optional<BigDecimal> number = NumberText.read(text);
                yield number.isPresent()
                        ? then.apply(number.get())
                        : new Failure(part, "\"" + text + "\"", "a decimal number");
            }
        };
    }

    private static Outcome operation(char operator, Outcome left, Outcome right) {
        String part = String.valueOf(operator);
        return onNumber(
                part,
                left,
                a ->
                        onNumber(
                                part,
                                right,
                                b ->
                                        switch (operator) {
                                            case '+' -> new Num(a.add(b));
                                            case '-' -> new Num(a.subtract(b));
                                            case '*' -> new Num(a.multiply(b));
                                            case '/' ->
                                                    b.signum() == 0
                                                            ? new Failure(
                                                                    "/",
                                                                    "a division of "
                                                                            + a.toPlainString()
                                                                            + " by 0",
                                                                    "a divisor other than 0")
                                                            : new Num(a.divide(b, DIVISION));
                                            default ->
                                                    throw new IllegalStateException(
                                                            "the parser makes no operator "
                                                                    + operator);
                                        }));
    }

    private static Outcome call(Node.Call call, UsageEvent event) {
        return switch (call.function()) {
            case CEIL -> rounded(call, event, RoundingMode.CEILING);
            case FLOOR -> rounded(call, event, RoundingMode.FLOOR);
            case ROUND -> rounded(call, event, RoundingMode.HALF_UP);
            case CONCAT -> concat(call, event);
            case LEAST -> fold(call, event, BigDecimal::min);
            case GREATEST -> fold(call, event, BigDecimal::max);
        };
    }

    private static Outcome rounded(Node.Call call, UsageEvent event, RoundingMode mode) {
        String part = call.function().name().toLowerCase(Locale.ROOT);
        Outcome digits =
                call.arguments().size() < 2
                        ? new Num(BigDecimal.ZERO)
                        : evaluate(call.arguments().get(1), event);
        return onNumber(
                part,
                evaluate(call.arguments().getFirst(), event),
                number ->
                        onNumber(
                                part,
                                digits,
                                places -> {
                                    if (places.abs().compareTo(BigDecimal.valueOf(100)) > 0
                                            || places.stripTrailingZeros().scale() > 0) {
                                        return new Failure(
                                                part,
                                                places.toPlainString() + " digits",
                                                "a whole number from -100 to 100");
                                    }
                                    return new Num(number.setScale(places.intValueExact(), mode));
                                }));
    }

    private static Outcome concat(Node.Call call, UsageEvent event) {
        StringBuilder text = new StringBuilder();
        for (Node argument : call.arguments()) {
            switch (evaluate(argument, event)) {
                case Failure failure -> {
                    return failure;
                }
                case Value value -> text.append(value.text());
            }
        }
        return new Text(text.toString());
    }

    private static Outcome fold(
            Node.Call call, UsageEvent event, BinaryOperator<BigDecimal> choose) {
        String part = call.function().name().toLowerCase(Locale.ROOT);
        Outcome result = onNumber(part, evaluate(call.arguments().getFirst(), event), Num::new);
        for (Node argument : call.arguments().subList(1, call.arguments().size())) {
            Outcome next = evaluate(argument, event);
            result =
                    onNumber(
                            part,
                            result,
                            a -> onNumber(part, next, b -> new Num(choose.apply(a, b))));
        }
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Expression that && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }
}
