package io.tallybook.core.customer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything of a customer that names a person, in one field, so that it can be sealed and erased
 * as one.
 */
public record PersonalData(
        String name,
        @Nullable String email,
        @Nullable String contact,
        @Nullable String addressLine1,
        @Nullable String addressLine2,
        @Nullable String addressCity,
        @Nullable String addressState,
        @Nullable String addressPostalCode,
        @Nullable String addressCountry,
        List<TaxId> taxIds,
        List<ProviderLink> providers) {

    /** What stands in its place once it was erased. */
    public static final PersonalData ERASED =
            new PersonalData("erased", null, null, null, null, null, null, null, null);

    /** A number under which a tax office knows the customer, as of type {@code eu_vat}. */
    public record TaxId(String type, String value) {}

    /** What the customer is called in another system, as at a payment provider. */
    public record ProviderLink(String provider, String entityId) {}

    public PersonalData {
        taxIds = List.copyOf(taxIds);
        providers = List.copyOf(providers);
    }

    /** Of a customer without tax ids and other systems. */
    public PersonalData(
            String name,
            @Nullable String email,
            @Nullable String contact,
            @Nullable String addressLine1,
            @Nullable String addressLine2,
            @Nullable String addressCity,
            @Nullable String addressState,
            @Nullable String addressPostalCode,
            @Nullable String addressCountry) {
        this(
                name,
                email,
                contact,
                addressLine1,
                addressLine2,
                addressCity,
                addressState,
                addressPostalCode,
                addressCountry,
                List.of(),
                List.of());
    }
}
