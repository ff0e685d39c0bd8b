package io.tallybook.sagas.finalization;

import io.tallybook.core.Scope;
import io.tallybook.core.invoice.BilledBefore;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.SafetyBounds;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.sagas.Replies;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/** What a batch of invoices is held against before it is computed: one question for all of it. */
final class SafetyInputs {
    private SafetyInputs() {}

    static SafetyBounds bounds(QueryGateway queries, Scope scope) {
        return Replies.of(
                        queries.query(
                                new TenancyQuery.SettingOf(scope, SafetyBounds.SETTING),
                                ResponseTypes.optionalInstanceOf(SettingView.class)))
                .map(setting -> SafetyBounds.of(setting.value()))
                .orElse(SafetyBounds.USUAL);
    }

    /** What the subscriptions of these invoices were billed for these stretches, and how much. */
    static BilledBefore.Index before(
            QueryGateway queries,
            Scope scope,
            List<SubscriptionId> subscriptions,
            Stream<BillingPeriod> stretches) {
        Optional<Instant> since =
                stretches.map(BillingPeriod::start).min(Comparator.naturalOrder());
        return since.isEmpty()
                ? BilledBefore.NOTHING.index()
                : Replies.of(
                                queries.query(
                                        new InvoiceQuery.OfSubscriptions(
                                                scope, subscriptions, since.get()),
                                        ResponseTypes.instanceOf(BilledBefore.class)))
                        .index();
    }
}
