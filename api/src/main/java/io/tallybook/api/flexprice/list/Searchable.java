package io.tallybook.api.flexprice.list;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.domain.money.DecimalText;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a list can be searched and ordered by: the contract's name of each, and the
 * view's.
 */
public final class Searchable {

    static final Choice<Direction> DIRECTIONS =
            Choice.of(Map.of("asc", Direction.ASC, "desc", Direction.DESC));

    /**
     * One field.
     *
     * @param read gives the view's form of a value, or null if it is none
     */
    record Term(String view, String expected, UnaryOperator<@Nullable String> read) {}

    private final Map<String, Term> terms = new LinkedHashMap<>();
    private boolean metadata;

    public Searchable() {
        time("created_at", "created_at");
        time("updated_at", "updated_at");
        text("id", "id");
        words(
                "status",
                "entity_status",
                Map.of("published", "PUBLISHED", "archived", "ARCHIVED", "deleted", "DELETED"));
    }

    /** Whether {@code metadata.<key>} may be asked for; the view's field is called so too. */
    public Searchable metadata() {
        metadata = true;
        return this;
    }

    /** A field that holds a number. */
    public Searchable number(String name, String view) {
        terms.put(name, new Term(view, "a decimal number", Searchable::decimal));
        return this;
    }

    public Searchable text(String name, String view) {
        terms.put(name, new Term(view, "text", value -> value));
        return this;
    }

    public Searchable time(String name, String view) {
        terms.put(name, new Term(view, "a time with its offset (RFC 3339)", Searchable::instant));
        return this;
    }

    /** A field whose values are words: {@code words} maps the contract's to the view's. */
    public Searchable words(String name, String view, Map<String, String> words) {
        String expected = "one of " + String.join(", ", new java.util.TreeSet<>(words.keySet()));
        terms.put(name, new Term(view, expected, word -> word == null ? null : words.get(word)));
        return this;
    }

    private static @Nullable String decimal(@Nullable String text) {
        try {
            return text == null ? null : DecimalText.of(DecimalText.parse(text));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String instant(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toString();
        } catch (DateTimeException e) {
            return null;
        }
    }

    @Nullable Term term(Fields in) {
        String name = in.required("field").text(300);
        Term term = terms.get(name);
        if (metadata && name.startsWith("metadata.") && name.length() > "metadata.".length()) {
            return new Term(name, "text", value -> value);
        }
        if (term == null && !name.isEmpty()) {
            in.complain("field", "one of " + String.join(", ", terms.keySet()), '"' + name + '"');
        }
        return term;
    }

    /**
     * The order of {@code sort: [{field, direction}]}, or of {@code sort: field} with {@code order:
     * asc|desc}.
     */
    List<Order> order(Fields in) {
        Direction direction = in.optional("order").choice(DIRECTIONS, Direction.DESC);
        if (in.holdsText("sort")) {
            String name = in.required("sort").text(64);
            Term term = terms.get(name);
            if (term == null) {
                in.complain(
                        "sort", "one of " + String.join(", ", terms.keySet()), '"' + name + '"');
                return List.of();
            }
            return List.of(new Order(term.view(), direction));
        }
        List<Order> order = new ArrayList<>();
        for (Fields one : in.optional("sort").objects(10)) {
            Term term = term(one);
            Direction way = one.optional("direction").choice(DIRECTIONS, Direction.ASC);
            if (term != null) {
                order.add(new Order(term.view(), way));
            }
        }
        return order.isEmpty() ? List.of(new Order("created_at", direction)) : order;
    }
}
