package io.tallybook.command.tax;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.tax.TaxRateCommand;
import io.tallybook.core.tax.TaxRateDocument;
import io.tallybook.core.tax.TaxRateEvent;
import io.tallybook.core.tax.TaxRateId;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be done with a tax rate: what it comes to never changes, its description does. */
final class TaxRateDecider {
    private static final String KIND = "tax rate";
    private static final BigDecimal PERCENT_MAX = BigDecimal.valueOf(1_000);
    private static final BigDecimal AMOUNT_MAX = new BigDecimal("1e12");
    private static final int PERCENT_PLACES = 6;
    private static final int AMOUNT_PLACES = 4;

    private TaxRateDecider() {}

    static Decision<TaxRateEvent.Created> create(TaxRateState state, TaxRateCommand.Create c) {
        TaxRateEvent.Created created = new TaxRateEvent.Created(c.taxRateId(), c.scope(), c.rate());
        return switch (state) {
            case TaxRateState.Absent() -> Decision.unless(broken(c.rate()), created);
            case TaxRateState.Defined(var before, var _) -> repeated(before, created);
            case TaxRateState.Deleted(var before) -> repeated(before, created);
        };
    }

    static Decision<TaxRateEvent.Updated> update(TaxRateState state, TaxRateCommand.Update c) {
        return switch (state) {
            case TaxRateState.Defined(var made, var now) when made.scope().equals(c.scope()) ->
                    now.changed(c.change()).equals(now)
                            ? Decision.alreadyDone()
                            : Decision.unless(
                                    described(now.changed(c.change())).broken(),
                                    new TaxRateEvent.Updated(c.taxRateId(), c.change()));
            case TaxRateState.Deleted(var made) when made.scope().equals(c.scope()) ->
                    Decision.refused(
                            Rejection.invalidOperation(
                                    "tax rate '" + c.taxRateId() + "' was deleted"));
            case TaxRateState.Absent _, TaxRateState.Defined _, TaxRateState.Deleted _ ->
                    Decision.notFound(KIND, c.taxRateId());
        };
    }

    static Decision<TaxRateEvent.Deleted> delete(TaxRateState state, TaxRateCommand.Delete c) {
        return switch (state) {
            case TaxRateState.Defined(var made, var _) when made.scope().equals(c.scope()) ->
                    Decision.accepted(new TaxRateEvent.Deleted(c.taxRateId()));
            case TaxRateState.Deleted(var made) when made.scope().equals(c.scope()) ->
                    Decision.alreadyDone();
            case TaxRateState.Absent _, TaxRateState.Defined _, TaxRateState.Deleted _ ->
                    Decision.notFound(KIND, c.taxRateId());
        };
    }

    static Optional<Claim> code(TaxRateCommand.Create c) {
        return Optional.of(code(c.scope(), c.rate().code(), c.taxRateId()));
    }

    static Optional<Claim> code(TaxRateState state) {
        return state instanceof TaxRateState.Defined(var made, var now)
                ? Optional.of(code(made.scope(), now.code(), made.taxRateId()))
                : Optional.empty();
    }

    /** The code that an update takes; the same again is its own already. */
    static Optional<Claim> newCode(TaxRateState state, TaxRateCommand.Update c) {
        return changesCode(state, c)
                ? Optional.of(code(c.scope(), c.change().code(), c.taxRateId()))
                : Optional.empty();
    }

    /** The code that an update gives up. */
    static Optional<Claim> oldCode(TaxRateState state, TaxRateCommand.Update c) {
        return changesCode(state, c) ? code(state) : Optional.empty();
    }

    private static boolean changesCode(TaxRateState state, TaxRateCommand.Update c) {
        return state instanceof TaxRateState.Defined(var _, var now)
                && !now.code().equals(c.change().code());
    }

    private static Claim code(Scope scope, String code, TaxRateId owner) {
        return Claim.in(scope, "tax_rate.code", "code", code, owner);
    }

    private static Decision<TaxRateEvent.Created> repeated(
            TaxRateEvent.Created before, TaxRateEvent.Created now) {
        return Decision.repeated(KIND, now.taxRateId(), before.scope(), now.scope(), before, now);
    }

    private static Optional<Rejection> broken(TaxRateDocument rate) {
        return described(rate)
                .then(
                        () ->
                                switch (rate.type()) {
                                    case PERCENTAGE ->
                                            value(
                                                    "percentage_value",
                                                    rate.percentage(),
                                                    PERCENT_MAX,
                                                    PERCENT_PLACES,
                                                    rate);
                                    case FIXED ->
                                            value(
                                                    "fixed_value",
                                                    rate.amount(),
                                                    AMOUNT_MAX,
                                                    AMOUNT_PLACES,
                                                    rate);
                                })
                .that(
                        rate.percentage() == null || rate.amount() == null,
                        "fixed_value",
                        "a value beside percentage_value",
                        "one of the two, as tax_rate_type says")
                .that(
                        rate.placement() == TaxRateDocument.Placement.EXCLUSIVE
                                || rate.type() == TaxRateDocument.Type.PERCENTAGE,
                        "inclusive",
                        "true",
                        "false for a fixed tax, which is no share of a price")
                .broken();
    }

    private static Optional<Rejection> value(
            String field,
            @Nullable BigDecimal value,
            BigDecimal max,
            int places,
            TaxRateDocument rate) {
        return value == null
                ? Optional.of(
                        Rejection.field(
                                field,
                                "nothing",
                                "a value in a tax rate of type "
                                        + rate.type().name().toLowerCase(Locale.ROOT)))
                : Rules.begin().amount(field, value, max, places).broken();
    }

    private static Rules described(TaxRateDocument rate) {
        return Rules.begin()
                .name("name", rate.name())
                .name("code", rate.code())
                .textIfAny("description", rate.description(), Rules.TEXT_MAX)
                .metadata(rate.metadata());
    }
}
