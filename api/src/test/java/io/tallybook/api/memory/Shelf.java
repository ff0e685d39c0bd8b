package io.tallybook.api.memory;

import io.tallybook.core.View;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.search.UnknownField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The views of one kind, kept in memory and searched the slow, obvious way. */
final class Shelf<V extends View> {

    private final Map<String, V> views = new ConcurrentHashMap<>();
    private final Map<String, Function<V, @Nullable String>> fields = new LinkedHashMap<>();

    Shelf() {
        field("id", view -> view.id().value());
        field("created_at", view -> view.stamp().createdAt().toString());
        field("updated_at", view -> view.stamp().updatedAt().toString());
    }

    Shelf<V> field(String name, Function<V, @Nullable String> value) {
        fields.put(name, value);
        return this;
    }

    void put(V view) {
        views.put(view.id().value(), view);
    }

    Optional<V> byId(io.tallybook.core.Scope scope, io.tallybook.core.EntityId id) {
        return Optional.ofNullable(views.get(id.value()))
                .filter(view -> view.scope().equals(scope));
    }

    Optional<V> first(io.tallybook.core.Scope scope, String field, String value) {
        return matching(
                        scope,
                        List.of(new Criterion(field, SearchSpec.Operator.EQ, List.of(value))))
                .stream()
                .findFirst();
    }

    record Found<V>(List<V> items, long total) {}

    Found<V> search(io.tallybook.core.Scope scope, SearchSpec spec) {
        List<V> all = new ArrayList<>(matching(scope, spec.criteria()));
        all.sort(order(spec.order()));
        List<V> page = all.stream().skip(spec.offset()).limit(spec.limit()).toList();
        return new Found<>(page, all.size());
    }

    private List<V> matching(io.tallybook.core.Scope scope, List<Criterion> criteria) {
        return views.values().stream()
                .filter(view -> view.scope().equals(scope))
                .filter(view -> criteria.stream().allMatch(criterion -> fits(view, criterion)))
                .toList();
    }

    private Comparator<V> order(List<Order> orders) {
        Comparator<V> order = Comparator.comparing(view -> view.id().value());
        for (Order one : orders.reversed()) {
            Comparator<V> by =
                    Comparator.comparing(view -> String.valueOf(value(view, one.field())));
            order = (one.direction() == Direction.ASC ? by : by.reversed()).thenComparing(order);
        }
        return order;
    }

    private @Nullable String value(V view, String field) {
        Function<V, @Nullable String> value = fields.get(field);
        if (value == null) {
            throw new UnknownField(field, List.copyOf(fields.keySet()));
        }
        return value.apply(view);
    }

    private boolean fits(V view, Criterion criterion) {
        String value = value(view, criterion.field());
        if (value == null) {
            return false;
        }
        String first = criterion.values().getFirst();
        return switch (criterion.operator()) {
            case EQ -> value.equals(first);
            case CONTAINS -> value.contains(first);
            case NOT_CONTAINS -> !value.contains(first);
            case STARTS_WITH -> value.startsWith(first);
            case GT -> value.compareTo(first) > 0;
            case GTE -> value.compareTo(first) >= 0;
            case LT -> value.compareTo(first) < 0;
            case LTE -> value.compareTo(first) <= 0;
            case IN -> criterion.values().contains(value);
            case NOT_IN -> !criterion.values().contains(value);
        };
    }
}
