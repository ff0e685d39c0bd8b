package io.tallybook.api.flexprice.access;

import io.tallybook.api.response.Json;
import io.tallybook.core.tenancy.BillingDetails;
import io.tallybook.core.tenancy.TenantView;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A tenant as the contract shows it. */
public final class TenantJson {

    private TenantJson() {}

    public static ObjectNode of(TenantView view) {
        return Json.object()
                .put("id", view.id())
                .put("name", view.tenant().name())
                .put("status", view.stamp().status().name().toLowerCase(Locale.ROOT))
                .set("billing_details", billing(view.tenant().billing()))
                .map("metadata", view.tenant().metadata())
                .put("created_at", view.stamp().createdAt())
                .put("updated_at", view.stamp().updatedAt())
                .node();
    }

    private static ObjectNode billing(@Nullable BillingDetails given) {
        BillingDetails billing = given == null ? new BillingDetails(null, null, null, null) : given;
        return Json.object()
                .put("email", billing.email())
                .put("help_email", billing.helpEmail())
                .put("phone", billing.phone())
                .set("address", address(billing.address()))
                .node();
    }

    private static ObjectNode address(BillingDetails.@Nullable Address given) {
        BillingDetails.Address address =
                given == null
                        ? new BillingDetails.Address(null, null, null, null, null, null)
                        : given;
        return Json.object()
                .put("address_line1", address.line1())
                .put("address_line2", address.line2())
                .put("address_city", address.city())
                .put("address_state", address.state())
                .put("address_postal_code", address.postalCode())
                .put("address_country", address.country())
                .node();
    }
}
