package io.tallybook.core.subscription;

import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.usage.Sharer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * With whom a subscription stands together, where it does.
 *
 * @param invoicingCustomerId who gets its invoices; absent for its customer
 * @param parentId the subscription that it is inherited from; absent of one with lines of its own
 * @param heirs who shares it or did, in the order in which they came
 * @param grouped the subscriptions that are invoiced together with it; absent for none
 * @param memberships with which others it is invoiced together, or was; absent for none
 */
public record Family(
        @Nullable CustomerId invoicingCustomerId,
        @Nullable SubscriptionId parentId,
        List<Heir> heirs,
        @Nullable List<SubscriptionId> grouped,
        @Nullable List<GroupMembership> memberships) {
    /** One that stands alone. */
    public static final Family NONE = new Family(null, null, List.of());

    public Family {
        heirs = List.copyOf(Objects.requireNonNullElse(heirs, List.of()));
        grouped = grouped == null || grouped.isEmpty() ? null : List.copyOf(grouped);
        memberships =
                memberships == null || memberships.isEmpty() ? null : List.copyOf(memberships);
    }

    /** One that is invoiced by itself. */
    public Family(
            @Nullable CustomerId invoicingCustomerId,
            @Nullable SubscriptionId parentId,
            List<Heir> heirs) {
        this(invoicingCustomerId, parentId, heirs, null, null);
    }

    /** One whose invoices go to another customer. */
    public static Family paidBy(CustomerId payer) {
        return new Family(payer, null, List.of());
    }

    /** The same, invoiced to this customer whatever it was before. */
    Family paidNowBy(CustomerId payer) {
        return new Family(payer, parentId, heirs, grouped, null);
    }

    /** The same, shared with these. */
    public Family with(List<Heir> all) {
        return new Family(invoicingCustomerId, parentId, all, grouped, memberships);
    }

    /** The same, invoiced together with these. */
    public Family grouping(List<SubscriptionId> children) {
        return new Family(invoicingCustomerId, parentId, heirs, children, memberships);
    }

    /** The same, invoiced with others so. */
    Family in(List<GroupMembership> all) {
        return new Family(invoicingCustomerId, parentId, heirs, grouped, all);
    }

    /** The subscriptions that are invoiced together with it. */
    public List<SubscriptionId> children() {
        return grouped == null ? List.of() : grouped;
    }

    /** All the times at which it was invoiced together with others. */
    public List<GroupMembership> groups() {
        return memberships == null ? List.of() : memberships;
    }

    /** That with which it is invoiced together from now on. */
    public Optional<GroupMembership> membership() {
        return groups().stream().filter(GroupMembership::lasts).findFirst();
    }

    /** On whose invoice a period is. */
    public Optional<SubscriptionId> groupedWith(int index) {
        return groups().stream()
                .filter(one -> one.covers(index))
                .map(GroupMembership::parentId)
                .findFirst();
    }

    /** That which it belongs to: which it is inherited from, or invoiced together with. */
    public @Nullable SubscriptionId belongsTo() {
        return parentId == null
                ? membership().map(GroupMembership::parentId).orElse(null)
                : parentId;
    }

    /** The same after others came to be invoiced with it, or ceased to. */
    Family after(SubscriptionEvent.GroupChanged change) {
        List<SubscriptionId> all = new ArrayList<>(children());
        all.removeAll(change.removed());
        all.addAll(change.added());
        return grouping(all);
    }

    /** The same after it came to be invoiced with another. */
    Family after(SubscriptionEvent.GroupJoined joined) {
        List<GroupMembership> all = new ArrayList<>(groups());
        all.add(joined.membership());
        return in(all);
    }

    /** The same after it ceased to be invoiced with another. */
    Family after(SubscriptionEvent.GroupLeft left) {
        return in(
                groups().stream()
                        .map(
                                one ->
                                        one.lasts() && one.parentId().equals(left.parentId())
                                                ? one.until(left.untilIndex())
                                                : one)
                        .toList());
    }

    /** The same after some came and others went. */
    Family after(SubscriptionEvent.HeirsChanged change) {
        List<Heir> all = new ArrayList<>();
        for (Heir heir : heirs) {
            all.add(
                    heir.shares() && change.removed().contains(heir.subscriptionId())
                            ? heir.ended(change.changedAt())
                            : heir);
        }
        all.addAll(change.added());
        return with(all);
    }

    /** Those who share it now. */
    public List<Heir> present() {
        return heirs.stream().filter(Heir::shares).toList();
    }

    List<Sharer> sharers() {
        return heirs.stream().map(Heir::sharer).toList();
    }

    /**
     * What the inherited subscription of an heir agrees to: the plan and the periods of the one
     * that it is inherited from, without lines of its own.
     */
    public static SubscriptionTerms inherited(
            SubscriptionId parent, SubscriptionTerms terms, Heir heir) {
        return new SubscriptionTerms(
                        heir.customerId(),
                        heir.externalCustomerId(),
                        terms.planId(),
                        terms.currency(),
                        heir.from(),
                        null,
                        terms.billingAnchor(),
                        terms.billingCycle(),
                        terms.billingPeriod(),
                        terms.billingPeriodCount(),
                        terms.timezone(),
                        terms.conventions(),
                        List.of(),
                        null,
                        Map.of())
                .with(new Family(terms.payer(), parent, List.of()));
    }
}
