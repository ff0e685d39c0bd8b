package io.tallybook.core.subscription;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import io.tallybook.core.customer.CustomerId;

/** A line item, seen from the list of all line items. */
public record SubscriptionLine(
        LineItemId id,
        Scope scope,
        SubscriptionId subscriptionId,
        CustomerId customerId,
        LineItem item,
        Stamp stamp)
        implements View {}
