package io.tallybook.query.customer;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.customer.CustomerView.PersonalDataState;
import io.tallybook.core.customer.CustomerViewBuilder;
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
                yield CustomerViewBuilder.builder(before)
                        .stamp(info.stampAfter(before.stamp(), EntityStatus.DELETED))
                        .build();
            }
            case CustomerEvent.Erased _ -> {
                CustomerView before = Fold.begun(current, event);
                yield CustomerViewBuilder.builder(before)
                        .personal(PersonalData.ERASED)
                        .metadata(Map.of())
                        .personalState(PersonalDataState.ERASED)
                        .stamp(info.stampAfter(before.stamp()))
                        .build();
            }
        };
    }
}
