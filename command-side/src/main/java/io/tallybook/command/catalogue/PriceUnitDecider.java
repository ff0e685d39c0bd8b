package io.tallybook.command.catalogue;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.PriceUnitCommand;
import io.tallybook.core.catalogue.PriceUnitDocument;
import io.tallybook.core.catalogue.PriceUnitEvent;
import io.tallybook.core.catalogue.PriceUnitId;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What may be done with a price unit: what it is worth never changes, so that no price does by it.
 */
final class PriceUnitDecider {
    private static final String KIND = "price unit";
    private static final BigDecimal RATE_MAX = new BigDecimal("1e12");
    private static final int RATE_PLACES = 18;
    private static final int CODE_MAX = 50;
    private static final int SYMBOL_MAX = 10;

    private PriceUnitDecider() {}

    static Decision<PriceUnitEvent.Created> create(
            PriceUnitState state, PriceUnitCommand.Create c) {
        PriceUnitEvent.Created created =
                new PriceUnitEvent.Created(c.priceUnitId(), c.scope(), c.unit());
        return switch (state) {
            case PriceUnitState.Absent() -> Decision.unless(broken(c.unit()), created);
            case PriceUnitState.Defined(var before, var _) -> repeated(before, created);
            case PriceUnitState.Deleted(var before) -> repeated(before, created);
        };
    }

    static Decision<PriceUnitEvent.Updated> update(
            PriceUnitState state, PriceUnitCommand.Update c) {
        PriceUnitEvent.Updated updated =
                new PriceUnitEvent.Updated(c.priceUnitId(), c.name(), c.metadata());
        return switch (state) {
            case PriceUnitState.Defined(var made, var now) when made.scope().equals(c.scope()) ->
                    now.name().equals(c.name()) && now.metadata().equals(c.metadata())
                            ? Decision.alreadyDone()
                            : Decision.unless(
                                    Rules.begin()
                                            .name("name", c.name())
                                            .metadata(c.metadata())
                                            .broken(),
                                    updated);
            case PriceUnitState.Deleted(var made) when made.scope().equals(c.scope()) ->
                    Decision.refused(deleted(c.priceUnitId()));
            case PriceUnitState.Absent _, PriceUnitState.Defined _, PriceUnitState.Deleted _ ->
                    Decision.notFound(KIND, c.priceUnitId());
        };
    }

    static Decision<PriceUnitEvent.Deleted> delete(
            PriceUnitState state, PriceUnitCommand.Delete c) {
        return switch (state) {
            case PriceUnitState.Defined(var made, var _) when made.scope().equals(c.scope()) ->
                    Decision.accepted(new PriceUnitEvent.Deleted(c.priceUnitId()));
            case PriceUnitState.Deleted(var made) when made.scope().equals(c.scope()) ->
                    Decision.alreadyDone();
            case PriceUnitState.Absent _, PriceUnitState.Defined _, PriceUnitState.Deleted _ ->
                    Decision.notFound(KIND, c.priceUnitId());
        };
    }

    static Optional<Claim> code(PriceUnitCommand.Create c) {
        return Optional.of(code(c.scope(), c.unit().code(), c.priceUnitId()));
    }

    static Optional<Claim> code(PriceUnitState state) {
        return state instanceof PriceUnitState.Defined(var made, var now)
                ? Optional.of(code(made.scope(), now.code(), made.priceUnitId()))
                : Optional.empty();
    }

    private static Claim code(Scope scope, String code, PriceUnitId owner) {
        return Claim.in(scope, "price_unit.code", "code", code, owner);
    }

    private static Decision<PriceUnitEvent.Created> repeated(
            PriceUnitEvent.Created before, PriceUnitEvent.Created now) {
        return Decision.repeated(KIND, now.priceUnitId(), before.scope(), now.scope(), before, now);
    }

    private static Optional<Rejection> broken(PriceUnitDocument unit) {
        return Rules.begin()
                .name("name", unit.name())
                .name("code", unit.code())
                .textIfAny("code", unit.code(), CODE_MAX)
                .name("symbol", unit.symbol())
                .textIfAny("symbol", unit.symbol(), SYMBOL_MAX)
                .positive("conversion_rate", unit.conversionRate(), RATE_MAX, RATE_PLACES)
                .metadata(unit.metadata())
                .broken();
    }

    private static Rejection deleted(PriceUnitId id) {
        return Rejection.invalidOperation("price unit '" + id + "' was deleted");
    }
}
