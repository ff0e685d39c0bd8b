package io.tallybook.core.payment;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about payments. */
public sealed interface PaymentQuery {
    /** One by its id; answered with an optional {@link PaymentView}. */
    record ById(Scope scope, PaymentId id) implements PaymentQuery {}

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, invoice_id, customer_id, status, method, gateway, reference,
     * currency, created_at, updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements PaymentQuery {}

    /** By what a customer can be charged; answered with {@link Methods}. */
    record MethodsOf(Scope scope, CustomerId customerId) implements PaymentQuery {}

    /** The default first. */
    record Methods(List<Method> items) {
        public Methods {
            items = List.copyOf(items);
        }
    }

    /** Something that can be charged. */
    record Method(String id, PaymentMethodType type, String gateway) {}

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<PaymentView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
