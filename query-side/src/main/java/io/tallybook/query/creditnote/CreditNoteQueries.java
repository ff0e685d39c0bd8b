package io.tallybook.query.creditnote;

import io.tallybook.core.creditnote.CreditNoteQuery;
import io.tallybook.core.creditnote.CreditNoteView;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about credit notes. */
public final class CreditNoteQueries {
    private final ViewReads<CreditNoteView> reads;

    public CreditNoteQueries(ReadTables tables) {
        this.reads = new ViewReads<>(tables, CreditNoteProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<CreditNoteView>> handle(CreditNoteQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<CreditNoteQuery.Page> handle(CreditNoteQuery.Search query) {
        return reads.search(query.scope(), query.spec(), CreditNoteQuery.Page::new);
    }
}
