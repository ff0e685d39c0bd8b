package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.request.Fields;
import org.jspecify.annotations.Nullable;

/**
 * With whom a new subscription is to stand together.
 *
 * @param payer the external id of who is to get the invoices; absent for its customer
 */
record InheritanceRequest(@Nullable String payer) {
    static final String PAYER = "inheritance.invoicing_customer_external_id";

    private static final InheritanceRequest ALONE = new InheritanceRequest(null);

    /** The caller has to check the fields. */
    static InheritanceRequest of(Fields in) {
        Fields wished = in.optional("inheritance").object();
        if (wished == null) {
            return ALONE;
        }
        wished.refuseUnsupported(
                "parent_subscription_id",
                "external_customer_ids_to_inherit_subscription",
                "grouped_invoicing_children_to_create",
                "subscriptions_ids_for_grouped_invoicing");
        return new InheritanceRequest(
                wished.isEmptyText("invoicing_customer_external_id")
                        ? null
                        : wished.optional("invoicing_customer_external_id").text(Wishes.SHORT));
    }
}
