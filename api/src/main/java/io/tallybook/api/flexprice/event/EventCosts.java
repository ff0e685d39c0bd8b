package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.request.Body;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterRules;
import io.tallybook.core.catalogue.PricingModels;
import io.tallybook.core.invoice.PricedUsage;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageReceipt;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.rating.Rating;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.usage.Aggregator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * The route that says what single events cost: each at its line item's price, as if it were the
 * first of its period, in billionths of a dollar.
 */
@RestController
public final class EventCosts {
    private static final int MOST = 100;
    private static final int AT_ONCE = 8;
    private static final int NANO_PLACES = 9;
    private static final CurrencyCode USD = CurrencyCode.of("USD");

    private final Dispatch dispatch;
    private final Receipts receipts;

    public EventCosts(Dispatch dispatch, Receipts receipts) {
        this.dispatch = dispatch;
        this.receipts = receipts;
    }

    /** Ids that are nobody's are left out of the answer. */
    @PostMapping({"/v1/events/huggingface-inference", "/v1/events/huggingface-billing"})
    Mono<ResponseEntity<byte[]>> costs(Call call, Body body) {
        List<String> ids = body.optional("requestIds").texts(MOST, 255);
        if (ids.isEmpty()) {
            body.complain("requestIds", "at least 1 id of an event", "none");
        }
        body.check();
        return Flux.fromIterable(ids)
                .distinct()
                .flatMapSequential(
                        id ->
                                dispatch.find(
                                                new UsageQuery.ReceiptOf(call.scope(), id),
                                                UsageReceipt.class)
                                        .flatMap(receipt -> receipts.fate(call, receipt)),
                        AT_ONCE)
                .map(EventCosts::json)
                .collectList()
                .map(
                        costs ->
                                Answer.ok(
                                        Json.object()
                                                .list("requests", costs, cost -> cost)
                                                .node()));
    }

    private static ObjectNode json(EventFate fate) {
        BigDecimal cost =
                fate.charged().stream()
                        .map(priced -> cost(priced, fate.event()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        return Json.object()
                .put("requestId", fate.event().eventId())
                .put(
                        "costNanoUsd",
                        cost.movePointRight(NANO_PLACES)
                                .setScale(0, RoundingMode.HALF_UP)
                                .toPlainString())
                .node();
    }

    private static BigDecimal cost(EventFate.Priced priced, UsageEvent event) {
        SubscriptionTerms terms = priced.subscription().terms();
        BillingPeriod moment =
                new BillingPeriod(event.timestamp(), event.timestamp().plus(1, ChronoUnit.MICROS));
        return PricedUsage.of(terms, priced.item(), moment, priced.subscription().cancelAt())
                .filter(usage -> terms.currency().equals(USD) && usage.selection().takes(event))
                .flatMap(usage -> quantity(usage.meter(), event))
                .map(
                        quantity ->
                                Rating.rate(
                                                PricingModels.of(priced.item().price()),
                                                quantity,
                                                terms.currency(),
                                                terms.conventions())
                                        .precise())
                .orElse(BigDecimal.ZERO);
    }

    private static Optional<BigDecimal> quantity(MeterDefinition meter, UsageEvent event) {
        Optional<BigDecimal> number =
                Aggregator.number(
                        MeterRules.of(meter, Optional.empty()),
                        new io.tallybook.domain.usage.UsageEvent(
                                event.eventId(),
                                event.timestamp(),
                                event.eventName(),
                                event.properties()));
        return switch (meter.aggregation()) {
            case COUNT, COUNT_UNIQUE -> Optional.of(BigDecimal.ONE);
            case SUM_WITH_MULTIPLIER ->
                    number.map(
                            n -> meter.multiplier() == null ? n : n.multiply(meter.multiplier()));
            case SUM, AVG, MAX, LATEST, WEIGHTED_SUM -> number;
        };
    }
}
