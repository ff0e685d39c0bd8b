package io.tallybook.sagas.notice;

import io.tallybook.core.Scope;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPolicy;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.sagas.Replies;
import io.tallybook.sagas.duework.DueItem;
import io.tallybook.sagas.duework.Preparation;
import io.tallybook.sagas.duework.Prepared;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * Ends a subscription whose invoice stays unpaid beyond its grace, where the environment has chosen
 * so. What is paid meanwhile, written off or void ends nothing.
 *
 * <pre>
 *  due date over, unpaid ──► grace ──► still unpaid: cancelled at once; open usage is owed
 *                              └─ paid: nothing
 * </pre>
 */
public final class Grace implements Preparation {
    private final QueryGateway queries;

    public Grace(QueryGateway queries) {
        this.queries = queries;
    }

    @Override
    public List<Prepared> prepare(Scope scope, List<DueItem> items) {
        SubscriptionPolicy policy = policy(scope);
        return items.stream().map(item -> prepared(item, policy)).toList();
    }

    private Prepared prepared(DueItem item, SubscriptionPolicy policy) {
        try {
            return switch (policy.unpaid()) {
                case SERVED -> new Prepared.Moot(item);
                case CANCELLED -> looked(item, policy);
            };
        } catch (RuntimeException e) {
            return new Prepared.Unready(item, e.toString());
        }
    }

    private Prepared looked(DueItem item, SubscriptionPolicy policy) {
        Optional<InvoiceView> found = invoice(item);
        if (found.isEmpty()) {
            return new Prepared.Unready(item, "the view does not show the invoice yet");
        }
        InvoiceView invoice = found.get();
        Instant since = invoice.money().overdueSince();
        SubscriptionId subscription = invoice.opening().subscriptionId();
        if (since == null || subscription == null) {
            return new Prepared.Moot(item);
        }
        Instant end = since.plus(policy.grace());
        return item.dueAt().isBefore(end)
                ? new Prepared.Postponed(item, end, invoice.id())
                : ended(item, invoice, subscription);
    }

    private Prepared ended(DueItem item, InvoiceView invoice, SubscriptionId id) {
        Optional<SubscriptionView> view =
                Replies.of(
                        queries.query(
                                new SubscriptionQuery.ById(item.scope(), id),
                                ResponseTypes.optionalInstanceOf(SubscriptionView.class)));
        if (view.isEmpty()) {
            return new Prepared.Unready(item, "the view does not show the subscription yet");
        }
        return view.get().status().isOver()
                ? new Prepared.Moot(item)
                : new Prepared.Ready(item, cancel(item, invoice.id(), id));
    }

    private static SubscriptionCommand cancel(DueItem item, InvoiceId unpaid, SubscriptionId id) {
        return new SubscriptionCommand.Cancel(
                id,
                item.scope(),
                item.dueAt(),
                CancellationType.IMMEDIATE,
                null,
                OpenUsage.INVOICED,
                "invoice " + unpaid + " was not paid",
                ProrationBehavior.NONE,
                unpaid);
    }

    private Optional<InvoiceView> invoice(DueItem item) {
        return Replies.of(
                queries.query(
                        new InvoiceQuery.ById(
                                item.scope(), new InvoiceId(item.duty().subject().value())),
                        ResponseTypes.optionalInstanceOf(InvoiceView.class)));
    }

    private SubscriptionPolicy policy(Scope scope) {
        Optional<SettingView> setting =
                Replies.of(
                        queries.query(
                                new TenancyQuery.SettingOf(scope, SubscriptionPolicy.SETTING),
                                ResponseTypes.optionalInstanceOf(SettingView.class)));
        return setting.map(SettingView::value)
                .map(SubscriptionPolicy::of)
                .orElse(SubscriptionPolicy.USUAL);
    }
}
