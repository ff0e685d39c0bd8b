package io.tallybook.command;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Names and moments that tests agree on. */
public final class Some {
    public static final Instant NOW = Instant.parse("2023-11-01T00:00:00Z");
    public static final CurrencyCode USD = CurrencyCode.of("USD");
    public static final Scope SCOPE = scope("one");
    public static final Scope OTHER_SCOPE = scope("two");
    public static final CustomerId CUSTOMER = customer("customer");
    public static final MeterId METER = meter("meter");
    public static final FeatureId FEATURE = FeatureId.of(ulid("feature"));
    public static final PlanId PLAN = PlanId.of(ulid("plan"));
    public static final PriceId PRICE = PriceId.of(ulid("price"));
    public static final SubscriptionId SUBSCRIPTION = SubscriptionId.of(ulid("subscription"));
    public static final InvoiceId INVOICE = InvoiceId.of(ulid("invoice"));
    public static final WalletId WALLET = WalletId.of(ulid("wallet"));
    public static final ApiKeyId API_KEY = ApiKeyId.of(ulid("key"));

    private Some() {}

    public static Ulid ulid(String name) {
        return Ulid.derived(NOW, name);
    }

    public static Scope scope(String name) {
        return new Scope(
                TenantId.of(ulid("tenant " + name)), EnvironmentId.of(ulid("environment " + name)));
    }

    public static CustomerId customer(String name) {
        return CustomerId.of(ulid(name));
    }

    public static MeterId meter(String name) {
        return MeterId.of(ulid(name));
    }

    public static LineItemId lineItem(String name) {
        return LineItemId.of(ulid(name));
    }

    /** One of the plan, at a price that is not of usage. */
    public static LineItem base(PriceDocument price) {
        return new LineItem(lineItem("base"), PRICE, price, null, "Base", "Pro", BigDecimal.ONE);
    }

    /** By the month from a moment on, in UTC. */
    public static SubscriptionTerms monthly(Instant start, LineItem... lines) {
        return new SubscriptionTerms(
                CUSTOMER,
                "acme",
                PLAN,
                USD,
                start,
                null,
                start,
                BillingCycle.ANNIVERSARY,
                PeriodUnit.MONTHLY,
                1,
                "UTC",
                Conventions.FLEXPRICE,
                List.of(lines),
                null,
                Map.of());
    }

    public static InvoiceLineId invoiceLine(String name) {
        return InvoiceLineId.of(ulid(name));
    }

    public static WalletTransactionId transaction(String name) {
        return WalletTransactionId.of(ulid(name));
    }

    public static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    public static Money usd(String amount) {
        return Money.of(new BigDecimal(amount), USD);
    }

    public static Instant at(String text) {
        return Instant.parse(text);
    }
}
