package io.tallybook.command.catalogue;

import io.tallybook.command.Decision;
import io.tallybook.command.uniqueness.References;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceEvent;

/** Price units, held by the prices that are written in them. */
final class PriceUnits {
    private PriceUnits() {}

    /** The decision, as long as the unit of the price is not deleted. */
    static Decision<PriceEvent.Created> held(
            References references, Decision<PriceEvent.Created> decision) {
        if (decision instanceof Decision.Accepted<PriceEvent.Created>(var events)) {
            for (PriceEvent.Created made : events) {
                if (!hold(references, made)) {
                    return Decision.refused(gone(made.price()));
                }
            }
        }
        return decision;
    }

    static boolean hold(References references, PriceEvent.Created made) {
        PriceDocument.WrittenIn unit = made.price().conditions().unit();
        return unit == null || references.hold(made.scope(), unit.priceUnitId());
    }

    static Rejection gone(PriceDocument price) {
        PriceDocument.WrittenIn unit = price.conditions().unit();
        return Rejection.field(
                "price_unit_config.price_unit",
                unit == null ? "none" : unit.code(),
                "a price unit that is not deleted");
    }

    /** A price that ends for good, for the first time, no longer holds its unit. */
    static void letGo(
            References references, PriceState state, Decision<PriceEvent.Ended> decision) {
        if (decision instanceof Decision.Accepted<PriceEvent.Ended>
                && state instanceof PriceState.Current(var made, var price)) {
            letGo(references, made.scope(), price);
        }
    }

    private static void letGo(References references, Scope scope, PriceDocument price) {
        PriceDocument.WrittenIn unit = price.conditions().unit();
        if (unit != null) {
            references.letGo(scope, unit.priceUnitId());
        }
    }
}
