package io.tallybook.query.customer;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.customer.CustomerView.PersonalDataState;
import io.tallybook.core.customer.PersonalCopies;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.concurrent.TimeUnit;

/** The view of customers, which the projection clears when it comes to the event. */
public final class CustomerCopies implements PersonalCopies {
    private static final int SECONDS_MAX = 10;

    private final ViewReads<CustomerView> reads;

    public CustomerCopies(ReadTables tables) {
        this.reads = new ViewReads<>(tables, CustomerProjector.TABLE);
    }

    @Override
    public String place() {
        return "view of customers";
    }

    @Override
    public boolean clear(Scope scope, EntityId person) {
        return !(person instanceof CustomerId customer) || isCleared(scope, customer);
    }

    private boolean isCleared(Scope scope, CustomerId customer) {
        return reads.byId(scope, customer)
                .orTimeout(SECONDS_MAX, TimeUnit.SECONDS)
                .join()
                .filter(view -> view.personalState() == PersonalDataState.ERASED)
                .isPresent();
    }
}
