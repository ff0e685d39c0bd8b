package io.tallybook.core.subscription;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;

/** What is to happen to a subscription, seen from the list of all such. */
public record ScheduleView(
        ScheduleId id,
        Scope scope,
        SubscriptionId subscriptionId,
        SubscriptionSchedule schedule,
        Stamp stamp)
        implements View {}
