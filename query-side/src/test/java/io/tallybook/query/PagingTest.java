package io.tallybook.query;

import static io.tallybook.query.Samples.SCOPE;
import static io.tallybook.query.Samples.START;
import static io.tallybook.query.Samples.ulid;
import static io.tallybook.query.Samples.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.core.Stamp;
import io.tallybook.core.catalogue.PlanDocument;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PlanQuery;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Group;
import io.tallybook.core.search.SearchSpec.Joint;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.search.UnknownField;
import io.tallybook.query.catalogue.PlanProjector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists that are paged through while they grow, and conditions in groups. */
class PagingTest {
    private static final int PAGE = 4;

    private static @Nullable ReadSide shared;
    private static int made;

    @BeforeAll
    static void start() {
        shared = ReadSide.start();
        IntStream.range(0, 25).forEach(_ -> one());
    }

    @AfterAll
    static void stop() {
        side().close();
    }

    /**
     * Adds a plan to the table, at once: several share a moment or a name or have no lookup key, so
     * that ties and gaps are paged over too.
     */
    private static void one() {
        PlanDocument plan =
                new PlanDocument(
                        "n" + made % 5,
                        made % 3 == 0 ? "key-" + made : null,
                        null,
                        null,
                        Map.of("made", String.valueOf(made)));
        PlanView view =
                new PlanView(
                        PlanId.of(ulid("plan" + made)),
                        SCOPE,
                        plan,
                        Stamp.first(START.plusSeconds(made / 4), "tester", 0));
        side().tables()
                .write(List.of(PlanProjector.TABLE.table().upsert(List.of(view))))
                .block(Duration.ofSeconds(30));
        made++;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    created_at DESC
                    created_at ASC
                    name ASC
                    name DESC
                    lookup_key ASC
                    lookup_key DESC
                    name ASC, created_at DESC
                    lookup_key DESC, name ASC, id DESC
                    id ASC
                    """)
    void aListThatGrowsWhileItIsPagedThroughGivesEachRowOnce(String by) {
        List<Order> order =
                java.util.Arrays.stream(by.split(", "))
                        .map(key -> key.split(" "))
                        .map(key -> new Order(key[0], Direction.valueOf(key[1])))
                        .toList();
        List<String> before = ids(search(order, 1000, null));
        List<String> paged = new ArrayList<>();
        String after = null;
        do {
            List<String> page = ids(search(order, PAGE, after));
            paged.addAll(page);
            after = page.size() < PAGE ? null : page.getLast();
            one();
        } while (after != null);

        assertThat(paged).doesNotHaveDuplicates().containsAll(before);
        List<String> known = paged.stream().filter(before::contains).toList();
        assertThat(known).isEqualTo(before);
    }

    @Test
    void whatHasNoValueComesLastAndFirstInTheReverse() {
        List<String> up = ids(search(List.of(new Order("lookup_key", Direction.ASC)), 1000, null));
        List<String> down =
                ids(search(List.of(new Order("lookup_key", Direction.DESC)), 1000, null));

        assertThat(down).isEqualTo(up.reversed());
        assertThat(view(up.getFirst()).plan().lookupKey()).isNotNull();
        assertThat(view(up.getLast()).plan().lookupKey()).isNull();
    }

    @Test
    void aCursorOfAnotherListIsRefused() {
        assertThatThrownBy(() -> search(List.of(), 10, "plan_nobody"))
                .hasCauseInstanceOf(UnknownField.class)
                .hasMessageContaining("cursor");
    }

    @Test
    void aPageAfterARowStillCountsAll() {
        PlanQuery.Page first = search(List.of(), PAGE, null);
        PlanQuery.Page second = search(List.of(), PAGE, first.items().getLast().id().value());

        assertThat(second.total()).isEqualTo(first.total());
    }

    @Test
    void groupsHoldAsTheyAreNested() {
        Criterion first = where("lookup_key", Operator.EQ, "key-3");
        Criterion second = where("lookup_key", Operator.EQ, "key-6");
        Criterion named = where("name", Operator.EQ, "n1");
        Group both = new Group(Joint.ALL, List.of(second, named), List.of());
        Group either = new Group(Joint.ANY, List.of(first), List.of(both));
        Group never = new Group(Joint.ALL, List.of(first, second), List.of());

        assertThat(lookupKeys(List.of(), either)).containsExactlyInAnyOrder("key-3", "key-6");
        assertThat(lookupKeys(List.of(named), either)).containsExactly("key-6");
        assertThat(lookupKeys(List.of(), never)).isEmpty();
        assertThat(lookupKeys(List.of(), new Group(Joint.ANY, List.of(), List.of()))).isEmpty();
        assertThat(lookupKeys(List.of(first), new Group(Joint.ALL, List.of(), List.of())))
                .containsExactly("key-3");
    }

    @Test
    void aGroupKeepsToItsScope() {
        Group any =
                new Group(Joint.ANY, List.of(where("name", Operator.NOT_IN, "nobody")), List.of());
        PlanQuery.Page page =
                side().answer(
                                new PlanQuery.Search(Samples.OTHER, spec(List.of(), any)),
                                PlanQuery.Page.class);

        assertThat(page.total()).isZero();
    }

    private static List<String> lookupKeys(List<Criterion> criteria, Group group) {
        return side()
                .answer(new PlanQuery.Search(SCOPE, spec(criteria, group)), PlanQuery.Page.class)
                .items()
                .stream()
                .map(view -> String.valueOf(view.plan().lookupKey()))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private static SearchSpec spec(List<Criterion> criteria, Group group) {
        return new SearchSpec(criteria, List.of(group), List.of(), 1000, 0, null);
    }

    private static PlanQuery.Page search(List<Order> order, int limit, @Nullable String after) {
        return side().answer(
                        new PlanQuery.Search(
                                SCOPE,
                                new SearchSpec(List.of(), List.of(), order, limit, 0, after)),
                        PlanQuery.Page.class);
    }

    private static PlanView view(String id) {
        return side().find(new PlanQuery.ById(SCOPE, new PlanId(id)), PlanView.class).orElseThrow();
    }

    private static List<String> ids(PlanQuery.Page page) {
        return page.items().stream().map(view -> view.id().value()).toList();
    }

    private static ReadSide side() {
        return Objects.requireNonNull(shared);
    }
}
