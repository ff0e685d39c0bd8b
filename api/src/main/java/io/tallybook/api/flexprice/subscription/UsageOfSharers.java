package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.response.Json;
import io.tallybook.core.invoice.BillableLines;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.ReadingState;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageReading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What of the usage of an invoice's lines each of those used who share a subscription. */
public record UsageOfSharers(Map<InvoiceLineId, List<UsageReading>> readings) {
    private static final UsageOfSharers NONE = new UsageOfSharers(Map.of());

    public UsageOfSharers {
        readings = Map.copyOf(readings);
    }

    /**
     * Of an invoice whose lines follow from these terms; nothing of one that nobody shares.
     *
     * @param state as of when; absent for now
     */
    public static Mono<UsageOfSharers> of(
            Dispatch dispatch,
            Call call,
            SubscriptionTerms terms,
            InvoiceView invoice,
            @Nullable ReadingState state) {
        if (terms.sharers().isEmpty() || !invoice.opening().followsTerms()) {
            return Mono.just(NONE);
        }
        List<InvoiceLineId> lines = new ArrayList<>();
        List<ReadingRequest> requests = new ArrayList<>();
        for (BillableLines.Line line : BillableLines.of(terms, invoice.opening())) {
            ReadingRequest together = line.reading();
            if (together != null) {
                for (ReadingRequest one : together.apart()) {
                    lines.add(line.lineId(invoice.id()));
                    requests.add(one);
                }
            }
        }
        return requests.isEmpty()
                ? Mono.just(NONE)
                : dispatch.ask(
                                new UsageQuery.Read(
                                        call.scope(),
                                        requests,
                                        UsageQuery.Freshness.CURRENT,
                                        state),
                                UsageQuery.Readings.class)
                        .map(read -> named(lines, read.items()));
    }

    private static UsageOfSharers named(List<InvoiceLineId> lines, List<UsageReading> readings) {
        Map<InvoiceLineId, List<UsageReading>> named = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            named.computeIfAbsent(lines.get(i), _ -> new ArrayList<>()).add(readings.get(i));
        }
        return new UsageOfSharers(named);
    }

    /** Of one line, as it is shown; null where nobody shares. */
    public @Nullable ArrayNode json(InvoiceLineId line) {
        List<UsageReading> used = readings.get(line);
        return used == null ? null : Json.list(used, UsageOfSharers::json);
    }

    private static ObjectNode json(UsageReading used) {
        return Json.object()
                .put("external_customer_id", used.externalCustomerId())
                .put("quantity", used.quantity())
                .put("event_count", used.eventCount())
                .node();
    }
}
