package io.tallybook.command.creditgrant;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.creditgrant.CreditGrantDocument;
import io.tallybook.core.creditgrant.CreditGrantEvent;
import io.tallybook.core.creditgrant.CreditGrantEvent.Next;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a credit grant is, as far as its rules need it. */
sealed interface CreditGrantState {
    /** It does not exist yet. */
    record Absent() implements CreditGrantState {}

    /**
     * It gives, or is there to be taken over.
     *
     * @param next absent if it gives nothing more
     * @param done how many times it gave or skipped
     * @param failed which of them did not reach their wallet
     */
    record Running(
            CreditGrantEvent.Created created,
            CreditGrantDocument now,
            @Nullable Next next,
            int done,
            Set<Integer> failed)
            implements CreditGrantState {
        public Running {
            failed = Set.copyOf(failed);
        }

        private Running then(@Nullable Next other) {
            return new Running(created, now, other, done + 1, failed);
        }
    }

    /** It gives nothing more. */
    record Over(Running last) implements CreditGrantState {}

    default CreditGrantState evolve(CreditGrantEvent event) {
        return switch (event) {
            case CreditGrantEvent.Created e -> new Running(e, e.grant(), e.next(), 0, Set.of());
            case CreditGrantEvent.ApplicationFailed e when this instanceof Over(var last) ->
                    new Over(failed(last, e.index()));
            case CreditGrantEvent.Updated e -> {
                Running was = running(e);
                yield new Running(was.created(), e.grant(), e.next(), was.done(), was.failed());
            }
            case CreditGrantEvent.Applied e -> running(e).then(e.next());
            case CreditGrantEvent.Skipped e -> running(e).then(e.next());
            case CreditGrantEvent.ApplicationFailed e -> failed(running(e), e.index());
            case CreditGrantEvent.Ended e -> new Over(running(e));
        };
    }

    private static Running failed(Running was, int index) {
        Set<Integer> all = new HashSet<>(was.failed());
        all.add(index);
        return new Running(was.created(), was.now(), was.next(), was.done(), all);
    }

    private Running running(CreditGrantEvent event) {
        if (this instanceof Running running) {
            return running;
        }
        throw new InvariantViolated("events_follow_the_life_cycle", event.grantId(), this, event);
    }
}
