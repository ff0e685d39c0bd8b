package io.tallybook.sagas;

import io.tallybook.core.Meta;
import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.SubscriptionEvent.Activated;
import io.tallybook.core.subscription.SubscriptionEvent.Cancelled;
import io.tallybook.core.subscription.SubscriptionEvent.Renewed;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A customer with a monthly subscription since November, and what happens to it. */
public final class Samples {
    public static final CurrencyCode USD = CurrencyCode.of("USD");
    public static final Instant START = Instant.parse("2023-11-01T00:00:00Z");
    public static final Instant DECEMBER = Instant.parse("2023-12-01T00:00:00Z");
    public static final Instant JANUARY = Instant.parse("2024-01-01T00:00:00Z");
    public static final Instant FEBRUARY = Instant.parse("2024-02-01T00:00:00Z");
    public static final FinalizationDelay DELAY = FinalizationDelay.USUAL;
    public static final Scope SCOPE = scope("one");
    public static final CustomerId CUSTOMER = CustomerId.of(ulid("customer"));
    public static final SubscriptionId SUBSCRIPTION = subscription("one");
    public static final InvoiceId INVOICE = InvoiceId.of(ulid("invoice"));
    public static final BillingPeriod NOVEMBER = new BillingPeriod(START, DECEMBER);
    public static final BillingPeriod IN_DECEMBER = new BillingPeriod(DECEMBER, JANUARY);

    private Samples() {}

    public static Scope scope(String name) {
        return new Scope(
                TenantId.of(ulid("tenant " + name)), EnvironmentId.of(ulid("environment " + name)));
    }

    public static SubscriptionId subscription(String name) {
        return SubscriptionId.of(ulid("subscription " + name));
    }

    public static WalletId wallet(String name) {
        return WalletId.of(ulid("wallet " + name));
    }

    public static Ulid ulid(String name) {
        return Ulid.derived(START, name);
    }

    public static Money usd(String amount) {
        return Money.of(new BigDecimal(amount), USD);
    }

    public static Occurrence at(Instant moment) {
        return new Occurrence(SCOPE, moment, "event-1");
    }

    public static Map<String, String> meta(Instant moment) {
        return Map.of(
                Meta.TENANT, SCOPE.tenant().value(),
                Meta.ENVIRONMENT, SCOPE.environment().value(),
                Meta.EFFECTIVE_AT, moment.toString());
    }

    public static SubscriptionTerms terms(@Nullable Instant end, LineItem... items) {
        return new SubscriptionTerms(
                CUSTOMER,
                "acme",
                PlanId.of(ulid("plan")),
                USD,
                START,
                end,
                START,
                BillingCycle.ANNIVERSARY,
                PeriodUnit.MONTHLY,
                1,
                "UTC",
                Conventions.FLEXPRICE,
                List.of(items),
                null,
                Map.of());
    }

    public static LineItem fixed(String amount, InvoiceCadence cadence) {
        return item("base", PriceDocument.Type.FIXED, amount, cadence, null);
    }

    public static LineItem usage(String eventName, String amount) {
        return item(
                eventName,
                PriceDocument.Type.USAGE,
                amount,
                InvoiceCadence.ARREAR,
                new MeterDefinition(
                        MeterId.of(ulid(eventName)),
                        eventName,
                        List.of(),
                        AggregationType.COUNT,
                        null,
                        null));
    }

    private static LineItem item(
            String name,
            PriceDocument.Type type,
            String amount,
            InvoiceCadence cadence,
            @Nullable MeterDefinition meter) {
        var price =
                new PriceDocument(
                        PlanId.of(ulid("plan")),
                        type,
                        PriceDocument.BillingModel.FLAT_FEE,
                        USD,
                        new BigDecimal(amount),
                        null,
                        List.of(),
                        null,
                        PeriodUnit.MONTHLY,
                        1,
                        cadence,
                        meter == null ? null : meter.meterId(),
                        null,
                        null,
                        null,
                        Map.of());
        return new LineItem(
                LineItemId.of(ulid("item " + name)),
                PriceId.of(ulid("price " + name)),
                price,
                meter,
                name,
                "Plan",
                meter == null ? BigDecimal.ONE : BigDecimal.ZERO);
    }

    public static Activated activated(SubscriptionTerms terms) {
        return new Activated(SUBSCRIPTION, SCOPE, terms, NOVEMBER);
    }

    public static Renewed renewed() {
        return new Renewed(SUBSCRIPTION, 0, NOVEMBER, IN_DECEMBER);
    }

    /** Ended in the period of index 0, at the end of what was served. */
    public static Cancelled cancelled(@Nullable BillingPeriod served, OpenUsage openUsage) {
        return new Cancelled(
                SUBSCRIPTION,
                CancellationType.IMMEDIATE,
                START,
                served == null ? START : served.end(),
                0,
                served,
                openUsage,
                null);
    }

    public static InvoiceOpening opening(
            BillingReason reason, int index, BillingPeriod period, Instant finalizeAt) {
        return new InvoiceOpening(SUBSCRIPTION, CUSTOMER, USD, reason, index, period, finalizeAt);
    }

    public static InvoiceEvent.Computed computed(String creditable) {
        return new InvoiceEvent.Computed(
                INVOICE,
                CUSTOMER,
                Conventions.FLEXPRICE,
                List.of(),
                usd("100.00"),
                usd(creditable),
                "00",
                "1");
    }

    public static WalletEvent.Debited debited(
            WalletId wallet, WalletTransactionId transaction, String amount) {
        return new WalletEvent.Debited(
                wallet,
                INVOICE,
                new TransactionDocument(
                        transaction,
                        TransactionDocument.Type.DEBIT,
                        TransactionDocument.Reason.INVOICE_PAYMENT,
                        new BigDecimal(amount),
                        usd(amount),
                        new BigDecimal("1000"),
                        new BigDecimal("1000").subtract(new BigDecimal(amount)),
                        INVOICE.value(),
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        List.of()));
    }
}
