package io.tallybook.core.tax;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.domain.money.CurrencyCode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tax rate that somebody or something bears.
 *
 * @param priority the order among several, the smaller first
 * @param currency of invoices that it is limited to
 * @param startDate invoices before it do not bear it
 * @param endDate invoices from then on do not bear it
 */
@RecordBuilder
public record TaxAssociationDocument(
        TaxRateId taxRateId,
        Bearer bearer,
        String bearerId,
        int priority,
        Application application,
        @Nullable CurrencyCode currency,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        Map<String, String> metadata) {
    public TaxAssociationDocument {
        metadata = Map.copyOf(metadata);
    }

    /** Who or what bears a tax. */
    public enum Bearer {
        TENANT,
        CUSTOMER,
        PLAN,
        SUBSCRIPTION,
        INVOICE
    }

    /** Whether it is put on invoices by itself. */
    public enum Application {
        AUTOMATIC,
        MANUAL
    }

    /** The same in another order, applied otherwise. */
    public TaxAssociationDocument changed(TaxAssociationChange change) {
        return TaxAssociationDocumentBuilder.builder(this)
                .priority(change.priority())
                .application(change.application())
                .endDate(change.endDate() == null ? endDate : change.endDate())
                .metadata(change.metadata())
                .build();
    }

    /** Whether it holds for an invoice of a currency at a moment. */
    public boolean holds(CurrencyCode invoice, Instant at) {
        return application == Application.AUTOMATIC
                && (currency == null || currency.equals(invoice))
                && (startDate == null || !startDate.isAfter(at))
                && (endDate == null || endDate.isAfter(at));
    }
}
