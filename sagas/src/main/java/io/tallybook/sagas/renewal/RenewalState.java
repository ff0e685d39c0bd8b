package io.tallybook.sagas.renewal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.money.CurrencyCode;

/** Where the renewal of a subscription stands. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "stage")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RenewalState.NotBegun.class, name = "not_begun"),
    @JsonSubTypes.Type(value = RenewalState.Active.class, name = "active"),
    @JsonSubTypes.Type(value = RenewalState.Ended.class, name = "ended")
})
public sealed interface RenewalState {
    /** The subscription is unknown. */
    record NotBegun() implements RenewalState {}

    /** Periods follow each other. */
    record Active(SubscriptionId subscriptionId, CustomerId customerId, CurrencyCode currency)
            implements RenewalState {}

    /** No period follows. */
    record Ended() implements RenewalState {}
}
