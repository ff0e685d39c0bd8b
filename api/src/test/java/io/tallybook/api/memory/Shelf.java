package io.tallybook.api.memory;

import io.tallybook.core.View;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Group;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The views of one kind, kept in memory and searched the slow, obvious way. */
final class Shelf<V extends View> {

    private final Map<String, V> views = new ConcurrentHashMap<>();
    private final Map<String, Function<V, @Nullable String>> fields = new LinkedHashMap<>();

    Shelf() {
        field("id", view -> view.id().value());
        field("entity_status", view -> view.stamp().status().name());
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
        List<V> all =
                new ArrayList<>(
                        matching(scope, spec.criteria()).stream()
                                .filter(view -> spec.groups().stream().allMatch(g -> fits(view, g)))
                                .toList());
        all.sort(order(spec.order()));
        List<V> page =
                following(all, spec.after()).skip(spec.offset()).limit(spec.limit()).toList();
        return new Found<>(page, all.size());
    }

    private Stream<V> following(List<V> all, @Nullable String after) {
        if (after == null) {
            return all.stream();
        }
        if (all.stream().noneMatch(view -> view.id().value().equals(after))) {
            throw new UnknownField("cursor", List.of("the next_cursor of a page of this list"));
        }
        return all.stream().dropWhile(view -> !view.id().value().equals(after)).skip(1);
    }

    private boolean fits(V view, Group group) {
        boolean all = group.joint() == SearchSpec.Joint.ALL;
        Stream<Boolean> parts =
                Stream.concat(
                        group.criteria().stream().map(criterion -> fits(view, criterion)),
                        group.groups().stream().map(inner -> fits(view, inner)));
        return all ? parts.allMatch(fits -> fits) : parts.anyMatch(fits -> fits);
    }

    private List<V> matching(io.tallybook.core.Scope scope, List<Criterion> criteria) {
        return views.values().stream()
                .filter(view -> view.scope().equals(scope))
                .filter(view -> criteria.stream().allMatch(criterion -> fits(view, criterion)))
                .toList();
    }

    private Comparator<V> order(List<Order> orders) {
        Comparator<V> order = Comparator.comparing(view -> view.id().value());
        if (orders.isEmpty() || orders.getLast().direction() == Direction.DESC) {
            order = order.reversed();
        }
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
