package io.tallybook.api.flexprice.group;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.core.catalogue.FeatureQuery;
import io.tallybook.core.catalogue.GroupDocument.EntityType;
import io.tallybook.core.catalogue.GroupView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Who belongs to groups: what names a group names it itself, the group does not know. */
final class GroupMembers {

    private static final int MOST = 1_000;

    private final Dispatch dispatch;

    GroupMembers(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** The ids of what belongs to each, by the group's id; at most a thousand in all. */
    Mono<Map<String, List<String>>> of(Call call, List<GroupView> groups) {
        List<String> ofFeatures =
                groups.stream()
                        .filter(view -> view.group().entityType() == EntityType.FEATURE)
                        .map(view -> view.id().value())
                        .toList();
        if (ofFeatures.isEmpty()) {
            return Mono.just(Map.of());
        }
        var spec =
                new SearchSpec(
                        List.of(
                                new Criterion("group_id", Operator.IN, ofFeatures),
                                new Criterion("entity_status", Operator.EQ, List.of("PUBLISHED"))),
                        List.of(new Order("created_at", Direction.ASC)),
                        MOST,
                        0);
        return dispatch.ask(new FeatureQuery.Search(call.scope(), spec), FeatureQuery.Page.class)
                .map(
                        page ->
                                page.items().stream()
                                        .collect(
                                                Collectors.groupingBy(
                                                        view ->
                                                                Objects.requireNonNull(
                                                                                view.feature()
                                                                                        .groupId())
                                                                        .value(),
                                                        Collectors.mapping(
                                                                view -> view.id().value(),
                                                                Collectors.toList()))));
    }
}
