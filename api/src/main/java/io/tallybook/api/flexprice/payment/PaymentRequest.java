package io.tallybook.api.flexprice.payment;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.payment.PaymentCommand.Processing;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A payment that is to be made. */
record PaymentRequest(
        String invoiceId,
        PaymentMethodType method,
        BigDecimal amount,
        CurrencyCode currency,
        Processing processing,
        @Nullable String gateway,
        @Nullable String methodId,
        @Nullable String successUrl,
        @Nullable String cancelUrl,
        @Nullable String idempotencyKey,
        Map<String, String> metadata) {

    private static final int SHORT = 255;
    private static final int LONG = 2_000;

    /** A payment into a customer's account, for no invoice, is not there. */
    private static final Choice<String> DESTINATIONS = Choice.words("INVOICE");

    static final Choice<String> GATEWAYS =
            Choice.words("stripe", "razorpay", "nomod", "moyasar", "paddle", "whop", "sandbox");

    PaymentRequest {
        metadata = Map.copyOf(metadata);
    }

    /** Errors: ProblemException (400) naming the fields. */
    static PaymentRequest of(Fields in) {
        in.required("destination_type").choice(DESTINATIONS);
        Boolean process = in.optional("process_payment").truth();
        in.refuseUnsupported("save_card_and_make_default");
        in.refuse("since no page of Stripe is shown", "gateway_options");
        BigDecimal amount = in.required("amount").amount();
        CurrencyCode currency = in.required("currency").currency();
        exact(in, amount, currency);
        var request =
                new PaymentRequest(
                        in.required("destination_id").text(SHORT),
                        in.required("payment_method_type")
                                .choice(Choice.of(PaymentMethodType.class)),
                        amount,
                        currency,
                        Boolean.FALSE.equals(process) ? Processing.LATER : Processing.NOW,
                        in.optional("payment_gateway").choice(GATEWAYS),
                        in.optional("payment_method_id").text(SHORT),
                        in.optional("success_url").text(LONG),
                        in.optional("cancel_url").text(LONG),
                        in.optional("idempotency_key").text(SHORT),
                        in.optional("metadata").looseMap(LONG));
        in.check();
        return request;
    }

    /** Notes a complaint about an amount that the currency cannot express. */
    static void exact(Fields in, BigDecimal amount, CurrencyCode currency) {
        try {
            Money.of(amount, currency);
        } catch (ArithmeticException | IllegalArgumentException e) {
            in.complain(
                    "amount",
                    "an amount in " + currency.code() + " without fractions of its smallest unit",
                    amount.toPlainString());
        }
    }

    PaymentDocument document(InvoiceView invoice) {
        return new PaymentDocument(
                invoice.id(),
                invoice.number(),
                invoice.opening().customerId(),
                method,
                Money.of(amount, currency),
                PaymentDocument.Origin.REQUESTED,
                gateway,
                methodId,
                successUrl,
                cancelUrl,
                idempotencyKey,
                metadata);
    }
}
