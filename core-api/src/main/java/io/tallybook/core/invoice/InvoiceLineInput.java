package io.tallybook.core.invoice;

import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One thing to charge, with everything that decides its amount.
 *
 * @param quantity the units of a FIXED price, or the quantity of the reading
 * @param reading the frozen usage; there if and only if the price is of type USAGE
 * @param share the part of a period that a FIXED price is charged for; absent for the whole
 * @param allowance what of the usage is free; absent for none
 * @param credit what of other lines was paid and not used, taken off the amount; absent for none
 */
public record InvoiceLineInput(
        InvoiceLineId id,
        LineItemId lineItemId,
        PriceId priceId,
        PriceDocument price,
        String displayName,
        String planName,
        BillingPeriod servicePeriod,
        BigDecimal quantity,
        @Nullable UsageReading reading,
        @Nullable Share share,
        @Nullable LineAllowance allowance,
        @Nullable Money credit) {

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
                null);
    }

    public InvoiceLineInput with(LineAllowance free) {
        return copied(free, credit);
    }

    public InvoiceLineInput less(@Nullable Money unused) {
        return copied(allowance, unused);
    }

    private InvoiceLineInput copied(@Nullable LineAllowance free, @Nullable Money unused) {
        return new InvoiceLineInput(
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
                free,
                unused);
    }

    /** The quantity that is priced: what is not free. */
    public BigDecimal billed() {
        return allowance == null ? quantity : allowance.billable();
    }

    /** So many seconds of so many. */
    public record Share(BigDecimal seconds, BigDecimal ofSeconds) {}
}
