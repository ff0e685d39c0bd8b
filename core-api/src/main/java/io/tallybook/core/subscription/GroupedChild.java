package io.tallybook.core.subscription;

import java.util.ArrayList;
import java.util.List;

/**
 * A subscription that begins together with the one that it is invoiced with.
 *
 * @param terms its own, as if it stood alone
 */
public record GroupedChild(SubscriptionId id, SubscriptionTerms terms) {
    /** What it begins with: its own terms, all of its periods on the invoices of the other. */
    public SubscriptionTerms joining(SubscriptionId parentId, SubscriptionTerms parent) {
        return terms.with(
                terms.related()
                        .in(List.of(new GroupMembership(parentId, parent.payer(), 0, null))));
    }

    /** The terms of the parent, which names them all. */
    static SubscriptionTerms named(SubscriptionTerms parent, List<GroupedChild> children) {
        List<SubscriptionId> all = new ArrayList<>(parent.related().children());
        children.stream().map(GroupedChild::id).filter(id -> !all.contains(id)).forEach(all::add);
        return children.isEmpty() ? parent : parent.with(parent.related().grouping(all));
    }
}
