package io.tallybook.query.customer;

import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of a customer. */
public final class CustomerFold implements Fold<CustomerView, CustomerEvent> {
    @Override
    public CustomerView on(@Nullable CustomerView current, CustomerEvent event, Recorded info) {
        return switch (event) {
            case CustomerEvent.Created e ->
                    new CustomerView(
                            e.customerId(),
                            e.scope(),
                            e.externalId(),
                            e.personal(),
                            e.timezone(),
                            e.metadata(),
                            info.firstStamp());
            case CustomerEvent.Updated e -> {
                CustomerView before = Fold.begun(current, event);
                yield new CustomerView(
                        before.id(),
                        before.scope(),
                        before.externalId(),
                        e.personal(),
                        e.timezone(),
                        e.metadata(),
                        info.stampAfter(before.stamp()));
            }
        };
    }
}
