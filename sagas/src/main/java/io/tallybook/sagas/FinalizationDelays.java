package io.tallybook.sagas;

import io.tallybook.core.Scope;
import io.tallybook.core.invoice.InvoicePolicy;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.tenancy.TenancyQuery;
import java.time.Duration;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/** How long the invoices of an environment wait for late usage: its own choice, or the usual. */
public final class FinalizationDelays {
    private final QueryGateway queries;
    private final FinalizationDelay usual;

    public FinalizationDelays(QueryGateway queries, FinalizationDelay usual) {
        this.queries = queries;
        this.usual = usual;
    }

    private record Of(Scope scope) implements Batch.Subject<FinalizationDelay> {}

    public FinalizationDelay of(Scope scope) {
        return Batch.once(new Of(scope), () -> chosen(scope));
    }

    private FinalizationDelay chosen(Scope scope) {
        return Replies.of(
                        queries.query(
                                new TenancyQuery.SettingOf(scope, InvoicePolicy.SETTING),
                                ResponseTypes.optionalInstanceOf(SettingView.class)))
                .map(setting -> setting.value().get(InvoicePolicy.FINALIZATION_DELAY))
                .map(seconds -> new FinalizationDelay(Duration.ofSeconds(Long.parseLong(seconds))))
                .orElse(usual);
    }
}
