package io.tallybook.command.creditnote;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.creditnote.CreditNoteState.Absent;
import io.tallybook.command.creditnote.CreditNoteState.Draft;
import io.tallybook.command.creditnote.CreditNoteState.Issued;
import io.tallybook.command.creditnote.CreditNoteState.Voided;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.creditnote.CreditNoteCommand;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteEvent;
import io.tallybook.core.creditnote.CreditNoteId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** What may be done with a credit note. How much it may take off, its invoice decides. */
final class CreditNoteDecider {
    private static final String KIND = "credit note";
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("yyyyMM", Locale.ROOT).withZone(ZoneOffset.UTC);

    private CreditNoteDecider() {}

    static Decision<CreditNoteEvent> draft(CreditNoteState state, CreditNoteCommand.Draft c) {
        return switch (state) {
            case Absent() ->
                    Decision.unless(
                            broken(c.note()),
                            new CreditNoteEvent.Drafted(c.creditNoteId(), c.scope(), c.note()));
            case Draft(var scope, var note) -> repeated(c, scope, note);
            case Issued(var scope, var note) -> repeated(c, scope, note);
            case Voided(var scope, var note) -> repeated(c, scope, note);
        };
    }

    private static Decision<CreditNoteEvent> repeated(
            CreditNoteCommand.Draft c, Scope scope, CreditNoteDocument before) {
        if (!scope.equals(c.scope())) {
            return Decision.notFound(KIND, c.creditNoteId());
        }
        return before.equals(c.note())
                ? Decision.alreadyDone()
                : Decision.refused(Rejection.conflict(c.creditNoteId().value()));
    }

    /** The number is taken afterwards, when nothing else can fail. */
    static Decision<CreditNoteCommand.Issue> issue(
            CreditNoteState state, CreditNoteCommand.Issue c) {
        return switch (state) {
            case Absent() -> Decision.accepted(c);
            case Draft(var scope, var _) ->
                    scope.equals(c.scope())
                            ? Decision.accepted(c)
                            : Decision.notFound(KIND, c.creditNoteId());
            case Issued(var scope, var _) -> done(c.creditNoteId(), scope, c.scope());
            case Voided(var scope, var _) -> done(c.creditNoteId(), scope, c.scope());
        };
    }

    private static <E> Decision<E> done(CreditNoteId id, Scope owner, Scope caller) {
        return owner.equals(caller) ? Decision.alreadyDone() : Decision.notFound(KIND, id);
    }

    static String series(Instant at) {
        return "CN-" + MONTH.format(at);
    }

    static CreditNoteEvent numbered(CreditNoteCommand.Issue c, long number) {
        return new CreditNoteEvent.Issued(
                c.creditNoteId(),
                c.scope(),
                c.note(),
                c.kind(),
                series(c.at()) + "-" + String.format(Locale.ROOT, "%05d", number),
                c.at());
    }

    static Decision<CreditNoteEvent> voidNote(CreditNoteState state, CreditNoteCommand.VoidNote c) {
        return switch (state) {
            case Draft(var scope, var _) when scope.equals(c.scope()) -> voided(c);
            case Issued(var scope, var _) when scope.equals(c.scope()) -> voided(c);
            case Voided(var scope, var _) when scope.equals(c.scope()) -> Decision.alreadyDone();
            case Absent _, Draft _, Issued _, Voided _ -> Decision.notFound(KIND, c.creditNoteId());
        };
    }

    private static Decision<CreditNoteEvent> voided(CreditNoteCommand.VoidNote c) {
        return Decision.accepted(new CreditNoteEvent.Voided(c.creditNoteId(), c.at()));
    }

    static Optional<Rejection> broken(CreditNoteDocument note) {
        return Rules.begin()
                .textIfAny("memo", note.memo(), Rules.TEXT_MAX)
                .nameIfAny("idempotency_key", note.idempotencyKey())
                .metadata(note.metadata())
                .broken();
    }
}
