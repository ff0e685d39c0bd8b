package io.tallybook.api.flexprice.list;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Group;
import io.tallybook.core.search.SearchSpec.Joint;
import io.tallybook.core.search.SearchSpec.Operator;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a list is narrowed to, gathered from the fields of a request. */
public final class Criteria {

    private static final int MOST = 1_000;
    private static final int LONGEST = 512;

    private final Fields in;
    private final List<Criterion> gathered = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();

    public Criteria(Fields in) {
        this.in = in;
    }

    /** Only those whose {@code view} field is the value of {@code name}. */
    public Criteria one(String name, String view) {
        return is(view, in.optional(name).text(LONGEST));
    }

    /** Only those whose {@code view} field is one of the values of {@code name}. */
    public Criteria any(String name, String view) {
        return isOneOf(view, in.optional(name).texts(MOST, LONGEST));
    }

    /** As {@link #any}, with words of the contract that stand for others in the view. */
    public Criteria anyWord(String name, String view, Choice<List<String>> words) {
        return isOneOf(
                view,
                in.optional(name).choices(MOST, words).stream().flatMap(List::stream).toList());
    }

    /** Only those whose metadata has every entry of {@code name}. */
    public Criteria metadata(String name) {
        in.optional(name).map(LONGEST).forEach((key, value) -> is("metadata." + key, value));
        return this;
    }

    public Criteria since(String name, String view) {
        return time(view, Operator.GTE, in.optional(name).instant());
    }

    public Criteria until(String name, String view) {
        return time(view, Operator.LTE, in.optional(name).instant());
    }

    /** Only those of whose {@code views} one at least is not later than the moment {@code name}. */
    public Criteria untilAny(String name, List<String> views) {
        Instant moment = in.optional(name).instant();
        if (moment != null) {
            groups.add(
                    new Group(
                            Joint.ANY,
                            views.stream()
                                    .map(
                                            view ->
                                                    new Criterion(
                                                            view,
                                                            Operator.LTE,
                                                            List.of(moment.toString())))
                                    .toList(),
                            List.of()));
        }
        return this;
    }

    /** Only those whose {@code view} field is more than the number {@code name}. */
    public Criteria more(String name, String view) {
        BigDecimal number = in.optional(name).decimal();
        if (number != null) {
            gathered.add(new Criterion(view, Operator.GT, List.of(number.toPlainString())));
        }
        return this;
    }

    public Criteria is(String view, @Nullable String value) {
        if (value != null) {
            gathered.add(new Criterion(view, Operator.EQ, List.of(value)));
        }
        return this;
    }

    public Criteria contains(String view, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            gathered.add(new Criterion(view, Operator.CONTAINS, List.of(value)));
        }
        return this;
    }

    public Criteria isOneOf(String view, List<String> values) {
        if (!values.isEmpty()) {
            gathered.add(new Criterion(view, Operator.IN, values));
        }
        return this;
    }

    /** Only those whose {@code view} field is later than a moment, if there is one. */
    public Criteria after(String view, @Nullable Instant value) {
        return time(view, Operator.GT, value);
    }

    /** Only those whose {@code view} field is earlier than a moment, if there is one. */
    public Criteria before(String view, @Nullable Instant value) {
        return time(view, Operator.LT, value);
    }

    /** Only those whose {@code view} field is above a number. */
    public Criteria above(String view, BigDecimal value) {
        gathered.add(new Criterion(view, Operator.GT, List.of(value.toPlainString())));
        return this;
    }

    private Criteria time(String view, Operator operator, @Nullable Instant value) {
        if (value != null) {
            gathered.add(new Criterion(view, operator, List.of(value.toString())));
        }
        return this;
    }

    List<Criterion> gathered() {
        return gathered;
    }

    List<Group> groups() {
        return groups;
    }
}
