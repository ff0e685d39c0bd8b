package io.tallybook.command.subscription;

import io.tallybook.command.Rules;
import io.tallybook.command.customer.TimeZones;
import io.tallybook.core.Rejection;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.ChangeOfTrial;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.PaymentBehavior;
import io.tallybook.core.subscription.PaymentTerms;
import io.tallybook.core.subscription.SettledTerms;
import io.tallybook.core.subscription.SpendCommitment;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionType;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.Cadence;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What can be agreed. */
final class TermsRules {
    private static final int PERIOD_COUNT_MAX = 366;
    private static final int LINES_MAX = 30_000;
    private static final BigDecimal QUANTITY_MAX = new BigDecimal("1e12");
    private static final int QUANTITY_PLACES = 8;
    private static final int TRIAL_DAYS_MAX = ChangeOfTrial.DAYS_MAX;
    private static final int NET_DAYS_MAX = 365;
    private static final int HOURS_TO_PAY_MAX = 720;

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
        return rules.then(() -> FamilyDecider.broken(terms, terms.related().present()))
                .then(() -> brokenArrangement(terms))
                .then(() -> brokenAnchor(terms, chargedFrom(terms)))
                .then(() -> brokenLines(terms))
                .broken();
    }

    /** The terms as they will hold, in the zone that they name. */
    static SubscriptionTerms settled(SubscriptionTerms terms) {
        return SettledTerms.of(terms, zone(terms));
    }

    private static Instant chargedFrom(SubscriptionTerms terms) {
        return SettledTerms.chargedFrom(terms, zone(terms));
    }

    private static Optional<Rejection> brokenArrangement(SubscriptionTerms terms) {
        Arrangement agreed = terms.arranged();
        Integer days = agreed.trialDays();
        Rules rules =
                Rules.begin()
                        .that(
                                days == null || (days >= 0 && days <= TRIAL_DAYS_MAX),
                                "trial_period_days",
                                String.valueOf(days),
                                "0 to " + TRIAL_DAYS_MAX)
                        .that(
                                days == null || agreed.trialEnd() == null,
                                "trial_period_days",
                                String.valueOf(days),
                                "none with a trial_end_date")
                        .moment("trial_end_date", agreed.trialEnd())
                        .then(() -> brokenTrial(terms))
                        .that(
                                fits(agreed),
                                "payment_behavior",
                                word(agreed.paymentBehavior()),
                                "one that goes with collection_method "
                                        + word(agreed.collectionMethod()))
                        .that(
                                agreed.hoursToPay() == null
                                        || (agreed.hoursToPay() >= 1
                                                && agreed.hoursToPay() <= HOURS_TO_PAY_MAX),
                                "incomplete_timeout_hours",
                                String.valueOf(agreed.hoursToPay()),
                                "1 to " + HOURS_TO_PAY_MAX)
                        .nameIfAny("gateway_payment_method_id", agreed.paymentMethodId());
        PaymentTerms due = agreed.paymentTerms();
        if (due != null) {
            rules =
                    rules.that(
                            due.netDays() >= 0 && due.netDays() <= NET_DAYS_MAX,
                            "payment_terms",
                            due.netDays() + " days",
                            "0 to " + NET_DAYS_MAX + " days");
        }
        SpendCommitment commitment = agreed.commitment();
        return commitment == null
                ? rules.broken()
                : rules.and(CommitmentRules.broken(terms, commitment)).broken();
    }

    private static Optional<Rejection> brokenTrial(SubscriptionTerms terms) {
        Instant charged = chargedFrom(terms);
        Instant end = terms.endDate();
        Instant latest = terms.startDate().plus(Duration.ofDays(TRIAL_DAYS_MAX));
        return Rules.begin()
                .that(
                        terms.arranged().trialEnd() == null || !charged.isAfter(latest),
                        "trial_end_date",
                        charged.toString(),
                        "at most " + TRIAL_DAYS_MAX + " days after the start, " + latest)
                .that(
                        end == null || charged.isBefore(end),
                        "end_date",
                        String.valueOf(end),
                        "after the end of the trial, " + charged)
                .broken();
    }

    // Source: reference 3.12 of Flexprice's rules.
    private static boolean fits(Arrangement agreed) {
        return switch (agreed.collectionMethod()) {
            case CHARGE_AUTOMATICALLY ->
                    agreed.paymentBehavior() != PaymentBehavior.DEFAULT_INCOMPLETE;
            case SEND_INVOICE ->
                    agreed.paymentBehavior() == PaymentBehavior.DEFAULT_ACTIVE
                            || agreed.paymentBehavior() == PaymentBehavior.DEFAULT_INCOMPLETE;
        };
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    // Only to compare periods, which may be counted in days or in months.
    static int days(PeriodUnit unit, int count) {
        return (unit.days() + unit.months() * 30) * count;
    }

    private static ZoneId zone(SubscriptionTerms terms) {
        return TimeZones.find(terms.timezone()).orElse(ZoneId.of("UTC"));
    }

    // A first period that runs to an anchor far away would be longer than what was agreed.
    static Optional<Rejection> brokenAnchor(SubscriptionTerms terms, Instant charged) {
        Cadence cadence = new Cadence(terms.billingPeriod(), terms.billingPeriodCount());
        Instant latest =
                ZonedDateTime.ofInstant(charged, zone(terms))
                        .plusMonths(cadence.months())
                        .plusDays(cadence.days())
                        .toInstant();
        return Rules.begin()
                .that(
                        terms.billingCycle() == BillingCycle.CALENDAR
                                || !terms.billingAnchor().isAfter(latest),
                        "billing_anchor",
                        terms.billingAnchor().toString(),
                        "at most one period after charging begins, " + latest)
                .broken();
    }

    private static Optional<Rejection> brokenLines(SubscriptionTerms terms) {
        List<LineItem> lines = terms.lineItems();
        Rules rules =
                Rules.begin()
                        .that(
                                (terms.type() == SubscriptionType.INHERITED) == lines.isEmpty()
                                        && lines.size() <= LINES_MAX,
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
                        .and(CommitmentRules.broken(terms, line, at))
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
