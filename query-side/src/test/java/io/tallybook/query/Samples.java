package io.tallybook.query;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.PersonalData;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Documents as they are, under ids that follow from a name. */
public final class Samples {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    public static final CurrencyCode USD = CurrencyCode.of("USD");
    public static final Scope SCOPE = scope("home");
    public static final Scope OTHER = scope("other");

    private Samples() {}

    public static Ulid ulid(String name) {
        return Ulid.derived(START, name);
    }

    public static Scope scope(String name) {
        return new Scope(
                TenantId.of(ulid("tenant" + name)), EnvironmentId.of(ulid("environment" + name)));
    }

    public static CustomerId customer(String name) {
        return CustomerId.of(ulid("customer" + name));
    }

    public static PersonalData person(String name, @Nullable String email) {
        return new PersonalData(name, email, null, null, null, null, null, null, null);
    }

    public static CustomerEvent.Created customerCreated(Scope scope, String name) {
        return new CustomerEvent.Created(
                customer(name),
                scope,
                "ext-" + name,
                person(name, name + "@example.org"),
                "UTC",
                Map.of("tier", "gold"));
    }

    public static CustomerEvent.Updated customerRenamed(String name, String newName) {
        return new CustomerEvent.Updated(
                customer(name), person(newName, null), "Europe/Berlin", Map.of());
    }

    public static MeterDefinition meter(String name) {
        return new MeterDefinition(
                MeterId.of(ulid("meter" + name)),
                "request",
                List.of(new MeterDefinition.Filter("region", List.of("eu", "us"))),
                AggregationType.SUM,
                "tokens",
                null);
    }

    public static PriceDocument price(
            PriceDocument.Type type,
            String amount,
            InvoiceCadence cadence,
            @Nullable MeterDefinition meter) {
        return new PriceDocument(
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
                "price-key",
                "Seats",
                null,
                Map.of());
    }

    public static LineItem fixed(String name, String amount, InvoiceCadence cadence) {
        return new LineItem(
                LineItemId.of(ulid("line" + name)),
                PriceId.of(ulid("price" + name)),
                price(PriceDocument.Type.FIXED, amount, cadence, null),
                null,
                name,
                "Plan",
                BigDecimal.ONE);
    }

    public static LineItem usage(String name, String amount) {
        MeterDefinition meter = meter(name);
        return new LineItem(
                LineItemId.of(ulid("line" + name)),
                PriceId.of(ulid("price" + name)),
                price(PriceDocument.Type.USAGE, amount, InvoiceCadence.ARREAR, meter),
                meter,
                name,
                "Plan",
                BigDecimal.ZERO);
    }

    public static SubscriptionId subscription(String name) {
        return SubscriptionId.of(ulid("subscription" + name));
    }

    public static SubscriptionTerms terms(String customer, LineItem... items) {
        return new SubscriptionTerms(
                customer(customer),
                "ext-" + customer,
                PlanId.of(ulid("plan")),
                USD,
                START,
                null,
                START,
                BillingCycle.ANNIVERSARY,
                PeriodUnit.MONTHLY,
                1,
                "UTC",
                Conventions.FLEXPRICE,
                Arrays.stream(items).map(item -> of(customer, item)).toList(),
                "terms-key",
                Map.of());
    }

    /** The same with an id that no other customer's line has. */
    private static LineItem of(String customer, LineItem item) {
        return item.as(
                LineItemId.of(ulid("line" + customer + item.displayName())), item.quantity());
    }

    public static BillingPeriod period(String from, String to) {
        return new BillingPeriod(
                Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z"));
    }

    public static InvoiceOpening opening(String subscription, String customer) {
        BillingPeriod period = period("2026-01-01", "2026-02-01");
        return new InvoiceOpening(
                subscription(subscription),
                customer(customer),
                USD,
                BillingReason.SUBSCRIPTION_CYCLE,
                0,
                period,
                period.end().plusSeconds(7200));
    }

    public static WalletDocument wallet(String customer) {
        return new WalletDocument(
                customer(customer), USD, "prepaid", null, BigDecimal.ONE, BigDecimal.ONE, Map.of());
    }

    public static WalletTransactionId transactionId(String name) {
        return WalletTransactionId.of(ulid("transaction" + name));
    }

    public static TransactionDocument transaction(
            String name,
            TransactionDocument.Type type,
            Reason reason,
            BigDecimal credits,
            BigDecimal before,
            List<Part> parts) {
        return new TransactionDocument(
                transactionId(name),
                type,
                reason,
                credits,
                Rounding.HALF_UP.toMoney(credits, USD),
                before,
                type == TransactionDocument.Type.CREDIT
                        ? before.add(credits)
                        : before.subtract(credits),
                "reference-" + name,
                null,
                null,
                null,
                null,
                Map.of(),
                parts);
    }

    public static SearchSpec search(SearchSpec.Criterion... criteria) {
        return new SearchSpec(List.of(criteria), List.of(), 100, 0);
    }

    public static SearchSpec.Criterion where(
            String field, SearchSpec.Operator operator, String... values) {
        return new SearchSpec.Criterion(field, operator, List.of(values));
    }
}
