package io.tallybook.api.flexprice.list;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request for a list.
 *
 * @param expand the related things to be shown in full
 */
public record ListRequest(SearchSpec spec, Set<String> expand) {

    /** What {@code status} may be, of lists whose rows can be put aside or deleted. */
    public static final Choice<EntityStatus> STATUS =
            Choice.of(EntityStatus.class, status -> status.name().toLowerCase(Locale.ROOT));

    /** Where a list is asked for it. */
    public static final String STATUS_WORD = "status";

    /** The views' field of that status. */
    private static final String STATUS_FIELD = "entity_status";

    public ListRequest {
        expand = Set.copyOf(expand);
    }

    /**
     * Reads paging, order, the filters and {@code criteria}. What is archived or deleted is left
     * out unless {@code status} or a filter by it asks for it. Errors: ProblemException (400)
     * naming the fields.
     */
    public static ListRequest of(Fields in, Searchable searchable, Criteria criteria) {
        return of(in, searchable, criteria, in.optional(STATUS_WORD).choice(STATUS));
    }

    /** As {@link #of}, where {@code status} has been read already. */
    public static ListRequest of(
            Fields in, Searchable searchable, Criteria criteria, @Nullable EntityStatus status) {
        Filters filters = Filters.of(in, searchable);
        if (status != null || !filters.nameField(STATUS_FIELD)) {
            criteria.is(STATUS_FIELD, (status == null ? EntityStatus.PUBLISHED : status).name());
        }
        return read(in, searchable, criteria, filters);
    }

    /** As {@link #of}, for lists whose {@code status} means something of their own, or nothing. */
    public static ListRequest ofAnyStatus(Fields in, Searchable searchable, Criteria criteria) {
        return read(in, searchable, criteria, Filters.of(in, searchable));
    }

    private static ListRequest read(
            Fields in, Searchable searchable, Criteria criteria, Filters filters) {
        criteria.since("start_time", "created_at").until("end_time", "created_at");
        List<Criterion> all = new ArrayList<>(criteria.gathered());
        all.addAll(filters.criteria());
        List<Group> groups = new ArrayList<>(criteria.groups());
        groups.addAll(filters.groups());
        int limit = in.optional("limit").integer(1, 1_000, 50);
        int offset = in.optional("offset").integer(0, Integer.MAX_VALUE, 0);
        String after = after(in, offset);
        var spec = new SearchSpec(all, groups, searchable.order(in), limit, offset, after);
        Set<String> expand = expand(in);
        in.check();
        return new ListRequest(spec, expand);
    }

    private static @Nullable String after(Fields in, int offset) {
        String cursor = in.optional("cursor").text(512);
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        String id = Cursor.id(cursor);
        if (id == null) {
            in.complain("cursor", "the next_cursor of a page of this list", "another text");
        }
        if (offset > 0) {
            in.complain("offset", "to be left out with a cursor", String.valueOf(offset));
        }
        return id;
    }

    /** The comma-separated names of {@code expand}. */
    public static Set<String> expand(Fields in) {
        String text = in.optional("expand").text(512);
        return text == null
                ? Set.of()
                : Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
    }

    public boolean expands(String name) {
        return expand.stream().anyMatch(e -> e.equals(name) || e.startsWith(name + "."));
    }

    public boolean expandsWithin(String name, String inner) {
        return expand.contains(name + "." + inner);
    }
}
