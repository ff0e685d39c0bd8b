package io.tallybook.core.subscription;

import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.PeriodUnit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed.
 *
 * @param externalCustomerId the customer's own name, by which its usage is sent
 * @param billingAnchor the moment from which every period is counted
 * @param timezone the IANA zone in which periods are computed: the customer's
 * @param endDate the moment at which it ends by itself
 * @param conventions whose arithmetic holds
 * @param arrangement absent where all is as usual
 * @param course absent where periods simply repeat from the start
 */
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
        @Nullable Arrangement arrangement,
        @Nullable Course course) {
    public SubscriptionTerms {
        lineItems = List.copyOf(lineItems);
        metadata = Map.copyOf(metadata);
    }

    /** Terms of which all is as usual. */
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
                null,
                null);
    }

    /** How it begins and is paid. */
    public Arrangement arranged() {
        return arrangement == null ? Arrangement.USUAL : arrangement;
    }

    /** The same terms after their lines were changed. */
    public SubscriptionTerms after(SubscriptionEvent.LinesChanged change) {
        List<LineItem> lines = new ArrayList<>();
        for (LineItem line : lineItems) {
            Instant end =
                    change.ended().stream()
                            .filter(ended -> ended.lineItemId().equals(line.id()))
                            .map(SubscriptionEvent.LineEnd::endDate)
                            .findFirst()
                            .orElse(line.endDate());
            lines.add(line.holding(line.startDate(), end));
        }
        lines.addAll(change.added());
        return with(lines);
    }

    /** The same terms with other line items. */
    public SubscriptionTerms with(List<LineItem> lines) {
        return new SubscriptionTerms(
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
                lines,
                lookupKey,
                metadata,
                arrangement,
                course);
    }

    /** The same terms, arranged so. */
    public SubscriptionTerms with(Arrangement agreed) {
        return new SubscriptionTerms(
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
                agreed,
                course);
    }

    /** The same terms, with periods that follow each other so. */
    public SubscriptionTerms with(Course periods) {
        return new SubscriptionTerms(
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
                arrangement,
                periods);
    }

    /** The same terms from another start and anchor on, in a zone. */
    public SubscriptionTerms beginning(Instant start, Instant anchor, String zone) {
        return new SubscriptionTerms(
                customerId,
                externalCustomerId,
                planId,
                currency,
                start,
                endDate,
                anchor,
                billingCycle,
                billingPeriod,
                billingPeriodCount,
                zone,
                conventions,
                lineItems,
                lookupKey,
                metadata,
                arrangement,
                course);
    }
}
