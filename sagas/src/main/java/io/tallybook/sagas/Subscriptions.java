package io.tallybook.sagas;

import io.tallybook.core.AwaitView;
import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * What was agreed in subscriptions. Terms never change, so a view that lags may lack some but never
 * shows old ones.
 */
public final class Subscriptions {
    private static final int IDS_AT_ONCE = 1000;

    private final QueryGateway queries;
    private final Duration boundOfWait;

    /**
     * @param boundOfWait how long a view is waited for that does not show a subscription yet
     */
    public Subscriptions(QueryGateway queries, Duration boundOfWait) {
        this.queries = queries;
        this.boundOfWait = boundOfWait;
    }

    /** The terms of those that are to be seen; a missing one is not in the answer. */
    public Map<SubscriptionId, SubscriptionTerms> terms(
            Scope scope, Collection<SubscriptionId> ids) {
        List<SubscriptionId> wanted = ids.stream().distinct().toList();
        Map<SubscriptionId, SubscriptionView> found = new HashMap<>(read(scope, wanted));
        List<SubscriptionId> missing =
                wanted.stream().filter(id -> !found.containsKey(id)).toList();
        if (!missing.isEmpty()) {
            missing.forEach(this::awaitBeginning);
            found.putAll(read(scope, missing));
        }
        Map<SubscriptionId, SubscriptionTerms> terms = new HashMap<>();
        found.forEach((id, view) -> terms.put(id, view.terms()));
        return Map.copyOf(terms);
    }

    /** Those that are to be seen now; a missing one is not in the answer. */
    public Map<SubscriptionId, SubscriptionView> views(
            Scope scope, Collection<SubscriptionId> ids) {
        return ids.isEmpty() ? Map.of() : read(scope, ids.stream().distinct().toList());
    }

    /** Errors: IllegalStateException if the view does not show it in time. */
    public SubscriptionTerms termsOf(Scope scope, SubscriptionId id) {
        SubscriptionTerms terms = terms(scope, List.of(id)).get(id);
        if (terms == null) {
            throw new IllegalStateException("the view does not show subscription " + id + " yet");
        }
        return terms;
    }

    private Map<SubscriptionId, SubscriptionView> read(Scope scope, List<SubscriptionId> ids) {
        Map<SubscriptionId, SubscriptionView> found = new HashMap<>();
        for (int from = 0; from < ids.size(); from += IDS_AT_ONCE) {
            List<SubscriptionId> some = ids.subList(from, Math.min(ids.size(), from + IDS_AT_ONCE));
            SubscriptionQuery.Page page =
                    Replies.of(
                            queries.query(
                                    new SubscriptionQuery.ByIds(scope, some),
                                    ResponseTypes.instanceOf(SubscriptionQuery.Page.class)));
            for (SubscriptionView view : page.items()) {
                found.put(view.id(), view);
            }
        }
        return found;
    }

    private void awaitBeginning(SubscriptionId id) {
        Replies.of(
                queries.query(
                        new AwaitView(ViewKind.SUBSCRIPTION, id.value(), 0, boundOfWait.toMillis()),
                        ResponseTypes.instanceOf(Boolean.class)));
    }
}
