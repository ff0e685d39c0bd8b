package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceDetails;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An invoice as somebody wrote it.
 *
 * @param finalized whether it is to be finalized at once rather than kept as a draft
 * @param lines at least one
 */
record WrittenInvoice(
        String customerId,
        @Nullable String subscriptionId,
        CurrencyCode currency,
        BillingReason reason,
        boolean finalized,
        @Nullable Instant periodStart,
        @Nullable Instant periodEnd,
        List<Line> lines,
        InvoiceDetails details,
        WrittenAdjustments adjustments) {
    private static final int SHORT = 255;
    private static final int LONG = 1_024;
    private static final int LINES_MAX = 1_000;
    private static final Choice<Boolean> STATUS =
            Choice.of(Map.of("DRAFT", false, "FINALIZED", true));
    private static final Choice<BillingReason> REASON =
            Choice.of(
                    Map.of(
                            "MANUAL", BillingReason.MANUAL,
                            "PRORATION", BillingReason.PRORATION,
                            "SUBSCRIPTION_UPDATE", BillingReason.SUBSCRIPTION_UPDATE,
                            "WALLET_AUTO_TOPUP", BillingReason.WALLET_AUTO_TOPUP));

    /** One line of it, with an amount that is not worked out here. */
    record Line(
            String displayName,
            BigDecimal quantity,
            Money amount,
            @Nullable String priceId,
            @Nullable String planName,
            @Nullable String entityType,
            @Nullable String entityId,
            @Nullable Instant periodStart,
            @Nullable Instant periodEnd,
            Map<String, String> metadata) {

        @Nullable PriceId price() {
            return priceId == null ? null : new PriceId(priceId);
        }
    }

    WrittenInvoice {
        lines = List.copyOf(lines);
    }

    /** Errors: ProblemException (400) naming each field that cannot be taken. */
    static WrittenInvoice of(Body body) {
        String customer = body.required("customer_id").text(SHORT);
        CurrencyCode currency = body.required("currency").currency();
        var details =
                new InvoiceDetails(
                        body.optional("description").text(LONG),
                        body.optional("metadata").looseMap(LONG),
                        body.optional("due_date").instant(),
                        body.optional("invoice_pdf_url").text(LONG),
                        body.optional("idempotency_key").text(SHORT));
        List<Fields> sent = body.optional("line_items").objects(LINES_MAX);
        BigDecimal subtotal = body.required("subtotal").amount();
        body.required("total").amount();
        body.required("amount_due").amount();
        String subscription = body.optional("subscription_id").text(SHORT);
        BillingReason reason = reason(body, subscription);
        boolean finalized = body.optional("invoice_status").choice(STATUS, false);
        Instant start = body.optional("period_start").instant();
        Instant end = body.optional("period_end").instant();
        requireOrder(body, start, end);
        refuseOwn(body);
        WrittenAdjustments adjustments = WrittenAdjustments.of(body, sent, currency);
        List<Line> lines = new ArrayList<>();
        if (currency != null) {
            sent.forEach(fields -> lines.add(line(fields, currency, subscription)));
        }
        body.check();
        if (lines.isEmpty()) {
            lines.add(whole(body, details, Objects.requireNonNull(subtotal), currency));
        }
        requireSum(body, lines, subtotal, currency);
        body.check();
        return new WrittenInvoice(
                customer,
                subscription,
                currency,
                reason,
                finalized,
                start,
                end,
                lines,
                details,
                adjustments);
    }

    // What this server works out is not taken from anybody.
    private static void refuseOwn(Body body) {
        body.refuse("since numbers and dates are given when it is finalized", "invoice_number");
        body.refuse("since numbers and dates are given when it is finalized", "issue_date");
        body.refuse("since payments are recorded by POST /v1/payments", "amount_paid");
        body.refuse("since wallets are asked when it is finalized", "total_prepaid_applied");
        body.refuseUnsupported("force_sync_invoice");
        body.optional("payment_status").choice(UNPAID);
    }

    // What was paid is recorded as a payment, once it is final.
    private static final Choice<String> UNPAID =
            Choice.of(Map.of("INITIATED", "PENDING", "PENDING", "PENDING"));

    private static BillingReason reason(Body body, @Nullable String subscription) {
        String type = body.optional("invoice_type").choice(TYPES, "ONE_OFF");
        BillingReason usual =
                type.equals("SUBSCRIPTION")
                        ? BillingReason.SUBSCRIPTION_UPDATE
                        : BillingReason.MANUAL;
        BillingReason reason = body.optional("billing_reason").choice(REASON, usual);
        if (!InvoiceJson.type(reason).equals(type)) {
            body.complain("billing_reason", "one of invoices of type " + type, reason.name());
        }
        if (type.equals("SUBSCRIPTION") && subscription == null) {
            body.complain("subscription_id", "that of the invoice of a subscription", "nothing");
        }
        return reason;
    }

    private static final Choice<String> TYPES =
            Choice.of(Map.of("ONE_OFF", "ONE_OFF", "SUBSCRIPTION", "SUBSCRIPTION"));

    private static Line line(Fields fields, CurrencyCode currency, @Nullable String subscription) {
        BigDecimal amount = fields.required("amount").decimal();
        BigDecimal quantity = fields.required("quantity").amount();
        Instant start = fields.optional("period_start").instant();
        Instant end = fields.optional("period_end").instant();
        requireOrder(fields, start, end);
        refuseOwn(fields, subscription);
        fields.optional("price_type").choice(PRICE_TYPES);
        String plan = fields.optional("plan_id").text(SHORT);
        String entity = fields.optional("entity_id").text(SHORT);
        String name = fields.optional("display_name").text(SHORT);
        return new Line(
                name == null ? "Item" : name,
                quantity,
                money(fields, "amount", amount, currency),
                fields.optional("price_id").text(SHORT),
                fields.optional("plan_display_name").text(SHORT),
                entity == null && plan != null
                        ? "plan"
                        : fields.optional("entity_type").text(SHORT),
                entity == null ? plan : entity,
                start,
                end,
                fields.optional("metadata").looseMap(LONG));
    }

    private static void refuseOwn(Fields line, @Nullable String subscription) {
        line.refuse(
                "since coupons are written on the invoice, and it is worked out here",
                "invoice_level_discount",
                "line_item_discount");
        line.refuse("since wallets are asked when it is finalized", "prepaid_credits_applied");
        line.refuse("since amounts are in the currency of the invoice", "price_unit");
        line.refuse("since amounts are in the currency of the invoice", "price_unit_amount");
        line.refuse(
                "since a line with an amount of its own counts no usage of a subscription",
                "adjusted_entitlement_quantity",
                "commitment_info",
                "meter_id",
                "meter_display_name",
                "subscription_line_item_id");
        String of = line.optional("subscription_id").text(SHORT);
        if (of != null && !of.equals(subscription)) {
            line.complain("subscription_id", "that of the invoice, " + subscription, of);
        }
    }

    private static final Choice<String> PRICE_TYPES = Choice.of(Map.of("FIXED", "FIXED"));

    private static Line whole(
            Body body, InvoiceDetails details, BigDecimal subtotal, CurrencyCode currency) {
        String name = details.description() == null ? "Item" : details.description();
        return new Line(
                name,
                BigDecimal.ONE,
                money(body, "subtotal", subtotal, currency),
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of());
    }

    private static void requireSum(
            Body body, List<Line> lines, BigDecimal subtotal, CurrencyCode currency) {
        Money sum = lines.stream().map(Line::amount).reduce(Money.zero(currency), Money::plus);
        if (sum.toDecimal().compareTo(subtotal) != 0) {
            body.complain(
                    "subtotal",
                    "the sum of line_items.amount, " + sum.toDecimal().toPlainString(),
                    subtotal.toPlainString());
        }
    }

    private static void requireOrder(
            Fields fields, @Nullable Instant start, @Nullable Instant end) {
        if ((start == null) != (end == null)) {
            fields.complain(
                    start == null ? "period_start" : "period_end",
                    "both ends of the period, or none",
                    "one");
        } else if (start != null && !start.isBefore(end)) {
            fields.complain("period_end", "a moment after period_start", end.toString());
        }
    }

    private static Money money(
            Fields fields, String name, @Nullable BigDecimal amount, CurrencyCode currency) {
        if (amount == null) {
            return Money.zero(currency);
        }
        try {
            return Money.of(amount, currency);
        } catch (ArithmeticException e) {
            fields.complain(
                    name,
                    "an amount of at most "
                            + currency.minorUnits()
                            + " decimal places that a bill can hold",
                    amount.toPlainString());
            return Money.zero(currency);
        }
    }
}
