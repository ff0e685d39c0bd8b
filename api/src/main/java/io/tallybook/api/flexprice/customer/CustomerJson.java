package io.tallybook.api.flexprice.customer;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.customer.PersonalData;
import tools.jackson.databind.node.ObjectNode;

/** A customer as the contract shows it. */
public final class CustomerJson {

    private CustomerJson() {}

    public static ObjectNode of(CustomerView customer) {
        PersonalData person = customer.personal();
        return BaseJson.of(customer)
                .put("external_id", customer.externalId())
                .put("name", person.name())
                .put("email", person.email())
                .put("contact", person.contact())
                .put("address_line1", person.addressLine1())
                .put("address_line2", person.addressLine2())
                .put("address_city", person.addressCity())
                .put("address_state", person.addressState())
                .put("address_postal_code", person.addressPostalCode())
                .put("address_country", person.addressCountry())
                .put("timezone", customer.timezone())
                .map("metadata", customer.metadata())
                .nulls("integrations", "parent_customer", "parent_customer_id")
                .node();
    }
}
