package io.tallybook.command.catalogue;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceEvent;
import io.tallybook.core.catalogue.PriceId;
import java.time.Instant;
import java.util.Optional;

/** What a price is, as far as its rules need it. */
sealed interface PriceState {
    /** It does not exist yet. */
    record Absent() implements PriceState {}

    /** It is the latest version, with or without an end that it was made with. */
    record Current(PriceEvent.Created created, PriceDocument price) implements PriceState {}

    /** An end was set, by a new version or for good. */
    record Ended(
            PriceEvent.Created created,
            PriceDocument price,
            Instant endDate,
            Optional<PriceId> successor)
            implements PriceState {}

    default PriceState evolve(PriceEvent event) {
        return switch (event) {
            case PriceEvent.Created made -> new Current(made, made.price());
            case PriceEvent.Described e ->
                    switch (this) {
                        case Current(var made, var price) ->
                                new Current(made, price.described(e.description()));
                        case Ended(var made, var price, var end, var next) ->
                                new Ended(made, price.described(e.description()), end, next);
                        case Absent _ -> throw impossible(e);
                    };
            case PriceEvent.Superseded e ->
                    switch (this) {
                        case Current(var made, var price) ->
                                new Ended(
                                        made,
                                        price.endedAt(e.endDate()),
                                        e.endDate(),
                                        Optional.of(e.successor()));
                        case Absent _, Ended _ -> throw impossible(e);
                    };
            case PriceEvent.Ended e ->
                    switch (this) {
                        case Current(var made, var price) -> ended(made, price, e);
                        case Ended(var made, var price, var _, var _) -> ended(made, price, e);
                        case Absent _ -> throw impossible(e);
                    };
        };
    }

    private static Ended ended(PriceEvent.Created made, PriceDocument price, PriceEvent.Ended e) {
        return new Ended(made, price.endedAt(e.endDate()), e.endDate(), Optional.empty());
    }

    private InvariantViolated impossible(PriceEvent e) {
        return new InvariantViolated("events_follow_the_life_cycle", e.priceId(), this, e);
    }
}
