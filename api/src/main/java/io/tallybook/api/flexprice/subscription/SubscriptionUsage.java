package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.price.PriceJson;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.LifetimeUsage;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * The route by which the usage of a subscription, and what it has come to, is read: of its open
 * period, or since it began.
 */
@RestController
public final class SubscriptionUsage {

    private static final String OF_A_LIFETIME =
            "since lifetime_usage is all usage from the start of the subscription until now";

    private final Dispatch dispatch;
    private final Directory directory;

    public SubscriptionUsage(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    /** What is asked: a subscription, and perhaps the part of its open period up to a moment. */
    private record Question(String id, @Nullable Instant start, @Nullable Instant end) {}

    @PostMapping("/v1/subscriptions/usage")
    Mono<ResponseEntity<byte[]>> usage(Call call, Body body) {
        var question =
                new Question(
                        body.required("subscription_id").text(255),
                        body.optional("start_time").instant(),
                        body.optional("end_time").instant());
        boolean ever = Boolean.TRUE.equals(body.optional("lifetime_usage").truth());
        if (ever) {
            body.refuse(OF_A_LIFETIME, "start_time", "end_time");
        }
        body.check();
        SubscriptionId id = Named.id("subscription", question.id(), SubscriptionId::new);
        return ever ? ever(call, id) : open(call, id, question);
    }

    /** What usage has come to since the subscription began. */
    private Mono<ResponseEntity<byte[]>> ever(Call call, SubscriptionId id) {
        return dispatch.now(call)
                .flatMap(
                        now ->
                                dispatch.find(
                                                new InvoiceQuery.Lifetime(call.scope(), id, now),
                                                LifetimeUsage.class)
                                        .switchIfEmpty(Mono.defer(() -> without(call, id)))
                                        .map(usage -> LifetimeUsageJson.of(usage, now)))
                .map(Answer::ok);
    }

    private Mono<ResponseEntity<byte[]>> open(Call call, SubscriptionId id, Question question) {
        return dispatch.now(call)
                .flatMap(
                        now -> {
                            Instant asked = question.end();
                            Instant at = asked != null && asked.isBefore(now) ? asked : now;
                            return dispatch.find(
                                            new InvoiceQuery.Preview(call.scope(), id, at),
                                            InvoiceView.class)
                                    .switchIfEmpty(Mono.defer(() -> without(call, id)))
                                    .flatMap(
                                            preview ->
                                                    sharers(call, id, preview)
                                                            .map(
                                                                    used ->
                                                                            json(
                                                                                    preview,
                                                                                    question, at,
                                                                                    used)));
                        })
                .map(Answer::ok);
    }

    // What is inherited is charged with what it is inherited from.
    private <T> Mono<T> without(Call call, SubscriptionId id) {
        return directory
                .subscription(call, id)
                .flatMap(
                        view -> {
                            SubscriptionId parent = view.terms().related().parentId();
                            return parent == null
                                    ? Named.missing("subscription", id)
                                    : Mono.error(isInherited(id, parent));
                        });
    }

    private static RuntimeException isInherited(SubscriptionId id, SubscriptionId parent) {
        return Problem.of(
                        ProblemCode.INVALID_OPERATION,
                        "subscription '%s' is inherited: its usage is that of '%s'"
                                .formatted(id, parent),
                        Map.of("id", id.value(), "parent_subscription_id", parent.value()))
                .asException();
    }

    private Mono<UsageOfSharers> sharers(Call call, SubscriptionId id, InvoiceView preview) {
        return directory
                .subscription(call, id)
                .flatMap(view -> UsageOfSharers.of(dispatch, call, view.terms(), preview, null));
    }

    private static ObjectNode json(
            InvoiceView preview, Question question, Instant at, UsageOfSharers used) {
        Instant start = preview.opening().period().start();
        if (question.start() != null && !question.start().equals(start)) {
            throw outside("start_time", "the start of the open period, " + start, question.start());
        }
        if (question.end() != null && question.end().isBefore(start)) {
            throw outside(
                    "end_time",
                    "a time after the start of the open period, " + start,
                    question.end());
        }
        List<InvoiceLine> lines =
                preview.lines().stream()
                        .filter(line -> line.input().price().type() == PriceDocument.Type.USAGE)
                        .toList();
        Money sum =
                lines.stream()
                        .map(InvoiceLine::amount)
                        .reduce(Money.zero(preview.opening().currency()), Money::plus);
        return CommitmentJson.ofSubscription(Json.object(), preview.lines())
                .number("amount", sum.toDecimal())
                .put("display_amount", displayed(sum))
                .put("currency", preview.opening().currency().code().toLowerCase(Locale.ROOT))
                .put("start_time", start)
                .put("end_time", at)
                .list("charges", lines, line -> charge(line, used))
                .node();
    }

    private static RuntimeException outside(String field, String expected, Instant got) {
        return Problem.of(
                        ProblemCode.VALIDATION_ERROR,
                        "%s: expected %s, got %s".formatted(field, expected, got),
                        Map.of("field", field, "expected", expected, "got", got.toString()))
                .asException();
    }

    private static ObjectNode charge(InvoiceLine line, UsageOfSharers used) {
        return CommitmentJson.ofCharge(Json.object(), line)
                .put("subscription_line_item_id", line.input().lineItemId())
                .put("meter_id", line.input().price().meterId())
                .put("meter_display_name", line.input().displayName())
                .number("quantity", line.input().quantity())
                .number("amount", line.amount().toDecimal())
                .put("display_amount", displayed(line.amount()))
                .put("currency", line.amount().currency().code().toLowerCase(Locale.ROOT))
                .set(
                        "price",
                        PriceJson.frozen(
                                Objects.requireNonNull(line.input().priceId()),
                                line.input().price()))
                .set("usage_by_customer", used.json(line.input().id()))
                .nulls("filter_values")
                .node();
    }

    static String displayed(Money amount) {
        String symbol = Currency.getInstance(amount.currency().code()).getSymbol(Locale.US);
        return symbol + amount.toDecimal().toPlainString();
    }
}
