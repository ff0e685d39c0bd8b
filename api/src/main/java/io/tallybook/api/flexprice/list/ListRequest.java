package io.tallybook.api.flexprice.list;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A request for a list.
 *
 * @param expand the related things to be shown in full
 * @param nothing whether it asks for what there is not, such as deleted ones
 */
public record ListRequest(SearchSpec spec, Set<String> expand, boolean nothing) {

    private static final Choice<Boolean> STATUS =
            Choice.of(java.util.Map.of("published", true, "deleted", false, "archived", false));

    public ListRequest {
        expand = Set.copyOf(expand);
    }

    /**
     * Reads paging, order, the filters and {@code criteria}. Errors: ProblemException (400) naming
     * the fields.
     */
    public static ListRequest of(Fields in, Searchable searchable, Criteria criteria) {
        boolean published = in.optional("status").choice(STATUS, true);
        return read(in, searchable, criteria, !published);
    }

    /** As {@link #of}, for lists whose {@code status} means something of their own. */
    public static ListRequest ofAnyStatus(Fields in, Searchable searchable, Criteria criteria) {
        return read(in, searchable, criteria, false);
    }

    private static ListRequest read(
            Fields in, Searchable searchable, Criteria criteria, boolean nothing) {
        criteria.since("start_time", "created_at").until("end_time", "created_at");
        List<Criterion> all = new ArrayList<>(criteria.gathered());
        all.addAll(searchable.filters(in));
        int limit = in.optional("limit").integer(1, 1_000, 50);
        int offset = in.optional("offset").integer(0, Integer.MAX_VALUE, 0);
        var spec = new SearchSpec(all, searchable.order(in), limit, offset);
        Set<String> expand = expand(in);
        in.check();
        return new ListRequest(spec, expand, nothing);
    }

    /** The comma-separated names of {@code expand}. */
    public static Set<String> expand(Fields in) {
        String text = in.optional("expand").text(512);
        return text == null
                ? Set.of()
                : Set.copyOf(
                        java.util.Arrays.stream(text.split(","))
                                .map(String::strip)
                                .collect(java.util.stream.Collectors.toSet()));
    }

    public boolean expands(String name) {
        return expand.stream().anyMatch(e -> e.equals(name) || e.startsWith(name + "."));
    }

    public boolean expandsWithin(String name, String inner) {
        return expand.contains(name + "." + inner);
    }
}
