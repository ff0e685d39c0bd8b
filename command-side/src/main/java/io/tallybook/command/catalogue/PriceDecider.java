package io.tallybook.command.catalogue;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.PriceCommand;
import io.tallybook.core.catalogue.PriceDescription;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceEvent;
import io.tallybook.core.catalogue.PriceId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What may be done with a price: what it costs never changes; a new version follows it instead.
 *
 * <pre>
 *  version 1  ══════════════╡
 *  version 2                ╞═════════╡      each begins where the one before ends
 *  version 3                          ╞═══
 * </pre>
 */
final class PriceDecider {
    private static final String KIND = "price";

    private PriceDecider() {}

    static Decision<PriceEvent.Created> create(PriceState state, PriceCommand.Create c) {
        PriceEvent.Created created = new PriceEvent.Created(c.priceId(), c.scope(), c.price());
        return switch (state) {
            case PriceState.Absent() -> Decision.unless(PriceRules.broken(c.price()), created);
            case PriceState.Current(var before, var _) -> repeated(before, created);
            case PriceState.Ended(var before, var _, var _, var _) -> repeated(before, created);
        };
    }

    static Decision<PriceEvent.Described> describe(PriceState state, PriceCommand.Describe c) {
        PriceEvent.Described described = new PriceEvent.Described(c.priceId(), c.description());
        return ofExisting(
                state,
                c.priceId(),
                c.scope(),
                current ->
                        describes(current.price(), c.description())
                                ? Decision.alreadyDone()
                                : Decision.unless(broken(c.description()), described),
                ended ->
                        describes(ended.price(), c.description())
                                ? Decision.alreadyDone()
                                : Decision.unless(
                                        Rules.begin()
                                                .that(
                                                        c.description().lookupKey() == null,
                                                        "lookup_key",
                                                        String.valueOf(c.description().lookupKey()),
                                                        "none for a price that has ended")
                                                .and(broken(c.description()))
                                                .broken(),
                                        described));
    }

    /** The end of this version and the beginning of the next. */
    record Revision(PriceEvent.Superseded before, PriceEvent.Created after) {}

    static Decision<Revision> revise(PriceState state, PriceCommand.Revise c) {
        return ofExisting(
                state,
                c.priceId(),
                c.scope(),
                current -> revise(current, c),
                ended ->
                        ended.successor().equals(Optional.of(c.successor()))
                                ? Decision.alreadyDone()
                                : Decision.refused(hasEnded(c.priceId(), ended)));
    }

    private static Decision<Revision> revise(PriceState.Current current, PriceCommand.Revise c) {
        PriceDocument before = current.price();
        PriceDocument.Range range = before.range();
        Instant start = range.startDate();
        Instant end = range.endDate();
        PriceId first = range.parentPriceId() == null ? c.priceId() : range.parentPriceId();
        PriceDocument after =
                c.price()
                        .in(
                                range.from(c.effectiveFrom())
                                        .grouped(c.price().range().groupId())
                                        .after(first));
        Optional<Rejection> broken =
                Rules.begin()
                        .that(
                                !c.successor().equals(c.priceId()),
                                "id",
                                c.successor().value(),
                                "an id of its own")
                        .moment("effective_from", c.effectiveFrom())
                        .that(
                                start == null || start.isBefore(c.effectiveFrom()),
                                "effective_from",
                                c.effectiveFrom().toString(),
                                "after " + start + ", when this version begins")
                        .that(
                                end == null || c.effectiveFrom().isBefore(end),
                                "effective_from",
                                c.effectiveFrom().toString(),
                                "before " + end + ", when this version ends")
                        .and(PriceRules.brokenSuccession(before, after))
                        .and(PriceRules.broken(after))
                        .broken();
        return Decision.unless(
                broken,
                new Revision(
                        new PriceEvent.Superseded(c.priceId(), c.effectiveFrom(), c.successor()),
                        new PriceEvent.Created(c.successor(), c.scope(), after)));
    }

    static Decision<PriceEvent.Ended> end(PriceState state, PriceCommand.End c) {
        PriceEvent.Ended ended = new PriceEvent.Ended(c.priceId(), c.endDate());
        return ofExisting(
                state,
                c.priceId(),
                c.scope(),
                current -> Decision.unless(brokenEnd(current.price(), c), ended),
                before -> {
                    if (before.endDate().equals(c.endDate())) {
                        return Decision.alreadyDone();
                    }
                    return before.successor().isPresent()
                            ? Decision.refused(hasEnded(c.priceId(), before))
                            : Decision.unless(brokenEnd(before.price(), c), ended);
                });
    }

    private static Optional<Rejection> brokenEnd(PriceDocument price, PriceCommand.End c) {
        Instant start = price.range().startDate();
        Instant end = price.range().endDate();
        return Rules.begin()
                .moment("end_date", c.endDate())
                .that(
                        start == null || start.isBefore(c.endDate()),
                        "end_date",
                        c.endDate().toString(),
                        "after " + start + ", when the price begins")
                .that(
                        end == null || !c.endDate().isAfter(end),
                        "end_date",
                        c.endDate().toString(),
                        "at or before " + end + ", when the price ends already")
                .broken();
    }

    /** The key that a new price wants for itself. */
    static Optional<Claim> key(Scope scope, PriceId id, @Nullable String key) {
        return Optional.ofNullable(key)
                .map(value -> Claim.in(scope, "price.lookup_key", "lookup_key", value, id));
    }

    /** The key that a price has. */
    static Optional<Claim> key(PriceState state) {
        return state instanceof PriceState.Current(var made, var price)
                ? key(made.scope(), made.priceId(), price.lookupKey())
                : Optional.empty();
    }

    private static boolean describes(PriceDocument price, PriceDescription description) {
        return price.describedUnder(price.lookupKey()).equals(description);
    }

    private static Optional<Rejection> broken(PriceDescription description) {
        return Rules.begin()
                .nameIfAny("lookup_key", description.lookupKey())
                .textIfAny("display_name", description.displayName(), Rules.NAME_MAX)
                .textIfAny("description", description.description(), Rules.TEXT_MAX)
                .nameIfAny("group_id", description.groupId())
                .metadata(description.metadata())
                .broken();
    }

    private static Decision<PriceEvent.Created> repeated(
            PriceEvent.Created before, PriceEvent.Created now) {
        return Decision.repeated(KIND, now.priceId(), before.scope(), now.scope(), before, now);
    }

    private static <E> Decision<E> ofExisting(
            PriceState state,
            PriceId id,
            Scope caller,
            Function<PriceState.Current, Decision<E>> current,
            Function<PriceState.Ended, Decision<E>> ended) {
        return switch (state) {
            case PriceState.Current c when c.created().scope().equals(caller) -> current.apply(c);
            case PriceState.Ended e when e.created().scope().equals(caller) -> ended.apply(e);
            case PriceState.Absent _, PriceState.Current _, PriceState.Ended _ ->
                    Decision.notFound(KIND, id);
        };
    }

    private static Rejection hasEnded(PriceId id, PriceState.Ended ended) {
        return Rejection.invalidOperation(
                "price '"
                        + id
                        + "' ends at "
                        + ended.endDate()
                        + ended.successor().map(next -> ", followed by '" + next + "'").orElse(""));
    }
}
