package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.request.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * With whom a new subscription is to stand together.
 *
 * @param payer the external id of who is to get the invoices; absent for its customer
 * @param heirs the external ids of those who are to share it
 * @param grouped the ids of the subscriptions that are to be invoiced with it
 * @param children those that are to begin together with it, and to be invoiced with it
 */
record InheritanceRequest(
        @Nullable String payer,
        List<String> heirs,
        List<String> grouped,
        List<ChildRequest> children) {
    static final String PAYER = "inheritance.invoicing_customer_external_id";
    static final String HEIRS = "external_customer_ids_to_inherit_subscription";
    static final int HEIRS_MAX = 500;
    static final String GROUPED = "subscriptions_ids_for_grouped_invoicing";

    static final String CHILDREN = "grouped_invoicing_children_to_create";
    private static final int CHILDREN_MAX = 100;

    static final InheritanceRequest ALONE =
            new InheritanceRequest(null, List.of(), List.of(), List.of());

    InheritanceRequest {
        heirs = List.copyOf(heirs);
        grouped = List.copyOf(grouped);
        children = List.copyOf(children);
    }

    /** The caller has to check the fields. */
    static InheritanceRequest of(Fields in) {
        Fields wished = in.optional("inheritance").object();
        if (wished == null) {
            return ALONE;
        }
        return new InheritanceRequest(
                wished.isEmptyText("invoicing_customer_external_id")
                        ? null
                        : wished.optional("invoicing_customer_external_id").text(Wishes.SHORT),
                wished.optional(HEIRS).texts(HEIRS_MAX, Wishes.SHORT),
                wished.optional(GROUPED).texts(HEIRS_MAX, Wishes.SHORT),
                wished.optional(CHILDREN).objects(CHILDREN_MAX).stream()
                        .map(ChildRequest::of)
                        .toList());
    }
}
