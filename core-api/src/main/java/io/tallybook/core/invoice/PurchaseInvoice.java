package io.tallybook.core.invoice;

import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.wallet.AutoTopUp;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The invoice by which credits are bought: one line, and no credits pay it. */
public final class PurchaseInvoice {
    private static final String KEY = "purchase:";

    private PurchaseInvoice() {}

    /** Whether an invoice is one for credits. */
    public static boolean is(InvoiceOpening opening) {
        return opening.given() != null && opening.given().key().startsWith(KEY);
    }

    /** How it is opened; its id follows from the order. It is final at once. */
    public static InvoiceOpening opening(
            CustomerId customer,
            WalletId wallet,
            TransactionDocument order,
            Money price,
            Instant at) {
        Instant day = at.truncatedTo(ChronoUnit.DAYS);
        var period = new BillingPeriod(day, day.plus(1, ChronoUnit.DAYS));
        Map<String, String> metadata = new HashMap<>();
        metadata.put("wallet_id", wallet.value());
        metadata.put("wallet_transaction_id", order.id().value());
        var details =
                new InvoiceDetails(
                        "Purchase of "
                                + order.credits().stripTrailingZeros().toPlainString()
                                + " credits",
                        metadata,
                        null,
                        null,
                        null);
        BillingReason reason = reason(order);
        InvoiceId id = idOf(customer, price.currency(), order, at);
        var line =
                InvoiceLineInput.plain(
                        InvoiceLineId.given(id, period.start(), 0),
                        "Credits",
                        "",
                        period,
                        BigDecimal.ONE,
                        new InvoiceLineInput.Plain(price, "wallet", wallet.value(), Map.of()));
        return of(customer, price, reason, period, at, order, List.of(line), details);
    }

    /** Under which id it is opened. */
    public static InvoiceId idOf(
            CustomerId customer, CurrencyCode currency, TransactionDocument order, Instant at) {
        Instant day = at.truncatedTo(ChronoUnit.DAYS);
        return InvoiceId.derived(
                of(
                        customer,
                        Money.zero(currency),
                        reason(order),
                        new BillingPeriod(day, day.plus(1, ChronoUnit.DAYS)),
                        at,
                        order,
                        List.of(),
                        InvoiceDetails.NONE));
    }

    private static BillingReason reason(TransactionDocument order) {
        return order.metadata().containsKey(AutoTopUp.MARK)
                ? BillingReason.WALLET_AUTO_TOPUP
                : BillingReason.MANUAL;
    }

    private static InvoiceOpening of(
            CustomerId customer,
            Money price,
            BillingReason reason,
            BillingPeriod period,
            Instant at,
            TransactionDocument order,
            List<InvoiceLineInput> lines,
            InvoiceDetails details) {
        return InvoiceOpening.of(
                null,
                customer,
                price.currency(),
                reason,
                period,
                at,
                new GivenInvoice(KEY + order.id(), Conventions.FLEXPRICE, lines, details));
    }
}
