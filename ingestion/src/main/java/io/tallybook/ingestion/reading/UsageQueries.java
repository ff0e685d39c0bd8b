package io.tallybook.ingestion.reading;

import io.tallybook.core.usage.AmendmentView;
import io.tallybook.core.usage.UsageAccounts;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageReceipt;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.queryhandling.QueryHandler;

/** The usage questions on the query bus, each answered on a thread of its own. */
public final class UsageQueries implements AutoCloseable {
    private final UsageReader reader;
    private final AccountReader accounts;
    private final AmendmentReader amendments;
    private final UsageTail tail;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public UsageQueries(
            UsageReader reader,
            AccountReader accounts,
            AmendmentReader amendments,
            UsageTail tail) {
        this.tail = tail;
        this.reader = reader;
        this.accounts = accounts;
        this.amendments = amendments;
    }

    @QueryHandler
    public CompletableFuture<UsageQuery.Readings> handle(UsageQuery.Read query) {
        return CompletableFuture.supplyAsync(() -> reader.read(query), threads);
    }

    @QueryHandler
    public CompletableFuture<UsageQuery.Events> handle(UsageQuery.Find query) {
        return CompletableFuture.supplyAsync(() -> reader.find(query), threads);
    }

    @QueryHandler
    public CompletableFuture<UsageQuery.Windows> handle(UsageQuery.ByMeter query) {
        return CompletableFuture.supplyAsync(() -> reader.byMeter(query), threads);
    }

    @QueryHandler
    public CompletableFuture<UsageQuery.Groups> handle(UsageQuery.ByGroup query) {
        return CompletableFuture.supplyAsync(() -> reader.byGroup(query), threads);
    }

    @QueryHandler
    public CompletableFuture<UsageQuery.Tailed> handle(UsageQuery.Tail query) {
        return CompletableFuture.supplyAsync(() -> tail.read(query), threads);
    }

    @QueryHandler
    public CompletableFuture<UsageQuery.Lag> handle(UsageQuery.LagOf query) {
        return CompletableFuture.supplyAsync(reader::lag, threads);
    }

    @QueryHandler
    public CompletableFuture<Optional<UsageReceipt>> handle(UsageQuery.ReceiptOf query) {
        return CompletableFuture.supplyAsync(() -> accounts.receipt(query), threads);
    }

    @QueryHandler
    public CompletableFuture<UsageQuery.Refusals> handle(UsageQuery.RefusalsOf query) {
        return CompletableFuture.supplyAsync(() -> accounts.refusals(query), threads);
    }

    @QueryHandler
    public CompletableFuture<UsageAccounts> handle(UsageQuery.AccountsOf query) {
        return CompletableFuture.supplyAsync(() -> accounts.accounts(query), threads);
    }

    @QueryHandler
    public CompletableFuture<Long> handle(UsageQuery.CountAll query) {
        return CompletableFuture.supplyAsync(() -> reader.countAll(query), threads);
    }

    @QueryHandler
    public CompletableFuture<Optional<AmendmentView>> handle(UsageQuery.AmendmentOf query) {
        return CompletableFuture.supplyAsync(() -> amendments.find(query), threads);
    }

    @QueryHandler
    public CompletableFuture<UsageQuery.Amendments> handle(UsageQuery.AmendmentsOf query) {
        return CompletableFuture.supplyAsync(() -> amendments.page(query), threads);
    }

    @QueryHandler
    public CompletableFuture<UsageQuery.AmendedEvents> handle(UsageQuery.AmendedEventsOf query) {
        return CompletableFuture.supplyAsync(() -> amendments.events(query), threads);
    }

    @Override
    public void close() {
        threads.close();
    }
}
