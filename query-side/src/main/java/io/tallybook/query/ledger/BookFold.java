package io.tallybook.query.ledger;

import io.tallybook.core.ledger.Book;
import io.tallybook.core.ledger.Booked;
import io.tallybook.core.wire.EventNames;
import io.tallybook.domain.ledger.Posting;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Books the events of one kind of entity. */
record BookFold<B extends Book, E>(Function<E, String> entity, Booking<B, E> books)
        implements Fold<LedgerPage<B>, E> {
    /** What an event does to a book and to the accounts. */
    @FunctionalInterface
    interface Booking<B extends Book, E> {
        Booked<B> on(@Nullable B before, E event);
    }

    @Override
    public LedgerPage<B> on(@Nullable LedgerPage<B> current, E event, Recorded info) {
        Booked<B> booked = books.on(current == null ? null : current.book(), event);
        String id = entity.apply(event);
        List<LedgerEntry> fresh = new ArrayList<>(current == null ? List.of() : current.fresh());
        int line = 0;
        for (Posting posting : booked.journal().postings()) {
            fresh.add(LedgerEntry.of(posting, line, id, name(event), info));
            line++;
        }
        return new LedgerPage<>(info.scope(), id, booked.book(), info.sequence(), fresh);
    }

    private static String name(Object event) {
        return EventNames.of(event.getClass())
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "event without a name: " + event.getClass()))
                .name();
    }
}
