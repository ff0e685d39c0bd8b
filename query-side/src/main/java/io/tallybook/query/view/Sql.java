package io.tallybook.query.view;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.PreparedStatementCreator;

/**
 * A statement with its values: nothing that a caller sent is ever part of the text.
 *
 * @param text as Postgres has it, with {@code $1} for the first value; none of its operators with a
 *     question mark
 * @param values texts, numbers, truth values, moments, and arrays of texts or whole numbers
 */
public record Sql(String text, List<Object> values) implements PreparedStatementCreator {
    private static final Pattern PLACE = Pattern.compile("\\$(\\d+)");

    public Sql {
        values = List.copyOf(values);
    }

    public static Sql of(String text, Object... values) {
        return new Sql(text, List.of(values));
    }

    /** With its values in it, each as often as the text names it. */
    @Override
    public PreparedStatement createPreparedStatement(Connection connection) throws SQLException {
        List<Object> inOrder = new ArrayList<>(values.size());
        Matcher place = PLACE.matcher(text);
        String marked =
                place.replaceAll(
                        found -> {
                            inOrder.add(values.get(Integer.parseInt(found.group(1)) - 1));
                            return "?";
                        });
        PreparedStatement statement = connection.prepareStatement(marked);
        for (int i = 0; i < inOrder.size(); i++) {
            statement.setObject(i + 1, held(inOrder.get(i), connection));
        }
        return statement;
    }

    private static Object held(Object value, Connection connection) throws SQLException {
        return switch (value) {
            case Instant moment -> moment.atOffset(ZoneOffset.UTC);
            case String[] texts -> array("text", texts, connection);
            case Long[] numbers -> array("bigint", numbers, connection);
            default -> value;
        };
    }

    private static Array array(String type, Object[] elements, Connection connection)
            throws SQLException {
        return connection.createArrayOf(type, elements);
    }
}
