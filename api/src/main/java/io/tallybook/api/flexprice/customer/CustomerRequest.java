package io.tallybook.api.flexprice.customer;

import io.tallybook.api.request.Fields;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerTerms;
import io.tallybook.core.customer.PersonalData;
import io.tallybook.core.customer.PersonalData.ProviderLink;
import io.tallybook.core.customer.PersonalData.TaxId;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says about a customer; what is left out stays as it was. Complaints never repeat
 * what was sent of a person.
 *
 * @param parentExternalId the parent by its external id, if it is named so
 */
record CustomerRequest(
        PersonalData personal,
        String timezone,
        Map<String, String> metadata,
        CustomerTerms terms,
        @Nullable String parentExternalId) {

    static final int KEY = 255;
    private static final int LINE = 255;
    private static final int TOWN = 100;
    private static final int SHORT = 20;
    private static final int COUNTRY = 100;
    private static final int TEXT = 1_024;
    private static final int LIST = 50;

    /** Something before and something behind one at-sign: whether it is anybody's is not known. */
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");

    /** Notes what is wrong in {@code in}; the caller checks. */
    static CustomerRequest of(
            Fields in,
            PersonalData before,
            String timezone,
            Map<String, String> metadata,
            CustomerTerms terms) {
        ZoneId zone = in.optional("timezone").zone();
        return new CustomerRequest(
                personal(in, before),
                zone == null ? timezone : zone.getId(),
                in.has("metadata") ? in.optional("metadata").withheld().map(TEXT) : metadata,
                terms(in, terms),
                in.optional("parent_customer_external_id").text(KEY));
    }

    private static PersonalData personal(Fields in, PersonalData before) {
        return new PersonalData(
                Objects.requireNonNullElse(
                        in.optional("name").withheld().text(LINE), before.name()),
                email(in, before.email()),
                either(in, "contact", SHORT, before.contact()),
                either(in, "address_line1", LINE, before.addressLine1()),
                either(in, "address_line2", LINE, before.addressLine2()),
                either(in, "address_city", TOWN, before.addressCity()),
                either(in, "address_state", TOWN, before.addressState()),
                either(in, "address_postal_code", SHORT, before.addressPostalCode()),
                either(in, "address_country", COUNTRY, before.addressCountry()),
                list(in, "tax_ids", before.taxIds(), CustomerRequest::taxId),
                list(
                        in,
                        "integration_entity_mapping",
                        before.providers(),
                        CustomerRequest::provider));
    }

    private static @Nullable String either(
            Fields in, String name, int max, @Nullable String before) {
        String given = in.optional(name).withheld().text(max);
        return given == null ? before : given;
    }

    private static @Nullable String email(Fields in, @Nullable String before) {
        String email = either(in, "email", LINE, before);
        if (email != null && !email.isEmpty() && !EMAIL.matcher(email).matches()) {
            in.complain("email", "an e-mail address", "other text");
        }
        return email;
    }

    private static <T> List<T> list(
            Fields in, String name, List<T> before, Function<Fields, T> read) {
        return in.has(name)
                ? in.optional(name).withheld().objects(LIST).stream().map(read).toList()
                : before;
    }

    private static TaxId taxId(Fields in) {
        return new TaxId(
                required(in, "type", in.optional("type").text(SHORT)),
                required(in, "value", in.optional("value").withheld().text(KEY)));
    }

    // The contract and the client of today call the two by other names.
    private static ProviderLink provider(Fields in) {
        String type = in.optional("provider_type").text(SHORT + SHORT);
        String id = in.optional("provider_entity_id").withheld().text(KEY);
        return new ProviderLink(
                required(
                        in,
                        "provider_type",
                        type == null ? in.optional("provider").text(SHORT + SHORT) : type),
                required(
                        in,
                        "provider_entity_id",
                        id == null ? in.optional("id").withheld().text(KEY) : id));
    }

    private static String required(Fields in, String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            in.complain(name, "text (required)", value == null ? "nothing" : "blank text");
            return "";
        }
        return value;
    }

    private static CustomerTerms terms(Fields in, CustomerTerms before) {
        var currency = in.optional("currency").currency();
        return new CustomerTerms(
                currency == null ? before.currency() : currency,
                locale(in, before.locale()),
                parent(in, before.parent()),
                before.taxRateOverrides());
    }

    private static @Nullable String locale(Fields in, @Nullable String before) {
        String given = in.optional("locale").text(SHORT + SHORT);
        if (given == null) {
            return before;
        }
        String tag = Locale.forLanguageTag(given).toLanguageTag();
        if (tag.equals("und")) {
            in.complain("locale", "a language tag, such as de-DE", '"' + given + '"');
        }
        return tag;
    }

    /** An empty text takes the customer out from under its parent. */
    private static @Nullable CustomerId parent(Fields in, @Nullable CustomerId before) {
        String given = in.optional("parent_customer_id").text(KEY);
        if (given == null || given.isEmpty()) {
            return given == null ? before : null;
        }
        try {
            return new CustomerId(given);
        } catch (IllegalArgumentException e) {
            in.complain("parent_customer_id", "the id of a customer", '"' + given + '"');
            return before;
        }
    }

    CustomerRequest under(CustomerId parent) {
        return new CustomerRequest(
                personal,
                timezone,
                metadata,
                new CustomerTerms(
                        terms.currency(), terms.locale(), parent, terms.taxRateOverrides()),
                null);
    }
}
