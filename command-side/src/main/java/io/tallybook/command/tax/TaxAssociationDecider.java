package io.tallybook.command.tax;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.References;
import io.tallybook.core.Rejection;
import io.tallybook.core.tax.TaxAssociationCommand;
import io.tallybook.core.tax.TaxAssociationDocument;
import io.tallybook.core.tax.TaxAssociationEvent;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may bear which tax. */
final class TaxAssociationDecider {
    private static final String KIND = "tax association";
    private static final int PRIORITY_MAX = 1_000_000;

    private TaxAssociationDecider() {}

    static Decision<TaxAssociationEvent.Created> create(
            TaxAssociationState state, TaxAssociationCommand.Create c) {
        TaxAssociationEvent.Created created =
                new TaxAssociationEvent.Created(c.associationId(), c.scope(), c.association());
        return switch (state) {
            case TaxAssociationState.Absent() -> Decision.unless(broken(c.association()), created);
            case TaxAssociationState.Defined(var before, var _) -> repeated(before, created);
            case TaxAssociationState.Deleted(var before) -> repeated(before, created);
        };
    }

    static Decision<TaxAssociationEvent.Updated> update(
            TaxAssociationState state, TaxAssociationCommand.Update c) {
        return switch (state) {
            case TaxAssociationState.Defined(var made, var now)
                    when made.scope().equals(c.scope()) ->
                    now.changed(c.change()).equals(now)
                            ? Decision.alreadyDone()
                            : Decision.unless(
                                    broken(now.changed(c.change())),
                                    new TaxAssociationEvent.Updated(c.associationId(), c.change()));
            case TaxAssociationState.Deleted(var made) when made.scope().equals(c.scope()) ->
                    Decision.refused(
                            Rejection.invalidOperation(
                                    "tax association '" + c.associationId() + "' was deleted"));
            case TaxAssociationState.Absent _,
                    TaxAssociationState.Defined _,
                    TaxAssociationState.Deleted _ ->
                    Decision.notFound(KIND, c.associationId());
        };
    }

    static Decision<TaxAssociationEvent.Deleted> delete(
            TaxAssociationState state, TaxAssociationCommand.Delete c) {
        return switch (state) {
            case TaxAssociationState.Defined(var made, var _) when made.scope().equals(c.scope()) ->
                    Decision.accepted(new TaxAssociationEvent.Deleted(c.associationId()));
            case TaxAssociationState.Deleted(var made) when made.scope().equals(c.scope()) ->
                    Decision.alreadyDone();
            case TaxAssociationState.Absent _,
                    TaxAssociationState.Defined _,
                    TaxAssociationState.Deleted _ ->
                    Decision.notFound(KIND, c.associationId());
        };
    }

    /** The decision, as long as the tax rate is not deleted. */
    static Decision<TaxAssociationEvent.Created> held(
            References references, Decision<TaxAssociationEvent.Created> decision) {
        if (decision instanceof Decision.Accepted<TaxAssociationEvent.Created>(var events)) {
            for (TaxAssociationEvent.Created made : events) {
                if (!references.hold(made.scope(), made.association().taxRateId())) {
                    return Decision.refused(
                            Rejection.notFound("tax rate", made.association().taxRateId().value()));
                }
            }
        }
        return decision;
    }

    static void letGo(
            References references,
            TaxAssociationState state,
            Decision<TaxAssociationEvent.Deleted> decision) {
        if (decision instanceof Decision.Accepted<TaxAssociationEvent.Deleted>
                && state instanceof TaxAssociationState.Defined(var made, var _)) {
            references.letGo(made.scope(), made.association().taxRateId());
        }
    }

    private static Decision<TaxAssociationEvent.Created> repeated(
            TaxAssociationEvent.Created before, TaxAssociationEvent.Created now) {
        return Decision.repeated(
                KIND, now.associationId(), before.scope(), now.scope(), before, now);
    }

    private static Optional<Rejection> broken(TaxAssociationDocument association) {
        return Rules.begin()
                .that(
                        association.priority() >= 0 && association.priority() <= PRIORITY_MAX,
                        "priority",
                        Integer.toString(association.priority()),
                        "0 to " + PRIORITY_MAX)
                .moment("start_date", association.startDate())
                .moment("end_date", association.endDate())
                .that(
                        inOrder(association.startDate(), association.endDate()),
                        "end_date",
                        String.valueOf(association.endDate()),
                        "a time after start_date, " + association.startDate())
                .metadata(association.metadata())
                .broken();
    }

    private static boolean inOrder(@Nullable Instant start, @Nullable Instant end) {
        return start == null || end == null || start.isBefore(end);
    }
}
