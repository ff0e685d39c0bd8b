package io.tallybook.api.flexprice.subscription;

import static io.tallybook.api.flexprice.subscription.Wishes.refused;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.event.AskedDefinition;
import io.tallybook.api.flexprice.feature.MeterJson;
import io.tallybook.api.request.Body;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.RemeteredUsage;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionCommand.LineMeter;
import io.tallybook.core.subscription.SubscriptionEvent.LineRemetered;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * The routes by which usage that is not invoiced yet comes to be counted by other versions of its
 * meters. A line goes on as it was agreed until somebody asks; to ask for what was agreed takes it
 * back.
 */
@RestController
@RequestMapping("/v1/subscriptions/{id}/remeter")
public final class UsageMetering {
    private static final int LINES_MAX = 500;

    private final Dispatch dispatch;
    private final Directory directory;

    public UsageMetering(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    /** What is asked for. */
    private record Wish(SubscriptionId subscription, AskedDefinition definition, List<String> ids) {
        static Wish of(String id, Body in) {
            if (!in.has("definition")) {
                in.complain("definition", AskedDefinition.EXPECTED, "nothing");
            }
            var wish =
                    new Wish(
                            Named.id("subscription", id, SubscriptionId::new),
                            AskedDefinition.of(in, new AskedDefinition.Agreed()),
                            in.optional("line_item_ids").texts(LINES_MAX, Wishes.LONG));
            in.check();
            return wish;
        }

        /** The lines that are meant: those of usage that are charged in the open period. */
        List<LineItem> lines(SubscriptionView view) {
            List<LineItem> counted =
                    view.terms().lineItems().stream()
                            .filter(line -> line.meter() != null)
                            .filter(
                                    line ->
                                            line.endDate() == null
                                                    || line.endDate()
                                                            .isAfter(view.currentPeriod().start()))
                            .toList();
            for (String id : ids) {
                if (counted.stream().noneMatch(line -> line.id().value().equals(id))) {
                    throw refused(
                            "line_item_ids",
                            "line items that are charged by usage in the open period",
                            id);
                }
            }
            return ids.isEmpty()
                    ? counted
                    : counted.stream().filter(line -> ids.contains(line.id().value())).toList();
        }
    }

    @PostMapping("/preview")
    Mono<ResponseEntity<byte[]>> preview(Call call, @PathVariable("id") String id, Body body) {
        Wish wish = Wish.of(id, body);
        return order(call, wish).flatMap(order -> answer(call, wish, order)).map(Answer::ok);
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> remeter(Call call, @PathVariable("id") String id, Body body) {
        Wish wish = Wish.of(id, body);
        return order(call, wish)
                .flatMap(
                        order ->
                                answer(call, wish, order)
                                        .flatMap(
                                                shown ->
                                                        dispatch.send(
                                                                        call,
                                                                        ViewKind.SUBSCRIPTION,
                                                                        order)
                                                                .thenReturn(shown)))
                .map(Answer::ok);
    }

    private Mono<SubscriptionCommand.Remeter> order(Call call, Wish wish) {
        return dispatch.now(call)
                .flatMap(
                        now ->
                                directory
                                        .subscription(call, wish.subscription())
                                        .flatMap(view -> order(call, wish, view, now)));
    }

    private Mono<SubscriptionCommand.Remeter> order(
            Call call, Wish wish, SubscriptionView view, Instant now) {
        List<LineItem> lines = wish.lines(view);
        return directory
                .meters(
                        call,
                        lines.stream().map(line -> agreed(line).meterId()).distinct().toList())
                .map(
                        meters ->
                                new SubscriptionCommand.Remeter(
                                        view.id(),
                                        call.scope(),
                                        now,
                                        view.periodIndex(),
                                        wish.definition().text(),
                                        lines.stream()
                                                .map(line -> meter(wish, line, meters))
                                                .toList()));
    }

    private static LineMeter meter(Wish wish, LineItem line, Map<String, MeterView> meters) {
        MeterDefinition agreed = agreed(line);
        MeterView meter = meters.get(agreed.meterId().value());
        return new LineMeter(
                line.id(),
                meter == null || wish.definition() instanceof AskedDefinition.Agreed
                        ? agreed.oldest()
                        : wish.definition().of(meter));
    }

    private static MeterDefinition agreed(LineItem line) {
        return Objects.requireNonNull(line.meter(), "meter of line " + line.id());
    }

    private Mono<ObjectNode> answer(Call call, Wish wish, SubscriptionCommand.Remeter order) {
        return dispatch.find(
                        new InvoiceQuery.PreviewRemetering(call.scope(), order),
                        RemeteredUsage.class)
                .switchIfEmpty(Named.missing("open period of subscription", wish.subscription()))
                .flatMap(
                        usage ->
                                directory
                                        .subscription(call, wish.subscription())
                                        .map(view -> json(wish, view, usage)));
    }

    private static ObjectNode json(Wish wish, SubscriptionView view, RemeteredUsage usage) {
        Map<String, LineItem> items =
                view.terms().lineItems().stream()
                        .collect(Collectors.toMap(line -> line.id().value(), Function.identity()));
        Money now = total(usage.now());
        Money then = total(usage.then());
        return Json.object()
                .put("subscription_id", view.id())
                .put("definition", wish.definition().text())
                .put("currency", view.terms().currency().code().toLowerCase(Locale.ROOT))
                .put("amount_now", now)
                .put("amount_then", then)
                .put("difference", then.minus(now))
                .list(
                        "lines",
                        usage.lines(),
                        line ->
                                json(
                                        line,
                                        Objects.requireNonNull(
                                                items.get(line.lineItemId().value())),
                                        usage))
                .node();
    }

    private static ObjectNode json(LineRemetered line, LineItem item, RemeteredUsage usage) {
        Money now = amount(usage.now(), line);
        Money then = amount(usage.then(), line);
        return Json.object()
                .put("line_item_id", line.lineItemId())
                .put("display_name", item.displayName())
                .put("meter_id", line.meter().meterId())
                .put("effective_from", line.from())
                .list("versions_now", agreed(item).history(), MeterJson::version)
                .list("versions_then", line.meter().history(), MeterJson::version)
                .put("quantity_now", quantity(usage.now(), line))
                .put("quantity_then", quantity(usage.then(), line))
                .put("amount_now", now)
                .put("amount_then", then)
                .put("difference", then.minus(now))
                .node();
    }

    /** What the lines come to, before discounts and taxes. */
    private static Money total(InvoiceView invoice) {
        return invoice.lines().stream()
                .map(InvoiceLine::amount)
                .reduce(Money.zero(invoice.opening().currency()), Money::plus);
    }

    private static Money amount(InvoiceView invoice, LineRemetered line) {
        return of(invoice, line).stream()
                .map(InvoiceLine::amount)
                .reduce(Money.zero(invoice.opening().currency()), Money::plus);
    }

    private static BigDecimal quantity(InvoiceView invoice, LineRemetered line) {
        return of(invoice, line).stream()
                .map(one -> one.input().quantity())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<InvoiceLine> of(InvoiceView invoice, LineRemetered line) {
        return invoice.lines().stream()
                .filter(one -> line.lineItemId().equals(one.input().lineItemId()))
                .toList();
    }
}
