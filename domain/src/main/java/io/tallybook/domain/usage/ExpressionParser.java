package io.tallybook.domain.usage;

import io.tallybook.domain.usage.Expression.FunctionName;
import io.tallybook.domain.usage.Expression.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Recursive descent over the grammar
 *
 * <pre>
 *   sum     = product { ("+" | "-") product }
 *   product = unary { ("*" | "/") unary }
 *   unary   = "-" unary | primary
 *   primary = decimal | 'text' | name "(" sum { "," sum } ")" | variable | "(" sum ")"
 * </pre>
 */
final class ExpressionParser {
    /** Deeper nesting than any formula needs, shallow enough for any stack. */
    private static final int DEPTH_MAX = 200;

    private final String source;
    private int at;
    private int depth;

    ExpressionParser(String source) {
        this.source = source;
    }

    /** Carries the first fault out of the descent; never leaves this class. */
    private static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient ExpressionError error;

        Fault(ExpressionError error) {
            super(error.message(), null, false, false);
            this.error = error;
        }
    }

    ParsedExpression parse() {
        try {
            Node root = sum();
            skipBlanks();
            if (at < source.length()) {
                throw fault(at, "an operator or the end");
            }
            return new Expression(source, root);
        } catch (Fault fault) {
            return fault.error;
        }
    }

    private Node sum() {
        enter();
        Node left = product();
        for (char c = peek(); c == '+' || c == '-'; c = peek()) {
            at++;
            left = new Node.Operation(c, left, product());
        }
        depth--;
        return left;
    }

    private Node product() {
        Node left = unary();
        for (char c = peek(); c == '*' || c == '/'; c = peek()) {
            at++;
            left = new Node.Operation(c, left, unary());
        }
        return left;
    }

    private Node unary() {
        if (peek() != '-') {
            return primary();
        }
        enter();
        at++;
        Node negated = new Node.Negation(unary());
        depth--;
        return negated;
    }

    private Node primary() {
        char c = peek();
        if (c == '(') {
            at++;
            Node inner = sum();
            expect(')');
            return inner;
        }
        if (c == '\'') {
            return text();
        }
        if (isDigit(c) || c == '.') {
            return number();
        }
        if (isNameStart(c)) {
            return named();
        }
        throw fault(at, "a number, a text in single quotes, a variable, a function or \"(\"");
    }

    private Node text() {
        int close = source.indexOf('\'', at + 1);
        if (close < 0) {
            throw fault(
                    source.length(), "the closing \"'\" of the text begun at position " + (at + 1));
        }
        String text = source.substring(at + 1, close);
        at = close + 1;
        return new Node.Literal(new Expression.Text(text));
    }

    private Node number() {
        int start = at;
        while (at < source.length() && (isDigit(source.charAt(at)) || source.charAt(at) == '.')) {
            at++;
        }
        String digits = source.substring(start, at);
        return new Node.Literal(
                new Expression.Num(
                        NumberText.read(digits)
                                .orElseThrow(
                                        () ->
                                                new Fault(
                                                        new ExpressionError(
                                                                source,
                                                                start,
                                                                "\"" + digits + "\"",
                                                                "a decimal number such as"
                                                                        + " 12.5")))));
    }

    private Node named() {
        int start = at;
        while (at < source.length() && isNamePart(source.charAt(at))) {
            at++;
        }
        String name = source.substring(start, at);
        return peek() == '(' ? call(name, start) : new Node.Variable(variable(name, start));
    }

    private String variable(String name, int start) {
        boolean known =
                !name.contains(".")
                        || name.equals("event.code")
                        || name.equals("event.timestamp")
                        || (name.startsWith("event.properties.")
                                && name.length() > "event.properties.".length());
        if (!known) {
            throw new Fault(
                    new ExpressionError(
                            source,
                            start,
                            "\"" + name + "\"",
                            "event.code, event.timestamp, event.properties.NAME or a property's"
                                    + " name"));
        }
        return name;
    }

    private Node call(String name, int start) {
        FunctionName function = function(name, start);
        expect('(');
        List<Node> arguments = new ArrayList<>();
        arguments.add(sum());
        while (peek() == ',') {
            at++;
            arguments.add(sum());
        }
        expect(')');
        if (arguments.size() < function.least || arguments.size() > function.most) {
            throw new Fault(
                    new ExpressionError(
                            source,
                            start,
                            arguments.size() + " arguments for " + name,
                            "from " + function.least + " to " + function.most));
        }
        return new Node.Call(function, List.copyOf(arguments));
    }

    private FunctionName function(String name, int start) {
        for (FunctionName function : FunctionName.values()) {
            if (function.name().toLowerCase(Locale.ROOT).equals(name)) {
                return function;
            }
        }
        throw new Fault(
                new ExpressionError(
                        source,
                        start,
                        "\"" + name + "\"",
                        "ceil, floor, round, concat, least or greatest"));
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw fault(at, "\"" + wanted + "\"");
        }
        at++;
    }

    private void enter() {
        if (++depth > DEPTH_MAX) {
            throw fault(at, "at most " + DEPTH_MAX + " levels of nesting");
        }
    }

    /** The next character that is not blank, or the zero character at the end. */
    private char peek() {
        skipBlanks();
        return at < source.length() ? source.charAt(at) : '\0';
    }

    private void skipBlanks() {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
    }

    private Fault fault(int position, String expected) {
        String came =
                position < source.length() ? "\"" + source.charAt(position) + "\"" : "the end";
        return new Fault(new ExpressionError(source, position, came, expected));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c) || c == '.';
    }
}
