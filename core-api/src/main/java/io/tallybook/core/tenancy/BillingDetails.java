package io.tallybook.core.tenancy;

import org.jspecify.annotations.Nullable;

/** What a tenant's own invoices show of it. */
public record BillingDetails(
        @Nullable String email,
        @Nullable String helpEmail,
        @Nullable String phone,
        @Nullable Address address) {

    /** Where it has its seat. */
    public record Address(
            @Nullable String line1,
            @Nullable String line2,
            @Nullable String city,
            @Nullable String state,
            @Nullable String postalCode,
            @Nullable String country) {}
}
