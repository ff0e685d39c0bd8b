package io.tallybook.core.invoice;

import static io.tallybook.core.invoice.WorkedInvoices.CUSTOMER;
import static io.tallybook.core.invoice.WorkedInvoices.PRORATED;
import static io.tallybook.core.invoice.WorkedInvoices.SUBSCRIPTION;
import static io.tallybook.core.invoice.WorkedInvoices.USD;
import static io.tallybook.core.invoice.WorkedInvoices.advance;
import static io.tallybook.core.invoice.WorkedInvoices.arrear;
import static io.tallybook.core.invoice.WorkedInvoices.byTheHour;
import static io.tallybook.core.invoice.WorkedInvoices.calls;
import static io.tallybook.core.invoice.WorkedInvoices.coupon;
import static io.tallybook.core.invoice.WorkedInvoices.day;
import static io.tallybook.core.invoice.WorkedInvoices.finalized;
import static io.tallybook.core.invoice.WorkedInvoices.fixed;
import static io.tallybook.core.invoice.WorkedInvoices.hours;
import static io.tallybook.core.invoice.WorkedInvoices.inPackages;
import static io.tallybook.core.invoice.WorkedInvoices.midnight;
import static io.tallybook.core.invoice.WorkedInvoices.perUnit;
import static io.tallybook.core.invoice.WorkedInvoices.promising;
import static io.tallybook.core.invoice.WorkedInvoices.tax;
import static io.tallybook.core.invoice.WorkedInvoices.terms;
import static io.tallybook.core.invoice.WorkedInvoices.tier;
import static io.tallybook.core.invoice.WorkedInvoices.tiered;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceDocument.TierMode;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.Crossing;
import io.tallybook.core.subscription.Family;
import io.tallybook.core.subscription.Heir;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SpendCommitment;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeLines;
import io.tallybook.core.subscription.SubscriptionEvent.LineEnd;
import io.tallybook.core.subscription.SubscriptionEvent.LinesChanged;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.Successor;
import io.tallybook.core.tax.TaxRateDocument.Placement;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.invoice.CreditInput;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.WindowedRating;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.testkit.GoldenFile;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whole invoices, from what was agreed to the total, by the same pure functions that bill. Each
 * total is worked out by hand in the story beside it; the page shows every line.
 */
class WorkedInvoicesTest {
    private static final Instant JAN = day("2026-01-01");
    private static final Instant JAN_15 = day("2026-01-15");
    private static final Instant JAN_11 = day("2026-01-11");
    private static final Instant JAN_21 = day("2026-01-21");
    private static final Instant FEB_11 = day("2026-02-11");
    private static final Instant NOON = Instant.parse("2026-01-16T12:00:00Z");
    private static final CurrencyCode JPY = CurrencyCode.of("JPY");
    private static final String BERLIN = "Europe/Berlin";
    private static final Scope SCOPE =
            new Scope(
                    TenantId.of(WorkedInvoices.ulid("tenant")),
                    EnvironmentId.of(WorkedInvoices.ulid("environment")));

    private static final LineItem SEAT = advance("Seat", "30");
    private static final LineItem SUPPORT = arrear("Support", "10");
    private static final LineItem CALLS = perUnit("Calls", "0.01");

    private final StringBuilder page = new StringBuilder();
    private int count;

    @Test
    void everyWorkedInvoiceComesToWhatItsStorySays() {
        page.append(
                """
                # Worked invoices

                Each is computed by the functions that bill; its total was worked out by hand first.
                Written from `WorkedInvoicesTest`; rewrite it with
                `./tallybook test -pl core-api -am -Dgolden=update`.
                """);
        beginnings();
        monthEnds();
        daylightSaving();
        cadences();
        trialsAndChanges();
        pausesAndEnds();
        models();
        commitments();
        discountsTaxesAndCredits();
        thresholds();
        hierarchies();
        otherPeriods();
        assertThat(count).isGreaterThanOrEqualTo(30);
        GoldenFile.assertMatches(Path.of("../docs/worked-invoices.md"), page.toString());
    }

    private void beginnings() {
        SubscriptionTerms usual = terms(JAN, SEAT, SUPPORT, CALLS);
        bill("The first invoice: what is paid in advance, 30.00.", "30.00", usual).create(0);
        bill(
                        "The first month is over: support 10.00, 250 calls at "
                                + "0.01, and the next seat.",
                        "42.50",
                        usual)
                .calls("250")
                .cycle(0);
        bill("A month without a call: a line of usage is there all " + "the same.", "40.00", usual)
                .cycle(0);
        bill(
                        "Three seats at 30.00.",
                        "90.00",
                        terms(
                                JAN,
                                fixed(
                                        "Seat",
                                        "30",
                                        InvoiceCadence.ADVANCE,
                                        PeriodUnit.MONTHLY,
                                        USD,
                                        "3")))
                .create(0);
        SubscriptionTerms stub =
                terms(USD, JAN_15, day("2026-02-01"), PeriodUnit.MONTHLY, "UTC", null, SEAT);
        bill(
                        "Begun on the 15th, billed from the 1st: without "
                                + "proration the stub is a whole month.",
                        "30.00",
                        stub)
                .create(0);
        bill(
                        "The same prorated: 17 of 31 days, 30.00 x 17/31 = 16.451...",
                        "16.45",
                        stub.with(PRORATED))
                .create(0);
        bill(
                        "Yen have no decimals: 1000 x 17/31 = 548.38...",
                        "548",
                        terms(
                                        JPY,
                                        JAN_15,
                                        day("2026-02-01"),
                                        PeriodUnit.MONTHLY,
                                        "UTC",
                                        null,
                                        fixed(
                                                "Seat",
                                                "1000",
                                                InvoiceCadence.ADVANCE,
                                                PeriodUnit.MONTHLY,
                                                JPY,
                                                "1"))
                                .with(PRORATED))
                .create(0);
    }

    private void monthEnds() {
        SubscriptionTerms leap = terms(day("2024-01-31"), SUPPORT);
        bill(
                        "Anchored on the 31st: the first month ends on the last "
                                + "day of a leap February.",
                        "10.00",
                        leap)
                .cycle(0);
        bill("... and the second on the 31st of March again: nothing " + "drifts.", "10.00", leap)
                .cycle(1);
        bill(
                        "The same in a year that is none: it ends on 28 February.",
                        "10.00",
                        terms(day("2026-01-31"), SUPPORT))
                .cycle(0);
        SubscriptionTerms leapDay =
                terms(
                        USD,
                        day("2024-02-29"),
                        day("2024-02-29"),
                        PeriodUnit.ANNUAL,
                        "UTC",
                        null,
                        fixed(
                                "Licence",
                                "1200",
                                InvoiceCadence.ARREAR,
                                PeriodUnit.ANNUAL,
                                USD,
                                "1"));
        bill("Begun on a leap day, for a year: it ends on 28 February.", "1200.00", leapDay)
                .cycle(0);
        bill("... and the fourth year on the leap day again.", "1200.00", leapDay).cycle(3);
    }

    private void daylightSaving() {
        bill(
                        "The clocks go forward: 17 days less an hour of 31 days "
                                + "less an hour, 30.00 x 407/743 = 16.433...",
                        "16.43",
                        berlin("2026-03-15", "2026-04-01"))
                .create(0);
        bill(
                        "The clocks go back: 17 days and an hour of 31 days and "
                                + "an hour, 30.00 x 409/745 = 16.469...",
                        "16.47",
                        berlin("2026-10-15", "2026-11-01"))
                .create(0);
        Instant week = midnight("2026-03-23", BERLIN);
        bill(
                        "A week of 167 hours is a week: 7.00.",
                        "7.00",
                        terms(
                                USD,
                                week,
                                week,
                                PeriodUnit.WEEKLY,
                                BERLIN,
                                null,
                                fixed(
                                        "Watch",
                                        "7",
                                        InvoiceCadence.ARREAR,
                                        PeriodUnit.WEEKLY,
                                        USD,
                                        "1")))
                .cycle(0);
    }

    private static SubscriptionTerms berlin(String start, String anchor) {
        return terms(
                        USD,
                        midnight(start, BERLIN),
                        midnight(anchor, BERLIN),
                        PeriodUnit.MONTHLY,
                        BERLIN,
                        null,
                        SEAT)
                .with(PRORATED);
    }

    private void cadences() {
        SubscriptionTerms three =
                terms(
                        JAN,
                        SUPPORT,
                        fixed(
                                "Audit",
                                "100",
                                InvoiceCadence.ARREAR,
                                PeriodUnit.QUARTERLY,
                                USD,
                                "1"),
                        fixed(
                                "Review",
                                "200",
                                InvoiceCadence.ARREAR,
                                PeriodUnit.HALF_YEARLY,
                                USD,
                                "1"));
        bill("Three cadences, second month: the monthly one alone.", "10.00", three).cycle(1);
        bill("... third month: the quarter ends too.", "110.00", three).cycle(2);
        bill("... sixth month: all three.", "310.00", three).cycle(5);
        LineItem quarter =
                fixed("Storage", "90", InvoiceCadence.ADVANCE, PeriodUnit.QUARTERLY, USD, "1");
        bill("A quarter in advance beside a month in advance.", "120.00", terms(JAN, SEAT, quarter))
                .create(0);
        bill("... which is not on the next invoice.", "30.00", terms(JAN, SEAT, quarter)).cycle(0);
    }

    private void trialsAndChanges() {
        SubscriptionTerms trial =
                terms(JAN, SEAT, SUPPORT)
                        .beginning(JAN, JAN_15, "UTC")
                        .with(new Course(JAN_15, List.of()));
        bill("A trial begins: nothing is charged.", "0.00", trial).create(0);
        bill("It ends: the first month counts from there.", "30.00", trial).trialEnd(1);
        LineItem big = advance("Big seat", "60");
        SubscriptionTerms upgraded =
                trial.after(changed(trial, 0, day("2026-01-08"), List.of(SEAT), List.of(big)));
        bill(
                        "An upgrade within the trial: at its end the new price "
                                + "is charged, the old one never.",
                        "60.00",
                        upgraded)
                .trialEnd(1);
        SubscriptionTerms paid = terms(JAN, SEAT);
        bill(
                        "An upgrade from 30.00 to 60.00 at half the month: 30.00 "
                                + "for the rest, less 15.00 unused.",
                        "15.00",
                        paid)
                .change(NOON, List.of(SEAT), List.of(big));
        SubscriptionTerms added = terms(JAN, SUPPORT, arrear("Storage", "10").holding(NOON, null));
        bill(
                        "A line that begins at half the month, in arrear: 10.00 " + "and 5.00.",
                        "15.00",
                        added)
                .cycle(0);
    }

    private void pausesAndEnds() {
        var later = new Course.Pause(JAN_15, JAN_15.plusSeconds(864_000), 0, Course.Rest.LATER);
        SubscriptionTerms paused = terms(JAN, SEAT, SUPPORT).with(new Course(null, List.of(later)));
        bill("Paused on the 15th: support for 14 of 31 days, 4.516...", "4.52", paused)
                .at(BillingReason.SUBSCRIPTION_PAUSE, 0, new BillingPeriod(JAN, JAN_15));
        bill(
                        "Ten days later the rest follows: 17/31 of 10.00 is "
                                + "5.48, and the next seat.",
                        "35.48",
                        paused)
                .at(
                        BillingReason.SUBSCRIPTION_CYCLE,
                        0,
                        new BillingPeriod(day("2026-01-25"), FEB_11));
        var kept = new Course.Pause(JAN_15, FEB_11, 0, Course.Rest.KEPT);
        bill(
                        "A pause that keeps the periods: back on 11 February, 18 "
                                + "of 28 days of a seat, 19.285...",
                        "19.29",
                        terms(JAN, SEAT).with(new Course(null, List.of(kept))))
                .at(
                        BillingReason.SUBSCRIPTION_RESUME,
                        1,
                        new BillingPeriod(FEB_11, day("2026-03-01")));
        bill(
                        "Cancelled within the month: what was begun is owed, and " + "120 calls.",
                        "11.20",
                        terms(JAN, SEAT, SUPPORT, CALLS))
                .calls("120")
                .at(BillingReason.SUBSCRIPTION_CANCEL, 0, new BillingPeriod(JAN, NOON));
        bill(
                        "The last month before the end: nothing in advance any more.",
                        "10.00",
                        terms(
                                USD,
                                JAN,
                                JAN,
                                PeriodUnit.MONTHLY,
                                "UTC",
                                day("2026-02-01"),
                                SEAT,
                                SUPPORT))
                .cycle(0);
    }

    private void models() {
        bill(
                        "Graduated tiers, 1500 calls: 100 x 0.10 + 900 x 0.05 + " + "500 x 0.01.",
                        "60.00",
                        terms(
                                JAN,
                                tiered(
                                        "Calls",
                                        TierMode.SLAB,
                                        tier("100", "0.10"),
                                        tier("1000", "0.05"),
                                        tier(null, "0.01"))))
                .calls("1500")
                .cycle(0);
        bill(
                        "By volume, 1500 calls: all of them at 0.01.",
                        "15.00",
                        terms(
                                JAN,
                                tiered(
                                        "Calls",
                                        TierMode.VOLUME,
                                        tier("100", "0.10"),
                                        tier("1000", "0.05"),
                                        tier(null, "0.01"))))
                .calls("1500")
                .cycle(0);
        bill(
                        "In packages of 1000 at 5.00, 2001 calls: three packages.",
                        "15.00",
                        terms(JAN, inPackages("Calls", "5", "1000")))
                .calls("2001")
                .cycle(0);
    }

    private void commitments() {
        SubscriptionTerms year = terms(JAN, CALLS).with(promising("120", "1.5", PeriodUnit.ANNUAL));
        InvoiceView january =
                bill(
                                "An annual commitment of 120.00, billed monthly, beyond it half"
                                        + " as much again. January: 5000 calls.",
                                "50.00",
                                year)
                        .calls("5000")
                        .cycle(0);
        InvoiceView february =
                bill("... February: 4000 calls; 90.00 of the 120.00 are spent.", "40.00", year)
                        .calls("4000")
                        .after(january)
                        .cycle(1);
        InvoiceView march =
                bill(
                                "... March: 5000 calls, of which 30.00 are within and 20.00"
                                        + " beyond: 30.00 + 20.00 x 1.5.",
                                "60.00",
                                year)
                        .calls("5000")
                        .after(january, february)
                        .cycle(2);
        bill("... December: 1000 calls, all of them beyond, 10.00 x 1.5.", "15.00", year)
                .calls("1000")
                .after(january, february, march)
                .cycle(11);
        bill("... and January of the year after begins with all of it: 30.00.", "30.00", year)
                .calls("3000")
                .after(january, february, march)
                .cycle(12);
        LineItem hourly =
                byTheHour(
                        perUnit("Calls", "1"),
                        "10",
                        SpendCommitment.Shortfall.FORGIVEN,
                        hours("09:00", "12:00", "2", "5", SpendCommitment.Shortfall.FORGIVEN));
        bill(
                        "By the hour: 1.00 a unit and 10.00 promised of each hour, but from 09:00"
                            + " to 12:00 2.00 a unit and 5.00; beyond it twice the price, and no"
                            + " true-up. 10 units at 09:00: 5.00 + 15.00 x 2; one at 10:00: 2.00;"
                            + " three at 18:00: 3.00.",
                        "40.00",
                        terms(JAN, hourly))
                .at("09:00=10", "10:00=1", "18:00=3")
                .cycle(0);
        LineItem held =
                byTheHour(
                        perUnit("Calls", "1"),
                        "10",
                        SpendCommitment.Shortfall.CHARGED,
                        hours("09:00", "12:00", "2", "5", SpendCommitment.Shortfall.FORGIVEN));
        bill(
                        "... with a true-up for all hours but these: 18:00 is lifted to 10.00, as"
                                + " is every other hour of January, 20 on that day and 21 on 30"
                                + " others: 47.00, and 6500.00.",
                        "6547.00",
                        terms(JAN, held))
                .at("09:00=10", "10:00=1", "18:00=3")
                .cycle(0);
        bill(
                        "Had it been 90.00 until the last month, and 1000 calls in that: 10.00,"
                                + " and the 20.00 that were promised and not spent.",
                        "30.00",
                        year)
                .calls("1000")
                .after(january, february)
                .cycle(11);
        bill(
                        "Cancelled in March, 500 calls: 5.00, and the 25.00 that are left of the"
                                + " promise.",
                        "30.00",
                        year)
                .calls("500")
                .after(january, february)
                .at(
                        BillingReason.SUBSCRIPTION_CANCEL,
                        2,
                        new BillingPeriod(day("2026-03-01"), day("2026-03-16")));
        bill(
                        "1000 calls promised on the line of every month, 400 made: 4.00, lifted"
                                + " to 10.00.",
                        "10.00",
                        terms(JAN, CALLS.promising(calls("1000", "2"))))
                .calls("400")
                .cycle(0);
        bill(
                        "... and 1500 made: 10.00 + 5.00 x 2.",
                        "20.00",
                        terms(JAN, CALLS.promising(calls("1000", "2"))))
                .calls("1500")
                .cycle(0);
    }

    private void discountsTaxesAndCredits() {
        SubscriptionTerms usual = terms(JAN, SEAT, SUPPORT, CALLS);
        bill(
                        "A tenth off 42.50 is 4.25; 19 % of 38.25 is 7.27; "
                                + "credits of 2.00 pay calls: 38.25 - 2.00 + 7.27.",
                        "43.52", usual)
                .calls("250")
                .with(
                        lines ->
                                new Adjustments(
                                        List.of(coupon("10", null, lines)),
                                        List.of(tax("19", Placement.EXCLUSIVE))))
                .paidBy("2.00")
                .cycle(0);
        bill(
                        "A tax that prices contain: 30.00 with 5.00 of it, total " + "30.00.",
                        "30.00",
                        terms(JAN, SEAT))
                .with(_ -> new Adjustments(List.of(), List.of(tax("20", Placement.INCLUSIVE))))
                .create(0);
        bill("A coupon of 50.00 on 30.00 takes 30.00.", "0.00", terms(JAN, SEAT))
                .with(lines -> new Adjustments(List.of(coupon(null, "50", lines)), List.of()))
                .create(0);
    }

    private void thresholds() {
        SubscriptionTerms tiers =
                terms(
                        JAN,
                        tiered("Calls", TierMode.SLAB, tier("1000", "0.02"), tier(null, "0.01")));
        InvoiceView first =
                bill(
                                "Usage is invoiced as soon as it comes to 15.00: 800 calls at 0.02"
                                        + " are 16.00.",
                                "16.00",
                                tiers)
                        .calls("800")
                        .crossing(1, JAN_11);
        InvoiceView second =
                bill(
                                "2,200 calls: 1,000 at 0.02 and 1,200 at 0.01 are 32.00, of which"
                                        + " 16.00 are billed. The tiers do not begin anew.",
                                "16.00",
                                tiers)
                        .calls("2200")
                        .after(first)
                        .crossing(2, JAN_21);
        bill(
                        "The month is over with 2,300 calls, some of them late: 33.00, of which"
                                + " 32.00 are billed.",
                        "1.00",
                        tiers)
                .calls("2300")
                .after(first, second)
                .cycleAfter(2);
        bill(
                        "All 2,300 calls on one invoice come to the same: 16.00 + 16.00 + 1.00.",
                        "33.00",
                        tiers)
                .calls("2300")
                .cycle(0);
    }

    private void hierarchies() {
        SubscriptionTerms alone = terms(JAN, SUPPORT, CALLS);
        List<Used> used =
                List.of(
                        new Used("acme", JAN_15, 1_000),
                        new Used("berlin", JAN, 4_000),
                        new Used("paris", JAN_15, 3_000),
                        new Used("paris", NOON, 2_000));
        bill(
                        "Berlin and Paris share the subscription of acme: 1000, 4000 and 5000"
                                + " calls at 0.01 are one line of 100.00, support of 10.00 is owed"
                                + " once.",
                        "110.00",
                        shared(alone, heir("berlin", JAN, null), heir("paris", JAN, null)))
                .by(used)
                .cycle(0);
        bill(
                        "Paris comes at noon of 16 January, and of its 5000 calls 2000 follow:"
                                + " 1000 + 4000 + 2000 at 0.01, and support.",
                        "80.00",
                        shared(alone, heir("berlin", JAN, null), heir("paris", NOON, null)))
                .by(used)
                .cycle(0);
        bill(
                        "Berlin goes at the start of 15 January, before Paris comes: what it used"
                                + " until then stays, 1000 + 4000 + 2000.",
                        "80.00",
                        shared(alone, heir("berlin", JAN, JAN_15), heir("paris", NOON, null)))
                .by(used)
                .cycle(0);
        bill("The same calls where nobody shares: acme owes its own" + " 1000.", "20.00", alone)
                .by(used)
                .cycle(0);
        bill(
                        "Berlin and Paris have subscriptions of their own, which are invoiced with"
                            + " that of acme: 1000, 4000 and 5000 calls at 0.01 are three lines,"
                            + " and each owes its support of 10.00.",
                        "130.00",
                        alone)
                .calls("1000")
                .together(
                        bill("Berlin", "50.00", alone).calls("4000"),
                        bill("Paris", "60.00", alone).calls("5000"))
                .cycle(0);
    }

    private void otherPeriods() {
        LineItem year = fixed("Pro", "310", InvoiceCadence.ADVANCE, PeriodUnit.ANNUAL, USD, "1");
        SubscriptionTerms yearly = terms(USD, JAN_11, JAN_11, PeriodUnit.ANNUAL, "UTC", null, year);
        bill(
                        "Ten days after a month of 31.00 was paid, by the year: 310.00, less "
                                + "the 21.00 of the month that are not used.",
                        "289.00",
                        following(terms(JAN, advance("Pro", "31")), JAN_11, yearly))
                .create(0);
        Instant back = day("2026-01-18");
        bill(
                        "A week later by the month again: 304.05 of the year are not used, "
                                + "which leaves nothing to pay; 273.05 go to the wallet.",
                        "0.00",
                        following(yearly, back, terms(back, advance("Pro", "31"))))
                .create(0);
    }

    private static SubscriptionTerms following(
            SubscriptionTerms before, Instant moment, SubscriptionTerms next) {
        return SuccessorCredit.of(
                        new Successor(SubscriptionId.of(WorkedInvoices.ulid("successor")), next),
                        UnspentAdvance.at(before, 0, moment, null))
                .successor()
                .terms();
    }

    private static SubscriptionTerms shared(SubscriptionTerms terms, Heir... heirs) {
        return terms.with(Family.NONE.with(List.of(heirs)));
    }

    private static Heir heir(String name, Instant from, @Nullable Instant until) {
        return new Heir(
                CustomerId.of(WorkedInvoices.ulid(name)),
                name,
                SubscriptionId.of(WorkedInvoices.ulid("inherited by " + name)),
                from,
                until);
    }

    /** So many calls of somebody at a moment. */
    private record Used(String customer, Instant at, int calls) {}

    private static LinesChanged changed(
            SubscriptionTerms terms,
            int index,
            Instant at,
            List<LineItem> ended,
            List<LineItem> added) {
        return ChangeOfLines.of(
                terms,
                index,
                SubscriptionPeriods.of(terms).period(index),
                new ChangeLines(
                        SUBSCRIPTION,
                        SCOPE,
                        at,
                        "change",
                        Settling.AT_ONCE,
                        added,
                        ended.stream().map(line -> new LineEnd(line.id(), at)).toList()));
    }

    private Bill bill(String story, String total, SubscriptionTerms terms) {
        return new Bill(story, total, terms);
    }

    /** One invoice on its way to the page. */
    private final class Bill {
        private final String story;
        private final String total;
        private final SubscriptionTerms terms;
        private String usage = "0";
        private List<WindowedRating.Window> hours = List.of();
        private List<Used> byCustomer = List.of();
        private @Nullable String credits;
        private Function<List<InvoiceLineId>, Adjustments> adjustments = _ -> Adjustments.NONE;
        private EarlierSpend earlier = EarlierSpend.NONE;
        private List<Bill> parts = List.of();

        private Bill(String story, String total, SubscriptionTerms terms) {
            this.story = story;
            this.total = total;
            this.terms = terms;
        }

        Bill calls(String quantity) {
            usage = quantity;
            return this;
        }

        Bill at(String... windows) {
            hours =
                    Stream.of(windows)
                            .map(window -> window.split("="))
                            .map(
                                    part ->
                                            new WindowedRating.Window(
                                                    LocalTime.parse(part[0]),
                                                    new BigDecimal(part[1])))
                            .toList();
            usage =
                    hours.stream()
                            .map(WindowedRating.Window::value)
                            .reduce(BigDecimal.ZERO, BigDecimal::add)
                            .toPlainString();
            return this;
        }

        Bill by(List<Used> customers) {
            byCustomer = customers;
            return this;
        }

        Bill paidBy(String wallet) {
            credits = wallet;
            return this;
        }

        Bill with(Function<List<InvoiceLineId>, Adjustments> applied) {
            adjustments = applied;
            return this;
        }

        Bill after(InvoiceView... invoices) {
            earlier = new EarlierSpend(List.of(invoices));
            return this;
        }

        Bill together(Bill... others) {
            parts = List.of(others);
            return this;
        }

        void create(int index) {
            at(
                    BillingReason.SUBSCRIPTION_CREATE,
                    index,
                    SubscriptionPeriods.of(terms).period(index));
        }

        InvoiceView crossing(int number, Instant seen) {
            var crossing =
                    new Crossing(
                            0,
                            number,
                            new BillingPeriod(terms.startDate(), seen),
                            Money.zero(terms.currency()));
            return opened(
                    terms, InvoiceOpening.of(SUBSCRIPTION, CUSTOMER, terms.currency(), crossing));
        }

        InvoiceView cycleAfter(int crossings) {
            return opened(
                    terms,
                    new InvoiceOpening(
                                    SUBSCRIPTION,
                                    CUSTOMER,
                                    terms.currency(),
                                    BillingReason.SUBSCRIPTION_CYCLE,
                                    0,
                                    SubscriptionPeriods.of(terms).period(0),
                                    SubscriptionPeriods.of(terms).period(0).end())
                            .following(crossings));
        }

        InvoiceView cycle(int index) {
            return at(
                    BillingReason.SUBSCRIPTION_CYCLE,
                    index,
                    SubscriptionPeriods.of(terms).period(index));
        }

        void trialEnd(int index) {
            at(
                    BillingReason.SUBSCRIPTION_TRIAL_END,
                    index,
                    SubscriptionPeriods.of(terms).period(index));
        }

        InvoiceView at(BillingReason reason, int index, BillingPeriod period) {
            return opened(
                    terms,
                    new InvoiceOpening(
                            SUBSCRIPTION,
                            CUSTOMER,
                            terms.currency(),
                            reason,
                            index,
                            period,
                            period.end()));
        }

        void change(Instant at, List<LineItem> ended, List<LineItem> added) {
            LinesChanged change = changed(terms, 0, at, ended, added);
            opened(
                    terms.after(change),
                    ChangeOfLines.opening(CUSTOMER, terms.currency(), change).orElseThrow());
        }

        private InvoiceView opened(SubscriptionTerms agreed, InvoiceOpening opening) {
            InvoiceId id = InvoiceId.derived(opening);
            List<InvoiceQuery.Inputs> all = new ArrayList<>();
            all.add(inputs(agreed, opening, id));
            for (Bill other : parts) {
                InvoiceOpening part = other.part(opening);
                InvoiceQuery.Inputs its =
                        other.inputs(other.terms, part, InvoiceParts.id(id, part));
                all.add(
                        new InvoiceQuery.Inputs(
                                its.conventions(),
                                InvoiceParts.served(part, other.terms, its.lines()),
                                its.adjustments()));
            }
            InvoiceQuery.Inputs together = InvoiceParts.together(all);
            List<InvoiceLineInput> inputs = together.lines();
            Adjustments applied = together.adjustments();
            InvoiceDraft draft =
                    InvoiceComputation.compute(
                            InvoiceDocuments.inputs(
                                            agreed.currency(),
                                            agreed.conventions(),
                                            inputs,
                                            applied)
                                    .withCredits(burnt()));
            assertThat(draft.total().toDecimal().toPlainString()).as(story).isEqualTo(total);
            List<InvoiceLine> lines = InvoiceDocuments.lines(inputs, draft);
            write(opening, lines, InvoiceDocuments.totals(draft));
            return finalized(SCOPE, opening, lines, InvoiceDocuments.totals(draft));
        }

        private InvoiceOpening part(InvoiceOpening whole) {
            return new InvoiceOpening(
                    SubscriptionId.of(WorkedInvoices.ulid("part of " + story)),
                    whole.customerId(),
                    whole.currency(),
                    whole.reason(),
                    whole.periodIndex(),
                    whole.period(),
                    whole.finalizeAt());
        }

        private InvoiceQuery.Inputs inputs(
                SubscriptionTerms agreed, InvoiceOpening opening, InvoiceId lines) {
            List<InvoiceLineInput> read = new ArrayList<>();
            for (BillableLines.Line line : BillableLines.of(agreed, opening)) {
                read.add(line.input(lines, line.needsReading() ? reading(line) : null));
            }
            List<InvoiceLineInput> inputs =
                    earlier.lessWithin(
                            opening,
                            new Promises(agreed, opening)
                                    .on(lines, read, earlier, opening.finalizeAt()));
            return new InvoiceQuery.Inputs(
                    agreed.conventions(),
                    inputs,
                    adjustments.apply(inputs.stream().map(InvoiceLineInput::id).toList()));
        }

        private List<CreditInput> burnt() {
            return credits == null
                    ? List.of()
                    : List.of(
                            new CreditInput(
                                    "wallet", Money.of(new BigDecimal(credits), terms.currency())));
        }

        private UsageReading reading(BillableLines.Line line) {
            if (!byCustomer.isEmpty()) {
                var request = Objects.requireNonNull(line.reading());
                usage =
                        String.valueOf(
                                byCustomer.stream()
                                        .filter(used -> request.period().contains(used.at()))
                                        .filter(used -> request.counts(used.customer(), used.at()))
                                        .mapToInt(Used::calls)
                                        .sum());
            }
            return new UsageReading(
                    Objects.requireNonNull(line.item().meter()).meterId(),
                    "acme",
                    line.servicePeriod(),
                    new BigDecimal(usage),
                    Long.parseLong(usage),
                    "0:" + usage,
                    "00",
                    hours.isEmpty() ? null : UsageReading.runsByTime(hours));
        }

        private void write(InvoiceOpening opening, List<InvoiceLine> lines, InvoiceTotals totals) {
            count++;
            page.append("\n## %d. %s\n\n".formatted(count, opening.reason()));
            page.append(story).append("\n\nPeriod ").append(span(opening.period())).append(".\n\n");
            if (!lines.isEmpty()) {
                page.append("| line | service | quantity | share | amount |\n");
                page.append("|---|---|---|---|---|\n");
            }
            for (InvoiceLine line : lines) {
                page.append(
                        "| %s | %s | %s | %s | %s |\n"
                                .formatted(
                                        line.input().displayName(),
                                        span(line.input().servicePeriod()),
                                        line.input().quantity().toPlainString(),
                                        share(line.input().share()),
                                        line.amount().toDecimal().toPlainString()));
            }
            page.append(lines.isEmpty() ? "" : "\n");
            Map<String, Money> sums =
                    Map.of(
                            "discount", totals.discount(),
                            "credits", totals.credits(),
                            "tax", totals.tax());
            page.append("Subtotal ").append(totals.subtotal().toDecimal().toPlainString());
            for (String name : List.of("discount", "credits", "tax")) {
                Money sum = Objects.requireNonNull(sums.get(name));
                if (!sum.isZero()) {
                    page.append(", %s %s".formatted(name, sum.toDecimal().toPlainString()));
                }
            }
            page.append(", **total %s %s**.\n".formatted(total, terms.currency()));
        }

        private static String share(InvoiceLineInput.@Nullable Share share) {
            return share == null
                    ? ""
                    : share.seconds().toPlainString()
                            + "/"
                            + share.ofSeconds().toPlainString()
                            + " s";
        }

        private static String span(BillingPeriod period) {
            return period.start() + " to " + period.end();
        }
    }
}
