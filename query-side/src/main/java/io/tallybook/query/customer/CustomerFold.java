package io.tallybook.query.customer;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.customer.CustomerView.PersonalDataState;
import io.tallybook.core.customer.PersonalData;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import java.util.Map;
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
                            e.terms(),
                            PersonalDataState.HELD,
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
                        e.terms(),
                        before.personalState(),
                        info.stampAfter(before.stamp()));
            }
            case CustomerEvent.Deleted _ -> {
                CustomerView before = Fold.begun(current, event);
                yield new CustomerView(
                        before.id(),
                        before.scope(),
                        before.externalId(),
                        before.personal(),
                        before.timezone(),
                        before.metadata(),
                        before.terms(),
                        before.personalState(),
                        info.stampAfter(before.stamp(), EntityStatus.DELETED));
            }
            case CustomerEvent.Erased _ -> {
                CustomerView before = Fold.begun(current, event);
                yield new CustomerView(
                        before.id(),
                        before.scope(),
                        before.externalId(),
                        PersonalData.ERASED,
                        before.timezone(),
                        Map.of(),
                        before.terms(),
                        PersonalDataState.ERASED,
                        info.stampAfter(before.stamp()));
            }
        };
    }
}
