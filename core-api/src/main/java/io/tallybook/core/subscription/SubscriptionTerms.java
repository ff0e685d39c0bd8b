package io.tallybook.core.subscription;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.SubscriptionEvent.LineEnd;
import io.tallybook.core.usage.Sharer;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.PeriodUnit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed.
 *
 * @param externalCustomerId the customer's own name, by which its usage is sent
 * @param billingAnchor the moment from which every period is counted
 * @param timezone the IANA zone in which periods are computed: the customer's
 * @param endDate the moment at which it ends by itself
 * @param conventions whose arithmetic holds
 * @param addons instances of addons, those that have ended included
 * @param arrangement absent where all is as usual
 * @param course absent where periods simply repeat from the start
 * @param family absent of one that stands alone
 */
@RecordBuilder
public record SubscriptionTerms(
        CustomerId customerId,
        String externalCustomerId,
        PlanId planId,
        CurrencyCode currency,
        Instant startDate,
        @Nullable Instant endDate,
        Instant billingAnchor,
        BillingCycle billingCycle,
        PeriodUnit billingPeriod,
        int billingPeriodCount,
        String timezone,
        Conventions conventions,
        List<LineItem> lineItems,
        @Nullable String lookupKey,
        Map<String, String> metadata,
        List<AddonAssociation> addons,
        @Nullable Arrangement arrangement,
        @Nullable Course course,
        @Nullable Family family) {
    public SubscriptionTerms {
        lineItems = List.copyOf(lineItems);
        metadata = Map.copyOf(metadata);
        addons = List.copyOf(Objects.requireNonNullElse(addons, List.of()));
    }

    /** Terms of a subscription that stands alone. */
    public SubscriptionTerms(
            CustomerId customerId,
            String externalCustomerId,
            PlanId planId,
            CurrencyCode currency,
            Instant startDate,
            @Nullable Instant endDate,
            Instant billingAnchor,
            BillingCycle billingCycle,
            PeriodUnit billingPeriod,
            int billingPeriodCount,
            String timezone,
            Conventions conventions,
            List<LineItem> lineItems,
            @Nullable String lookupKey,
            Map<String, String> metadata,
            List<AddonAssociation> addons,
            @Nullable Arrangement arrangement,
            @Nullable Course course) {
        this(
                customerId,
                externalCustomerId,
                planId,
                currency,
                startDate,
                endDate,
                billingAnchor,
                billingCycle,
                billingPeriod,
                billingPeriodCount,
                timezone,
                conventions,
                lineItems,
                lookupKey,
                metadata,
                addons,
                arrangement,
                course,
                null);
    }

    /** Terms without addons, of which all is as usual. */
    public SubscriptionTerms(
            CustomerId customerId,
            String externalCustomerId,
            PlanId planId,
            CurrencyCode currency,
            Instant startDate,
            @Nullable Instant endDate,
            Instant billingAnchor,
            BillingCycle billingCycle,
            PeriodUnit billingPeriod,
            int billingPeriodCount,
            String timezone,
            Conventions conventions,
            List<LineItem> lineItems,
            @Nullable String lookupKey,
            Map<String, String> metadata) {
        this(
                customerId,
                externalCustomerId,
                planId,
                currency,
                startDate,
                endDate,
                billingAnchor,
                billingCycle,
                billingPeriod,
                billingPeriodCount,
                timezone,
                conventions,
                lineItems,
                lookupKey,
                metadata,
                List.of(),
                null,
                null);
    }

    /** How it begins and is paid. */
    public Arrangement arranged() {
        return arrangement == null ? Arrangement.USUAL : arrangement;
    }

    /** How its periods follow each other. */
    public Course coursed() {
        return course == null ? Course.STRAIGHT : course;
    }

    /** The same terms with a pause that has begun. */
    public SubscriptionTerms after(SubscriptionEvent.Paused pause) {
        PauseOrder order = pause.order();
        return with(
                coursed()
                        .paused(
                                new Course.Pause(
                                        order.start(), null, pause.periodIndex(), order.rest())));
    }

    /** The same terms with the last pause over. */
    public SubscriptionTerms after(SubscriptionEvent.Resumed resumed) {
        return with(coursed().resumed(resumed.resumedAt()));
    }

    /** The same terms with a crossing that has happened. */
    public SubscriptionTerms after(SubscriptionEvent.ThresholdCrossed crossed) {
        return with(coursed().crossed(crossed.crossing()));
    }

    /** The same terms with a trial that ends at another moment. */
    public SubscriptionTerms after(SubscriptionEvent.TrialChanged changed) {
        return beginning(startDate, changed.billingAnchor(), timezone)
                .with(coursed().trialUntil(changed.trial().end()));
    }

    /** The same terms after their lines were changed. */
    public SubscriptionTerms after(SubscriptionEvent.LinesChanged change) {
        Amendment amendment = change.amendment();
        String changeId = amendment == null ? null : amendment.changeId();
        Map<LineItemId, LineEnd> ends = new HashMap<>();
        change.ended().forEach(end -> ends.putIfAbsent(end.lineItemId(), end));
        List<LineItem> lines = new ArrayList<>();
        for (LineItem line : lineItems) {
            LineEnd end = ends.get(line.id());
            lines.add(end == null ? line : line.ended(end.endDate(), end.agreedAt(), changeId));
        }
        lines.addAll(change.added());
        return amendment == null ? with(lines) : with(lines).amended(amendment);
    }

    /** The same terms with usage counted by other versions of its meters. */
    public SubscriptionTerms after(SubscriptionEvent.Remetered remetered) {
        Map<LineItemId, MeterDefinition> meters = new HashMap<>();
        remetered.lines().forEach(one -> meters.putIfAbsent(one.lineItemId(), one.meter()));
        return with(
                lineItems.stream()
                        .map(
                                line ->
                                        Optional.ofNullable(meters.get(line.id()))
                                                .map(line::counting)
                                                .orElse(line))
                        .toList());
    }

    private SubscriptionTerms amended(Amendment amendment) {
        List<AddonAssociation> all = new ArrayList<>(addons);
        for (AddonAssociation ended : amendment.addonsEnded()) {
            all.replaceAll(addon -> addon.id().equals(ended.id()) ? ended : addon);
        }
        all.addAll(amendment.addons());
        return copied(amendment.planId() == null ? planId : amendment.planId(), lineItems, all);
    }

    /** What it is charged for, each by its id. */
    public Map<LineItemId, LineItem> lineItemsById() {
        Map<LineItemId, LineItem> all = HashMap.newHashMap(lineItems.size());
        lineItems.forEach(line -> all.putIfAbsent(line.id(), line));
        return all;
    }

    /** The same terms with other line items. */
    public SubscriptionTerms with(List<LineItem> lines) {
        return copied(planId, lines, addons);
    }

    /** The same terms with these instances of addons. */
    public SubscriptionTerms withAddons(List<AddonAssociation> all) {
        return copied(planId, lineItems, all);
    }

    /**
     * A subscription of these terms and all that it follows: what belongs to one of them alone
     * belongs to it.
     */
    public List<SubscriptionId> lineage(SubscriptionId id) {
        return Stream.concat(Stream.of(id), arranged().predecessors().stream().map(Predecessor::id))
                .toList();
    }

    /** Who gets its invoices, and whose credits and taxes are on them. */
    public CustomerId payer() {
        CustomerId other = family == null ? null : family.invoicingCustomerId();
        return related()
                .membership()
                .map(GroupMembership::payer)
                .orElse(other == null ? customerId : other);
    }

    /** The same terms, whose invoices go to this customer. */
    public SubscriptionTerms paidBy(CustomerId payer) {
        return payer.equals(payer()) ? this : with(related().paidNowBy(payer));
    }

    /** How it stands to others. */
    public SubscriptionType type() {
        if (family != null && family.parentId() != null) {
            return SubscriptionType.INHERITED;
        }
        if (related().membership().isPresent()) {
            return SubscriptionType.GROUPED_INVOICING;
        }
        if (!related().present().isEmpty() || !related().children().isEmpty()) {
            return SubscriptionType.PARENT;
        }
        return payer().equals(customerId)
                ? SubscriptionType.STANDALONE
                : SubscriptionType.DELEGATED_INVOICING;
    }

    /** With whom it stands together. */
    public Family related() {
        return family == null ? Family.NONE : family;
    }

    /** Whose usage counts with its customer's. */
    public List<Sharer> sharers() {
        return related().sharers();
    }

    /** The same terms by another plan. */
    public SubscriptionTerms by(PlanId plan) {
        return copied(plan, lineItems, addons);
    }

    /** By which names usage may come that counts. */
    public Set<String> names() {
        Set<String> names = new HashSet<>();
        names.add(externalCustomerId);
        related().heirs().forEach(heir -> names.add(heir.externalCustomerId()));
        return names;
    }

    /** The same terms after some began to share it and others ceased to. */
    public SubscriptionTerms after(SubscriptionEvent.HeirsChanged change) {
        return with(related().after(change));
    }

    /** The same terms after others came to be invoiced with it, or ceased to. */
    public SubscriptionTerms after(SubscriptionEvent.GroupChanged change) {
        return with(related().after(change));
    }

    /** The same terms after it came to be invoiced with another. */
    public SubscriptionTerms after(SubscriptionEvent.GroupJoined joined) {
        return with(related().after(joined));
    }

    /** The same terms after it ceased to be invoiced with another. */
    public SubscriptionTerms after(SubscriptionEvent.GroupLeft left) {
        return with(related().after(left));
    }

    /** The same terms, standing together with others so. */
    public SubscriptionTerms with(@Nullable Family others) {
        return SubscriptionTermsBuilder.builder(this).family(others).build();
    }

    /** The same terms, arranged so. */
    public SubscriptionTerms with(Arrangement agreed) {
        return SubscriptionTermsBuilder.builder(this).arrangement(agreed).build();
    }

    /** The same terms, with periods that follow each other so. */
    public SubscriptionTerms with(Course periods) {
        return SubscriptionTermsBuilder.builder(this).course(periods).build();
    }

    /** The same terms of what begins at another moment than it was written down for. */
    public SubscriptionTerms startingAt(Instant start) {
        return beginning(start, billingAnchor.equals(startDate) ? start : billingAnchor, timezone);
    }

    /** The same terms from another start and anchor on, in a zone. */
    public SubscriptionTerms beginning(Instant start, Instant anchor, String zone) {
        return SubscriptionTermsBuilder.builder(this)
                .startDate(start)
                .billingAnchor(anchor)
                .timezone(zone)
                .build();
    }

    private SubscriptionTerms copied(
            PlanId plan, List<LineItem> lines, List<AddonAssociation> instances) {
        return SubscriptionTermsBuilder.builder(this)
                .planId(plan)
                .lineItems(lines)
                .addons(instances)
                .build();
    }
}
