package io.tallybook.core.invoice;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing to charge, with everything that decides its amount.
 *
 * @param lineItemId absent where no line item of a subscription is charged
 * @param priceId absent for an amount that has no price
 * @param price of an amount that has no price: a flat fee of that amount
 * @param quantity the units of a FIXED price, or the quantity of the reading
 * @param reading the frozen usage; there if and only if the price is of type USAGE
 * @param share the part of a period that a FIXED price is charged for; absent for the whole
 * @param allowance what of the usage is free; absent for none
 * @param credit what of other lines was paid and not used, taken off the amount; absent for none
 * @param plain the amount of a line that is not priced here; absent for all others
 * @param promise what the customer has promised to spend on it, and what became of that before;
 *     absent for nothing
 * @param before what earlier invoices have billed of it, those of the same stretch of service and
 *     those that have asked for what was promised; absent for nothing
 * @param served whose it is, where that is another subscription than the one that the invoice is
 *     of; absent otherwise
 */
@RecordBuilder
public record InvoiceLineInput(
        InvoiceLineId id,
        @Nullable LineItemId lineItemId,
        @Nullable PriceId priceId,
        PriceDocument price,
        String displayName,
        String planName,
        BillingPeriod servicePeriod,
        BigDecimal quantity,
        @Nullable UsageReading reading,
        @Nullable Share share,
        @Nullable LineAllowance allowance,
        @Nullable Money credit,
        @Nullable Plain plain,
        @Nullable LinePromise promise,
        @Nullable BilledWithin before,
        @Nullable Served served) {

    /** One of which nothing was billed before. */
    public InvoiceLineInput(
            InvoiceLineId id,
            @Nullable LineItemId lineItemId,
            @Nullable PriceId priceId,
            PriceDocument price,
            String displayName,
            String planName,
            BillingPeriod servicePeriod,
            BigDecimal quantity,
            @Nullable UsageReading reading,
            @Nullable Share share,
            @Nullable LineAllowance allowance,
            @Nullable Money credit,
            @Nullable Plain plain,
            @Nullable LinePromise promise) {
        this(
                id,
                lineItemId,
                priceId,
                price,
                displayName,
                planName,
                servicePeriod,
                quantity,
                reading,
                share,
                allowance,
                credit,
                plain,
                promise,
                null,
                null);
    }

    /** One that is charged whole. */
    public InvoiceLineInput(
            InvoiceLineId id,
            LineItemId lineItemId,
            PriceId priceId,
            PriceDocument price,
            String displayName,
            String planName,
            BillingPeriod servicePeriod,
            BigDecimal quantity,
            @Nullable UsageReading reading) {
        this(
                id,
                lineItemId,
                priceId,
                price,
                displayName,
                planName,
                servicePeriod,
                quantity,
                reading,
                null);
    }

    /** One of which nothing is free. */
    public InvoiceLineInput(
            InvoiceLineId id,
            LineItemId lineItemId,
            PriceId priceId,
            PriceDocument price,
            String displayName,
            String planName,
            BillingPeriod servicePeriod,
            BigDecimal quantity,
            @Nullable UsageReading reading,
            @Nullable Share share) {
        this(
                id,
                lineItemId,
                priceId,
                price,
                displayName,
                planName,
                servicePeriod,
                quantity,
                reading,
                share,
                null,
                null,
                null,
                null);
    }

    /**
     * An amount that was agreed or worked out elsewhere.
     *
     * @param amount of the whole line, whatever its quantity; below zero for what is taken off
     * @param planName empty if it belongs to no plan
     */
    public static InvoiceLineInput plain(
            InvoiceLineId id,
            String displayName,
            String planName,
            BillingPeriod servicePeriod,
            BigDecimal quantity,
            Plain amount) {
        return new InvoiceLineInput(
                id,
                null,
                null,
                amount.asPrice(),
                displayName,
                planName,
                servicePeriod,
                quantity,
                null,
                null,
                null,
                null,
                amount,
                null);
    }

    /** A quantity at a price, owed once; with a line item if it is one of a subscription. */
    public static InvoiceLineInput priced(
            InvoiceLineId id,
            @Nullable LineItemId lineItemId,
            PriceId priceId,
            PriceDocument price,
            String displayName,
            String planName,
            BillingPeriod servicePeriod,
            BigDecimal quantity,
            @Nullable Share share) {
        return new InvoiceLineInput(
                id,
                lineItemId,
                priceId,
                price,
                displayName,
                planName,
                servicePeriod,
                quantity,
                null,
                share,
                null,
                null,
                null,
                null);
    }

    public InvoiceLineInput with(LineAllowance free) {
        return copied(free, credit, promise, before);
    }

    public InvoiceLineInput less(@Nullable Money unused) {
        return copied(allowance, unused, promise, before);
    }

    public InvoiceLineInput under(@Nullable LinePromise promised) {
        return copied(allowance, credit, promised, before);
    }

    /** The same, of which earlier invoices have billed a part. */
    public InvoiceLineInput after(@Nullable BilledWithin billed) {
        return copied(allowance, credit, promise, billed);
    }

    private InvoiceLineInput copied(
            @Nullable LineAllowance free,
            @Nullable Money unused,
            @Nullable LinePromise promised,
            @Nullable BilledWithin billed) {
        return InvoiceLineInputBuilder.builder(this)
                .allowance(free)
                .credit(unused)
                .promise(promised)
                .before(billed)
                .build();
    }

    /** The same, of an amount that is told for a price. */
    public InvoiceLineInput naming(@Nullable PriceId told) {
        return InvoiceLineInputBuilder.builder(this).priceId(told).build();
    }

    /** The same, of a subscription that is invoiced together with another. */
    public InvoiceLineInput servedTo(Served one) {
        return InvoiceLineInputBuilder.builder(this).served(one).build();
    }

    /** The quantity that is priced: what is not free. */
    public BigDecimal billed() {
        return allowance == null ? quantity : allowance.billable();
    }

    /**
     * An amount without a price of ours.
     *
     * @param entityType what it belongs to, as {@code plan} or {@code addon}; absent for nothing
     */
    public record Plain(
            Money amount,
            @Nullable String entityType,
            @Nullable String entityId,
            Map<String, String> metadata) {
        public Plain {
            metadata = Map.copyOf(metadata);
        }

        /** An amount that belongs to nothing. */
        public static Plain of(Money amount) {
            return new Plain(amount, null, null, Map.of());
        }

        PriceDocument asPrice() {
            return new PriceDocument(
                    null,
                    PriceDocument.Type.FIXED,
                    PriceDocument.BillingModel.FLAT_FEE,
                    amount.currency(),
                    amount.toDecimal(),
                    null,
                    List.of(),
                    null,
                    null,
                    1,
                    PriceDocument.InvoiceCadence.ADVANCE,
                    null,
                    null,
                    null,
                    null,
                    Map.of());
        }
    }

    /** A subscription that is invoiced together with another, and its customer. */
    public record Served(SubscriptionId subscriptionId, CustomerId customerId) {}

    /** So many seconds of so many. */
    public record Share(BigDecimal seconds, BigDecimal ofSeconds) {}
}
