package io.tallybook.core.customer;

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
        @Nullable String addressCountry) {}
