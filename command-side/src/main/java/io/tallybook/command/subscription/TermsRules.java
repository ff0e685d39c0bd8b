package io.tallybook.command.subscription;

import io.tallybook.command.Rules;
import io.tallybook.command.customer.TimeZones;
import io.tallybook.core.Rejection;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingSchedule;
import io.tallybook.domain.time.Cadence;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be agreed. */
final class TermsRules {
    private static final int PERIOD_COUNT_MAX = 366;
    private static final int LINES_MAX = 500;
    private static final BigDecimal QUANTITY_MAX = new BigDecimal("1e12");
    private static final int QUANTITY_PLACES = 8;

    private TermsRules() {}

    /** The first rule that the terms break. */
    static Optional<Rejection> broken(SubscriptionTerms terms) {
        Rules rules =
                Rules.begin()
                        .moment("start_date", terms.startDate())
                        .moment("end_date", terms.endDate())
                        .moment("billing_anchor", terms.billingAnchor())
                        .that(
                                terms.endDate() == null
                                        || terms.startDate().isBefore(terms.endDate()),
                                "end_date",
                                String.valueOf(terms.endDate()),
                                "after the start date " + terms.startDate())
                        .that(
                                terms.billingPeriodCount() >= 1
                                        && terms.billingPeriodCount() <= PERIOD_COUNT_MAX,
                                "billing_period_count",
                                String.valueOf(terms.billingPeriodCount()),
                                "1 to " + PERIOD_COUNT_MAX)
                        .that(
                                TimeZones.find(terms.timezone()).isPresent(),
                                "timezone",
                                terms.timezone(),
                                "an IANA time zone, as Europe/Berlin")
                        .name("external_customer_id", terms.externalCustomerId())
                        .nameIfAny("lookup_key", terms.lookupKey())
                        .metadata(terms.metadata());
        return rules.then(() -> brokenAnchor(terms)).then(() -> brokenLines(terms)).broken();
    }

    /**
     * The terms as they will hold: the zone by its full name, and with the calendar cycle the
     * anchor that the calendar gives.
     */
    static SubscriptionTerms settled(SubscriptionTerms terms) {
        ZoneId zone = zone(terms);
        Instant anchor =
                switch (terms.billingCycle()) {
                    case ANNIVERSARY -> terms.billingAnchor();
                    case CALENDAR ->
                            BillingSchedule.calendarAnchor(
                                    terms.startDate(), zone, terms.billingPeriod());
                };
        return new SubscriptionTerms(
                terms.customerId(),
                terms.externalCustomerId(),
                terms.planId(),
                terms.currency(),
                terms.startDate(),
                terms.endDate(),
                anchor,
                terms.billingCycle(),
                terms.billingPeriod(),
                terms.billingPeriodCount(),
                zone.getId(),
                terms.conventions(),
                terms.lineItems(),
                terms.lookupKey(),
                terms.metadata(),
                terms.addons());
    }

    // Only to compare periods, which may be counted in days or in months.
    private static int days(PeriodUnit unit, int count) {
        return (unit.days() + unit.months() * 30) * count;
    }

    private static ZoneId zone(SubscriptionTerms terms) {
        return TimeZones.find(terms.timezone()).orElse(ZoneId.of("UTC"));
    }

    // A first period that runs to an anchor far away would be longer than what was agreed.
    private static Optional<Rejection> brokenAnchor(SubscriptionTerms terms) {
        Cadence cadence = new Cadence(terms.billingPeriod(), terms.billingPeriodCount());
        Instant latest =
                ZonedDateTime.ofInstant(terms.startDate(), zone(terms))
                        .plusMonths(cadence.months())
                        .plusDays(cadence.days())
                        .toInstant();
        return Rules.begin()
                .that(
                        terms.billingCycle() == BillingCycle.CALENDAR
                                || !terms.billingAnchor().isAfter(latest),
                        "billing_anchor",
                        terms.billingAnchor().toString(),
                        "at most one period after the start, " + latest)
                .broken();
    }

    private static Optional<Rejection> brokenLines(SubscriptionTerms terms) {
        List<LineItem> lines = terms.lineItems();
        Rules rules =
                Rules.begin()
                        .that(
                                !lines.isEmpty() && lines.size() <= LINES_MAX,
                                "line_items",
                                lines.size() + " line items",
                                "1 to " + LINES_MAX + " prices of the plan in its currency");
        Set<LineItemId> ids = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            LineItem line = lines.get(i);
            rules =
                    rules.that(
                                    ids.add(line.id()),
                                    "line_items[" + i + "].id",
                                    line.id().value(),
                                    "an id of its own")
                            .and(brokenLine(terms, line, "line_items[" + i + "]"));
        }
        return rules.broken();
    }

    private static Optional<Rejection> brokenLine(
            SubscriptionTerms terms, LineItem line, String at) {
        PriceDocument price = line.price();
        Rules rules =
                Rules.begin()
                        .that(
                                price.currency().equals(terms.currency()),
                                at + ".currency",
                                price.currency().code(),
                                terms.currency().code())
                        .that(
                                price.billingPeriod() == null
                                        || days(price.billingPeriod(), price.billingPeriodCount())
                                                >= days(
                                                        terms.billingPeriod(),
                                                        terms.billingPeriodCount()),
                                at + ".billing_period",
                                price.billingPeriodCount() + " " + price.billingPeriod(),
                                "no shorter than the subscription's, "
                                        + terms.billingPeriodCount()
                                        + " "
                                        + terms.billingPeriod());
        return switch (price.type()) {
            case FIXED ->
                    rules.that(line.meter() == null, at + ".meter", "one", "none with type FIXED")
                            .amount(
                                    at + ".quantity",
                                    line.quantity(),
                                    QUANTITY_MAX,
                                    QUANTITY_PLACES)
                            .broken();
            case USAGE -> {
                MeterDefinition meter = line.meter();
                yield rules.that(
                                meter != null && meter.meterId().equals(price.meterId()),
                                at + ".meter",
                                meter == null ? "none" : meter.meterId().value(),
                                "the meter of the price, " + price.meterId())
                        .zero(
                                at + ".quantity",
                                line.quantity(),
                                "with type USAGE: its usage is the quantity")
                        .broken();
            }
        };
    }
}
