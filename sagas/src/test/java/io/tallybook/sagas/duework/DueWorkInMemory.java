package io.tallybook.sagas.duework;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import io.tallybook.core.creditnote.CreditNoteEvent;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.sagas.Answer;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.Set;
import org.axonframework.eventhandling.EventMessage;

/**
 * The list of due work without a table, and who performs it, one piece after the other: the rules
 * are those of the program, only what is kept and how it is waited for differ.
 */
public final class DueWorkInMemory {
    private final Comparator<DueItem> inOrder =
            Comparator.comparing(DueItem::dueAt)
                    .thenComparing(this::rank)
                    .thenComparing(item -> item.duty().index());

    /** What comes first of that which falls due in one moment: in the program it is any. */
    public enum Ties {
        AS_PROMISED,
        LAST_PROMISED_FIRST
    }

    private record Promise(DueKind kind, String subject, int index) {
        static Promise of(Duty duty) {
            return new Promise(duty.kind(), duty.subject().value(), duty.index());
        }
    }

    private final SequencedMap<Promise, DueItem> owed = new LinkedHashMap<>();
    private final Map<Promise, String> waiting = new HashMap<>();
    private final Map<DueKind, Preparation> preparations;
    private final ProcessCommands commands;
    private final Ties ties;

    public DueWorkInMemory(
            Map<DueKind, Preparation> preparations, ProcessCommands commands, Ties ties) {
        this.preparations = Map.copyOf(preparations);
        this.commands = commands;
        this.ties = ties;
    }

    /** Takes in what an event does to what is owed. */
    public void on(EventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        List<DueChange> changes =
                switch (message.getPayload()) {
                    case SubscriptionEvent event -> DueWorkProcess.react(event, when);
                    case InvoiceEvent event -> DueWorkProcess.react(event, when);
                    case PaymentEvent event -> DueWorkProcess.react(event, when);
                    case CreditNoteEvent event -> DueWorkProcess.react(event);
                    case WalletEvent event -> CreditsDue.react(event, when);
                    default -> List.of();
                };
        changes.forEach(this::apply);
    }

    private void apply(DueChange change) {
        switch (change) {
            case DueChange.Owe(var scope, var dueAt, var duty) ->
                    owed.put(Promise.of(duty), new DueItem(scope, dueAt, duty, 0));
            case DueChange.Reschedule(var kind, var subject, var dueAt) ->
                    owed.replaceAll(
                            (promise, item) ->
                                    isOf(promise, kind, subject)
                                            ? new DueItem(item.scope(), dueAt, item.duty(), 0)
                                            : item);
            case DueChange.Free(var waitedFor, var dueAt) ->
                    owed.replaceAll(
                            (promise, item) ->
                                    waitedFor.value().equals(waiting.get(promise))
                                            ? new DueItem(item.scope(), dueAt, item.duty(), 0)
                                            : item);
            case DueChange.Settle(var kind, var subject, var index) ->
                    owed.remove(new Promise(kind, subject.value(), index));
            case DueChange.SettleFrom(var kind, var subject, var from) ->
                    owed.keySet().removeIf(p -> isOf(p, kind, subject) && p.index() >= from);
        }
    }

    private static boolean isOf(Promise promise, DueKind kind, EntityId subject) {
        return promise.kind() == kind && promise.subject().equals(subject.value());
    }

    /**
     * Performs everything that is due up to a moment, in its order; what cannot be yet, after
     * something else was.
     *
     * <p>Errors: IllegalStateException naming the first piece whose promise is not kept by its
     * command, or one that could not be performed after all others either.
     *
     * @param settle lets everything happen that follows from a command
     */
    public void perform(Scope scope, Instant upTo, Runnable settle) {
        Map<DueItem, String> unready = new LinkedHashMap<>();
        Optional<DueItem> next = next(upTo, unready.keySet());
        while (next.isPresent()) {
            DueItem item = next.get();
            Optional<String> reason = commands(scope, item, settle);
            if (reason.isPresent()) {
                unready.put(item, reason.get());
            } else if (item.equals(owed.get(Promise.of(item.duty())))) {
                throw new IllegalStateException(item + " was performed and is owed still");
            } else {
                unready.clear();
            }
            next = next(upTo, unready.keySet());
        }
        unready.forEach(
                (item, reason) -> {
                    throw new IllegalStateException(item + ": " + reason);
                });
    }

    // Why it cannot be performed yet; empty if it was.
    private Optional<String> commands(Scope scope, DueItem item, Runnable settle) {
        DueKind kind = item.duty().kind();
        Preparation preparation = preparations.get(kind);
        List<Prepared> prepared =
                preparation == null
                        ? List.of(new Prepared.Ready(item, DutyCommand.of(item)))
                        : preparation.prepare(scope, List.of(item));
        settle.run();
        for (Prepared one : prepared) {
            switch (one) {
                case Prepared.Ready(_, var command) -> {
                    Answer answer = commands.send("due_work", "due_work:" + kind, command);
                    if (answer instanceof Answer.Refused(var rejection)) {
                        throw new IllegalStateException(item + ": " + rejection.message());
                    }
                }
                case Prepared.Postponed(_, var until, var waitsFor) -> {
                    Promise promise = Promise.of(item.duty());
                    owed.put(promise, new DueItem(item.scope(), until, item.duty(), 0));
                    waiting.put(promise, waitsFor.value());
                }
                case Prepared.Moot _ -> owed.remove(Promise.of(item.duty()));
                case Prepared.Unready(_, var reason) -> {
                    return Optional.of(reason);
                }
            }
            settle.run();
        }
        return Optional.empty();
    }

    private Optional<DueItem> next(Instant upTo, Set<DueItem> without) {
        SequencedCollection<DueItem> inTurn =
                switch (ties) {
                    case AS_PROMISED -> owed.sequencedValues();
                    case LAST_PROMISED_FIRST -> owed.reversed().sequencedValues();
                };
        return inTurn.stream()
                .filter(item -> !item.dueAt().isAfter(upTo) && !without.contains(item))
                .min(inOrder);
    }

    private int rank(DueItem item) {
        DueKind kind = item.duty().kind();
        return waiting.containsKey(Promise.of(item.duty())) ? kind.rankPutOff() : kind.rank();
    }
}
