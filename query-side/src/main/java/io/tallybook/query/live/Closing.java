package io.tallybook.query.live;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.query.invoice.OpenPeriod;
import io.tallybook.query.invoice.PreviewQueries;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * A customer's periods that have ended and whose invoices are open to late usage.
 *
 * @param paying whether there are invoices beside that wallets are paying
 */
record Closing(List<OpenPeriod> periods, boolean paying) {
    private static final Criterion NOT_FINAL =
            new Criterion("status", Operator.IN, List.of("DRAFT", "COMPUTED"));
    private static final int AT_ONCE = 1_000;

    Closing {
        periods = List.copyOf(periods);
    }

    static CompletableFuture<Closing> of(QueryGateway queries, Scope scope, CustomerId id) {
        return CustomerPeriods.invoices(queries, scope, id, NOT_FINAL)
                .thenCompose(
                        found ->
                                found.isEmpty()
                                        ? CompletableFuture.completedFuture(
                                                new Closing(List.of(), false))
                                        : beingPaid(queries, scope, found)
                                                .thenCompose(paid -> of(queries, found, paid)));
    }

    private static CompletableFuture<Closing> of(
            QueryGateway queries, List<InvoiceView> invoices, Set<String> paid) {
        var previews = new PreviewQueries(queries);
        CompletableFuture<List<OpenPeriod>> periods = CompletableFuture.completedFuture(List.of());
        boolean paying = false;
        for (InvoiceView invoice : invoices) {
            if (invoice.status() != InvoiceView.Status.DRAFT
                    || paid.contains(invoice.id().value())) {
                paying = true;
            } else if (invoice.opening().reason() != BillingReason.AUTO_INVOICE_THRESHOLD) {
                // What came to a threshold is in the period that it is a part of, until it is
                // billed.
                periods = CustomerPeriods.joined(periods, previews.closing(invoice));
            }
        }
        boolean others = paying;
        return periods.thenApply(all -> new Closing(all, others));
    }

    /** Of which invoices wallets have paid something. */
    private static CompletableFuture<Set<String>> beingPaid(
            QueryGateway queries, Scope scope, List<InvoiceView> invoices) {
        var debits =
                new SearchSpec(
                        List.of(
                                new Criterion(
                                        "reference_id",
                                        Operator.IN,
                                        invoices.stream().map(one -> one.id().value()).toList())),
                        List.of(),
                        AT_ONCE,
                        0);
        return queries.query(
                        new WalletQuery.SearchTransactions(scope, debits),
                        ResponseTypes.instanceOf(WalletQuery.Transactions.class))
                .thenApply(
                        found ->
                                found.items().stream()
                                        // What is bought by an invoice names it too.
                                        .filter(
                                                one ->
                                                        one.transaction().type()
                                                                == TransactionDocument.Type.DEBIT)
                                        .map(
                                                one ->
                                                        Objects.requireNonNull(
                                                                one.transaction().referenceId()))
                                        .collect(Collectors.toUnmodifiableSet()));
    }
}
