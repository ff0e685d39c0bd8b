package io.tallybook.query.invoice;

import io.tallybook.core.usage.OpeningQuery;
import io.tallybook.core.usage.UsageQuery.Freshness;
import java.util.concurrent.CompletableFuture;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/** Asks for the windows that begin with a use, where a preview has any. */
final class OpenedWindows {
    private OpenedWindows() {}

    /** The preview, of which it is known then what has to be read. */
    static CompletableFuture<InvoicePreview> of(
            QueryGateway queries, InvoicePreview preview, Freshness freshness) {
        if (preview.openings().isEmpty()) {
            return CompletableFuture.completedFuture(preview);
        }
        return queries.query(
                        new OpeningQuery.Find(
                                preview.subscription().scope(),
                                preview.openings(),
                                freshness,
                                null),
                        ResponseTypes.instanceOf(OpeningQuery.Openings.class))
                .thenApply(openings -> preview.opened(openings.items()));
    }
}
