package io.tallybook.app.demo;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An invoice as a person reads it: the lines, how each came to be, the totals, the wallet, where to
 * look next.
 */
final class Report {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String RULE = "  " + "─".repeat(86);

    private final Client api;
    private final StringBuilder text = new StringBuilder();

    Report(Client api) {
        this.api = api;
    }

    String of(Scenario.Result result, String key) throws IOException, InterruptedException {
        JsonNode invoice = api.get("/v1/invoices/" + result.invoiceId());
        JsonNode computed = computed(result.invoiceId());
        head(invoice);
        for (JsonNode line : computed.path("lines")) {
            line(line);
        }
        totals(invoice);
        wallet(result);
        whereNext(result, key);
        return text.toString();
    }

    /** What was frozen when the invoice was computed: the history says it in full. */
    private JsonNode computed(String invoiceId) throws IOException, InterruptedException {
        JsonNode history = api.get("/v1/audit/invoice/" + invoiceId + "/history");
        return StreamSupport.stream(history.path("items").spliterator(), false)
                .filter(item -> item.path("event").asString().equals("invoice.computed"))
                .findFirst()
                .map(item -> payload(item.path("payload")))
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "invoice "
                                                + invoiceId
                                                + " was never computed: "
                                                + history));
    }

    private static JsonNode payload(JsonNode payload) {
        return payload.isString() ? JSON.readTree(payload.asString()) : payload;
    }

    private void head(JsonNode invoice) {
        add("");
        add(
                "  INVOICE "
                        + invoice.path("invoice_number").asString()
                        + "   "
                        + invoice.path("invoice_status").asString()
                        + "   "
                        + day(invoice.path("period_start"))
                        + " to "
                        + day(invoice.path("period_end"))
                        + "   "
                        + invoice.path("currency").asString());
        add(RULE);
    }

    private void line(JsonNode line) {
        JsonNode input = line.path("input");
        JsonNode reading = input.path("reading");
        String quantity = grouped(input.path("quantity").asString());
        add(
                String.format(
                        "  %-50s %18s %16s",
                        input.path("displayName").asString(),
                        quantity,
                        amount(line.path("amount"))));
        if (reading.isObject()) {
            add(
                    "      "
                            + grouped(reading.path("eventCount").asString())
                            + " events, digest "
                            + reading.path("digest").asString().substring(0, 12)
                            + "…, complete up to "
                            + reading.path("watermark").asString());
        }
        for (JsonNode step : line.path("steps")) {
            step(step);
        }
        String precise = plain(line.path("precise").asString());
        if (new BigDecimal(precise)
                        .compareTo(new BigDecimal(line.path("amount").path("amount").asString()))
                != 0) {
            add("      " + precise + " rounded once, half away from zero");
        }
    }

    private void step(JsonNode step) {
        String piece =
                grouped(step.path("quantity").asString())
                        + " × "
                        + plain(step.path("unitAmount").asString());
        if (new BigDecimal(step.path("flatAmount").asString("0")).signum() != 0) {
            piece += " + " + plain(step.path("flatAmount").asString());
        }
        String where =
                step.path("to").isNull() || step.path("to").isMissingNode()
                        ? "above " + grouped(step.path("from").asString())
                        : grouped(step.path("from").asString())
                                + " to "
                                + grouped(step.path("to").asString());
        add(
                String.format(
                        "      %-10s %-34s %s = %s",
                        step.path("rule").asString(),
                        where,
                        piece,
                        plain(step.path("amount").asString())));
    }

    private void totals(JsonNode invoice) {
        add(RULE);
        total("Subtotal", invoice.path("subtotal"));
        total("Prepaid credits", invoice.path("total_prepaid_credits_applied"));
        total("Tax", invoice.path("total_tax"));
        total("Due", invoice.path("amount_due"));
    }

    private void total(String name, JsonNode amount) {
        add(String.format("  %-50s %35s", name, plain(amount.asString("0"))));
    }

    private void wallet(Scenario.Result result) throws IOException, InterruptedException {
        add("");
        add("  WALLET");
        add(RULE);
        List<JsonNode> movements = new ArrayList<>();
        api.get("/v1/wallets/" + result.walletId() + "/transactions?order=asc")
                .path("items")
                .forEach(movements::add);
        for (JsonNode movement : movements) {
            add(
                    String.format(
                            "  %-28s %-26s %14s %14s",
                            movement.path("transaction_reason").asString(),
                            movement.path("created_at").asString(),
                            (movement.path("type").asString().equals("debit") ? "−" : "+")
                                    + plain(movement.path("credit_amount").asString()),
                            plain(movement.path("credit_balance_after").asString())));
        }
    }

    private void whereNext(Scenario.Result result, String key) {
        String curl = "  curl -s -H 'x-api-key: " + key + "' " + api.url();
        add("");
        add("  WHERE TO LOOK NEXT");
        add(RULE);
        add(curl + "/v1/invoices/" + result.invoiceId());
        add(curl + "/v1/audit/invoice/" + result.invoiceId() + "/history");
        add(curl + "/v1/audit/subscription/" + result.subscriptionId() + "/history");
        add(curl + "/v1/wallets/" + result.walletId() + "/transactions");
        add(curl + "/v1/clock");
    }

    private static String day(JsonNode instant) {
        return instant.asString().substring(0, 10);
    }

    private static String amount(JsonNode money) {
        return money.path("amount").asString() + " " + money.path("currency").asString();
    }

    private static String plain(String decimal) {
        BigDecimal value = new BigDecimal(decimal);
        return (value.scale() > 2 ? value.stripTrailingZeros() : value).toPlainString();
    }

    private static String grouped(String decimal) {
        return String.format(java.util.Locale.ROOT, "%,d", new BigDecimal(decimal).toBigInteger())
                + fraction(new BigDecimal(decimal));
    }

    private static String fraction(BigDecimal value) {
        BigDecimal fraction = value.remainder(BigDecimal.ONE).abs().stripTrailingZeros();
        return fraction.signum() == 0 ? "" : fraction.toPlainString().substring(1);
    }

    private void add(String line) {
        text.append(line).append('\n');
    }
}
