package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.ProjectedUsage;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.usage.UsagePace;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * The route that says what the open period of a subscription comes to at its end if usage goes on
 * as it was.
 */
@RestController
public final class SubscriptionProjection {
    private static final int SHARE_DECIMALS = 4;

    private final Dispatch dispatch;

    public SubscriptionProjection(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    @GetMapping("/v1/subscriptions/{id}/projected-usage")
    Mono<ResponseEntity<byte[]>> projected(Call call, @PathVariable("id") String text) {
        SubscriptionId id = Named.id("subscription", text, SubscriptionId::new);
        return dispatch.now(call)
                .flatMap(
                        now ->
                                dispatch.find(
                                                new InvoiceQuery.Projection(call.scope(), id, now),
                                                ProjectedUsage.class)
                                        .switchIfEmpty(
                                                Named.missing("open period of subscription", id))
                                        .map(projected -> Answer.ok(json(projected, now))));
    }

    private static ObjectNode json(ProjectedUsage projected, Instant at) {
        InvoiceView soFar = projected.soFar();
        InvoiceView atTheEnd = projected.atTheEnd();
        BillingPeriod period = soFar.opening().period();
        Map<InvoiceLineId, InvoiceLine> then =
                atTheEnd.lines().stream()
                        .collect(Collectors.toMap(line -> line.input().id(), Function.identity()));
        return Json.object()
                .put("subscription_id", soFar.opening().subscriptionId())
                .put("currency", soFar.opening().currency().code().toLowerCase(Locale.ROOT))
                .put("period_start", period.start())
                .put("period_end", period.end())
                .put("as_of", at)
                .put("elapsed_share", share(period, at))
                .put("amount", usage(projected, soFar))
                .put("projected_amount", usage(projected, atTheEnd))
                .put("invoice_total", soFar.totals().total())
                .put("projected_invoice_total", atTheEnd.totals().total())
                .list(
                        "charges",
                        soFar.lines().stream().filter(line -> isUsage(projected, line)).toList(),
                        line ->
                                charge(
                                        line,
                                        Objects.requireNonNull(then.get(line.input().id())),
                                        Objects.requireNonNull(
                                                projected.methods().get(line.input().id()))))
                .node();
    }

    private static boolean isUsage(ProjectedUsage projected, InvoiceLine line) {
        return projected.methods().containsKey(line.input().id());
    }

    private static ObjectNode charge(InvoiceLine now, InvoiceLine then, UsagePace.Method method) {
        return Json.object()
                .put("subscription_line_item_id", now.input().lineItemId())
                .put("meter_id", now.input().price().meterId())
                .put("meter_display_name", now.input().displayName())
                .put("projection_method", method.name().toLowerCase(Locale.ROOT))
                .put("period_start", now.input().servicePeriod().start())
                .put("period_end", now.input().servicePeriod().end())
                .put("quantity", now.input().quantity())
                .put("projected_quantity", then.input().quantity())
                .put("amount", now.amount())
                .put("projected_amount", then.amount())
                .node();
    }

    /** What the lines of usage come to, before discounts and taxes. */
    private static Money usage(ProjectedUsage projected, InvoiceView invoice) {
        return invoice.lines().stream()
                .filter(line -> isUsage(projected, line))
                .map(InvoiceLine::amount)
                .reduce(Money.zero(invoice.opening().currency()), Money::plus);
    }

    /** How much of the period has passed, from 0 to 1. */
    private static String share(BillingPeriod period, Instant at) {
        long whole = Duration.between(period.start(), period.end()).toSeconds();
        long passed = Duration.between(period.start(), at).toSeconds();
        return BigDecimal.valueOf(Math.clamp(passed, 0, whole))
                .divide(BigDecimal.valueOf(whole), SHARE_DECIMALS, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
