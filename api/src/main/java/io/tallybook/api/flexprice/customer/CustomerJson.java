package io.tallybook.api.flexprice.customer;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.customer.CustomerTerms.Apply;
import io.tallybook.core.customer.CustomerTerms.TaxRateOverride;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.customer.PersonalData;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A customer as the contract shows it. */
public final class CustomerJson {

    private static final List<String> PERSONAL =
            List.of(
                    "email",
                    "contact",
                    "address_line1",
                    "address_line2",
                    "address_city",
                    "address_state",
                    "address_postal_code",
                    "address_country");

    private CustomerJson() {}

    public static ObjectNode of(CustomerView customer) {
        return of(customer, null);
    }

    /**
     * @param parent the customer that it belongs to, if that was asked for
     */
    public static ObjectNode of(CustomerView customer, @Nullable CustomerView parent) {
        PersonalData person = customer.personal();
        var currency = customer.terms().currency();
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
                .list("integrations", person.providers(), link -> integration(customer, link))
                .set("parent_customer", parent == null ? null : of(parent, null))
                .put("parent_customer_id", customer.terms().parent())
                .put("currency", currency == null ? null : currency.code().toLowerCase(Locale.ROOT))
                .put("locale", customer.terms().locale())
                .list("tax_ids", person.taxIds(), CustomerJson::taxId)
                .list(
                        "tax_rate_overrides",
                        customer.terms().taxRateOverrides(),
                        CustomerJson::override)
                .put("personal_data", customer.personalState().name().toLowerCase(Locale.ROOT))
                .node();
    }

    /** What was shown of a customer, as it would be shown now that its data is erased. */
    public static void erase(ObjectNode shown) {
        shown.put("name", PersonalData.ERASED.name());
        for (String key : PERSONAL) {
            shown.putNull(key);
        }
        shown.putObject("metadata");
        shown.putArray("integrations");
        shown.putArray("tax_ids");
        shown.put("personal_data", "erased");
    }

    private static ObjectNode integration(CustomerView customer, PersonalData.ProviderLink link) {
        return Json.object()
                .nulls("id")
                .put("entity_id", customer.id())
                .put("entity_type", "customer")
                .put("provider_type", link.provider())
                .put("provider_entity_id", link.entityId())
                .nulls("metadata")
                .put("tenant_id", customer.scope().tenant())
                .put("environment_id", customer.scope().environment())
                .put("status", "published")
                .put("created_at", customer.stamp().createdAt())
                .put("updated_at", customer.stamp().updatedAt())
                .put("created_by", customer.stamp().createdBy())
                .put("updated_by", customer.stamp().updatedBy())
                .node();
    }

    private static ObjectNode taxId(PersonalData.TaxId id) {
        return Json.object().put("type", id.type()).put("value", id.value()).node();
    }

    private static ObjectNode override(TaxRateOverride override) {
        return Json.object()
                .put("tax_rate_code", override.taxRateCode())
                .put("currency", override.currency().code().toLowerCase(Locale.ROOT))
                .put("priority", override.priority())
                .put("auto_apply", override.apply() == Apply.ALWAYS)
                .set("metadata", Json.object().node())
                .node();
    }
}
