package io.tallybook.api.flexprice.group;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.core.View;
import io.tallybook.core.catalogue.FeatureQuery;
import io.tallybook.core.catalogue.GroupDocument.EntityType;
import io.tallybook.core.catalogue.GroupView;
import io.tallybook.core.catalogue.PriceQuery;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Who belongs to groups: what names a group names it itself, the group does not know. */
final class GroupMembers {

    private static final int MOST = 1_000;

    private final Dispatch dispatch;

    GroupMembers(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** The ids of what belongs to each, by the group's id; at most a thousand of a kind. */
    Mono<Map<String, List<String>>> of(Call call, List<GroupView> groups) {
        return Mono.zip(
                features(call, ofType(groups, EntityType.FEATURE)),
                prices(call, ofType(groups, EntityType.PRICE)),
                (features, prices) -> {
                    Map<String, List<String>> both = new HashMap<>(features);
                    both.putAll(prices);
                    return Map.copyOf(both);
                });
    }

    private static List<String> ofType(List<GroupView> groups, EntityType type) {
        return groups.stream()
                .filter(view -> view.group().entityType() == type)
                .map(view -> view.id().value())
                .toList();
    }

    private static SearchSpec within(List<String> groups) {
        return new SearchSpec(
                List.of(
                        new Criterion("group_id", Operator.IN, groups),
                        new Criterion("entity_status", Operator.EQ, List.of("PUBLISHED"))),
                List.of(new Order("created_at", Direction.ASC)),
                MOST,
                0);
    }

    private Mono<Map<String, List<String>>> features(Call call, List<String> groups) {
        return groups.isEmpty()
                ? Mono.just(Map.of())
                : dispatch.ask(
                                new FeatureQuery.Search(call.scope(), within(groups)),
                                FeatureQuery.Page.class)
                        .map(
                                page ->
                                        gathered(
                                                page.items(),
                                                view -> String.valueOf(view.feature().groupId())));
    }

    private Mono<Map<String, List<String>>> prices(Call call, List<String> groups) {
        return groups.isEmpty()
                ? Mono.just(Map.of())
                : dispatch.ask(
                                new PriceQuery.Search(call.scope(), within(groups)),
                                PriceQuery.Page.class)
                        .map(
                                page ->
                                        gathered(
                                                page.items(),
                                                view ->
                                                        String.valueOf(
                                                                view.price().range().groupId())));
    }

    private static <V extends View> Map<String, List<String>> gathered(
            List<V> views, Function<V, String> group) {
        return views.stream()
                .collect(
                        Collectors.groupingBy(
                                group,
                                Collectors.mapping(
                                        view -> view.id().value(), Collectors.toList())));
    }
}
