package io.tallybook.query.invoice;

import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.invoice.AdjustmentsApplied;
import io.tallybook.core.invoice.BilledWithin;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.KeptPromise;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.usage.EventSelection;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.core.usage.UsageQuery.LiveReadings;
import io.tallybook.core.usage.UsageQuery.Readings;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.core.wallet.OpenCosts;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * A period of a subscription that is not invoiced yet, with all that its invoice needs but usage,
 * so that only usage has to be read to know what it has come to: from memory where a reading
 * follows events, and from the store where it does not.
 */
public final class OpenPeriod {
    private final InvoicePreview preview;
    private final InvoicePreview.Beside beside;

    OpenPeriod(InvoicePreview preview, InvoicePreview.Beside beside) {
        this.preview = preview;
        this.beside = beside;
    }

    public SubscriptionId subscription() {
        return preview.subscription().id();
    }

    /** By which names its usage comes. */
    public Set<String> names() {
        return preview.subscription().terms().names();
    }

    /** What its lines of usage have come to. */
    public CompletableFuture<List<OpenCosts.Line>> costs(
            QueryGateway queries, Instant at, Freshness freshness) {
        return OpenedWindows.of(queries, preview, freshness)
                .thenCompose(opened -> new OpenPeriod(opened, beside).read(queries, at, freshness));
    }

    private CompletableFuture<List<OpenCosts.Line>> read(
            QueryGateway queries, Instant at, Freshness freshness) {
        List<ReadingRequest> live =
                preview.requests().stream().filter(OpenPeriod::followsEvents).toList();
        List<ReadingRequest> stored =
                preview.requests().stream().filter(request -> !followsEvents(request)).toList();
        return live(queries, live, freshness)
                .thenCombine(
                        stored(queries, stored, freshness),
                        (one, other) -> {
                            Map<ReadingRequest, UsageReading> all = new HashMap<>(one);
                            all.putAll(other);
                            return lines(all, at);
                        });
    }

    private static boolean followsEvents(ReadingRequest request) {
        return request.selection().equals(EventSelection.ALL)
                && request.meter().bucketSize() == null;
    }

    private CompletableFuture<Map<ReadingRequest, UsageReading>> live(
            QueryGateway queries, List<ReadingRequest> requests, Freshness freshness) {
        if (requests.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        return queries.query(
                        new UsageQuery.Live(preview.subscription().scope(), requests, freshness),
                        ResponseTypes.instanceOf(LiveReadings.class))
                .thenApply(readings -> named(requests, readings));
    }

    private static Map<ReadingRequest, UsageReading> named(
            List<ReadingRequest> requests, LiveReadings readings) {
        Map<ReadingRequest, UsageReading> named = new HashMap<>();
        for (int i = 0; i < requests.size(); i++) {
            ReadingRequest request = requests.get(i);
            UsageQuery.LiveReading reading = readings.items().get(i);
            named.put(
                    request,
                    new UsageReading(
                            request.meter().meterId(),
                            request.externalCustomerId(),
                            request.period(),
                            reading.quantity(),
                            reading.eventCount(),
                            readings.asOf(),
                            "",
                            null,
                            null,
                            request.sharers()));
        }
        return named;
    }

    private CompletableFuture<Map<ReadingRequest, UsageReading>> stored(
            QueryGateway queries, List<ReadingRequest> requests, Freshness freshness) {
        if (requests.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        return queries.query(
                        new UsageQuery.Read(preview.subscription().scope(), requests, freshness),
                        ResponseTypes.instanceOf(Readings.class))
                .thenApply(
                        readings -> {
                            Map<ReadingRequest, UsageReading> named = new HashMap<>();
                            for (int i = 0; i < requests.size(); i++) {
                                named.put(requests.get(i), readings.items().get(i));
                            }
                            return named;
                        });
    }

    // What is charged only because a promise was not kept is owed when its term is over.
    private static Money used(InvoiceLine line) {
        return KeptPromise.of(line)
                .map(
                        kept ->
                                Rounding.HALF_UP.toMoney(
                                        kept.utilized().add(kept.overage()),
                                        line.amount().currency()))
                .map(all -> rest(line, all))
                .orElse(line.amount());
    }

    // What is on an invoice already is owed there.
    private static Money rest(InvoiceLine line, Money all) {
        BilledWithin before = line.input().before();
        return before == null ? all : all.minus(before.amount());
    }

    // Of a line that is owed in part, its part.
    private static Money discount(InvoiceView invoice, InvoiceLine line, Money used) {
        Money none = Money.zero(used.currency());
        AdjustmentsApplied applied = invoice.adjustments();
        Money taken = applied == null ? none : applied.discount(line.input().id(), none);
        return taken.isZero()
                ? none
                : Ratio.of(used.minor(), line.amount().minor()).of(taken, Rounding.HALF_UP);
    }

    private static List<InvoiceId> billed(InvoiceLine line) {
        BilledWithin before = line.input().before();
        return before == null ? List.of() : before.invoices();
    }

    private List<OpenCosts.Line> lines(Map<ReadingRequest, UsageReading> readings, Instant at) {
        List<UsageReading> inOrder =
                preview.requests().stream()
                        .map(request -> Objects.requireNonNull(readings.get(request)))
                        .toList();
        List<OpenCosts.Line> lines = new ArrayList<>();
        InvoiceView invoice = preview.with(inOrder, beside, at);
        for (InvoiceLine line : invoice.lines()) {
            if (line.input().price().type() == PriceDocument.Type.USAGE) {
                Money used = used(line);
                lines.add(
                        new OpenCosts.Line(
                                subscription(),
                                line.input().lineItemId(),
                                line.input().price(),
                                line.input().servicePeriod(),
                                line.input().quantity(),
                                used,
                                discount(invoice, line, used),
                                billed(line)));
            }
        }
        return lines;
    }
}
