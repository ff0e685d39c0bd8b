package io.tallybook.command.subscription;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.base;
import static io.tallybook.command.Some.lineItem;
import static io.tallybook.command.Some.monthly;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Prices;
import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.AddonId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.subscription.AddonAssociation;
import io.tallybook.core.subscription.AddonAssociationId;
import io.tallybook.core.subscription.AgreedPlan;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.Family;
import io.tallybook.core.subscription.GroupMembership;
import io.tallybook.core.subscription.Heir;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.PauseId;
import io.tallybook.core.subscription.PauseOrder;
import io.tallybook.core.subscription.Phase;
import io.tallybook.core.subscription.PhaseId;
import io.tallybook.core.subscription.Predecessor;
import io.tallybook.core.subscription.Predecessor.ContinuedLine;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.ScheduleId;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionEventCancelledBuilder;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionTermsBuilder;
import io.tallybook.core.subscription.Successor;
import io.tallybook.core.subscription.Unspent;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** 30.00 a month in advance in November, followed by 300.00 a year. */
class SuccessionTest {
    private static final Instant NOV = at("2023-11-01T00:00:00Z");
    private static final Instant NOV_21 = at("2023-11-21T00:00:00Z");
    private static final Instant DEC = at("2023-12-01T00:00:00Z");
    private static final SubscriptionId NEXT = SubscriptionId.of(Ulid.derived(NOV, "next"));
    private static final PlanId YEARLY = PlanId.of(Ulid.derived(NOV, "yearly"));
    private static final AddonId ADDON = AddonId.of(Ulid.derived(NOV, "addon"));

    private final Spec<Subscription> subscription = Spec.of(Subscription.class);

    private static SubscriptionTerms terms() {
        return monthly(NOV, base(Prices.fixed("30").cadence(InvoiceCadence.ADVANCE).build()));
    }

    /** By the year from a moment on. */
    private static SubscriptionTerms yearly(Instant from) {
        var line =
                new LineItem(
                        lineItem("yearly"),
                        PriceId.of(Ulid.derived(NOV, "yearly")),
                        Prices.fixed("300")
                                .cadence(InvoiceCadence.ADVANCE)
                                .period(PeriodUnit.ANNUAL)
                                .build(),
                        null,
                        "Base",
                        "Yearly",
                        BigDecimal.ONE);
        return SubscriptionTermsBuilder.builder(terms().with(List.of(line)).by(YEARLY))
                .startDate(from)
                .billingAnchor(from)
                .billingPeriod(PeriodUnit.ANNUAL)
                .arrangement(following(terms(), from, null))
                .build();
    }

    private static Arrangement following(
            SubscriptionTerms ended, Instant end, @Nullable Instant trialEnd) {
        return Arrangement.USUAL.following(
                Predecessor.of(
                        SUBSCRIPTION,
                        ended,
                        end,
                        List.of(new ContinuedLine(lineItem("base"), lineItem("yearly")))),
                trialEnd);
    }

    private static SubscriptionEvent.Activated activated() {
        return activated(terms());
    }

    private static SubscriptionEvent.Activated activated(SubscriptionTerms terms) {
        return new SubscriptionEvent.Activated(
                SUBSCRIPTION, SCOPE, terms, new BillingPeriod(NOV, DEC));
    }

    private static SubscriptionCommand.Cancel change(
            CancellationType type, SubscriptionTerms terms) {
        return change(type, new Successor(NEXT, terms), OpenUsage.INVOICED);
    }

    private static SubscriptionCommand.Cancel change(
            CancellationType type, Successor next, OpenUsage usage) {
        return new SubscriptionCommand.Cancel(
                SUBSCRIPTION,
                SCOPE,
                NOV_21,
                type,
                null,
                usage,
                null,
                ProrationBehavior.CREATE_PRORATIONS,
                null,
                next);
    }

    private static SubscriptionCommand.Cancel now(SubscriptionTerms terms) {
        return change(CancellationType.IMMEDIATE, terms);
    }

    private static final Money TEN = Money.ofMinor(1000, USD);
    private static final List<Amendment.Unused> UNUSED =
            List.of(new Amendment.Unused(lineItem("base"), new BillingPeriod(NOV_21, DEC), TEN));

    private static SubscriptionEvent.Cancelled changedNow() {
        return new SubscriptionEvent.Cancelled(
                        SUBSCRIPTION,
                        CancellationType.IMMEDIATE,
                        NOV_21,
                        NOV_21,
                        0,
                        new BillingPeriod(NOV, NOV_21),
                        OpenUsage.INVOICED,
                        null,
                        new Unspent(UNUSED, TEN, Money.zero(USD)))
                .followedBy(new Successor(NEXT, less(yearly(NOV_21), TEN)));
    }

    private static SubscriptionTerms less(SubscriptionTerms terms, Money credit) {
        return terms.with(
                terms.lineItems().stream()
                        .map(line -> line.under(line.agreement().less(credit)))
                        .toList());
    }

    private static SubscriptionEvent.CancellationScheduled scheduled() {
        return new SubscriptionEvent.CancellationScheduled(
                SUBSCRIPTION,
                CancellationType.END_OF_PERIOD,
                NOV_21,
                DEC,
                null,
                ProrationBehavior.CREATE_PRORATIONS,
                new Successor(NEXT, yearly(DEC)));
    }

    @Test
    void oneThatEndsInFavourOfAnotherGivesBackWhatIsUnspentAndSaysWhatFollows() {
        subscription
                .given(activated())
                .when(now(yearly(NOV_21)))
                .happens(SUBSCRIPTION, changedNow());
    }

    @Test
    void whatItsFirstInvoiceCannotTakeGoesToTheWallet() {
        Money six = Money.ofMinor(600, USD);
        SubscriptionTerms yearly = yearly(NOV_21);
        SubscriptionTerms cheap =
                yearly.with(
                        yearly.lineItems().stream()
                                .map(
                                        line ->
                                                line.at(
                                                        line.priceId(),
                                                        Prices.fixed("6")
                                                                .cadence(InvoiceCadence.ADVANCE)
                                                                .period(PeriodUnit.ANNUAL)
                                                                .build()))
                                .toList());
        subscription
                .given(activated())
                .when(now(cheap))
                .happens(
                        SUBSCRIPTION,
                        SubscriptionEventCancelledBuilder.builder(changedNow())
                                .unspent(new Unspent(UNUSED, TEN, Money.ofMinor(400, USD)))
                                .successor(new Successor(NEXT, less(cheap, six)))
                                .build());
    }

    // A trial goes on: nothing is charged yet that it could be set against.
    @Test
    void inATrialAllOfItGoesToTheWallet() {
        SubscriptionTerms trial =
                SubscriptionTermsBuilder.builder(yearly(NOV_21))
                        .arrangement(following(terms(), NOV_21, DEC))
                        .build();
        subscription
                .given(activated())
                .when(now(trial))
                .happens(
                        SUBSCRIPTION,
                        SubscriptionEventCancelledBuilder.builder(changedNow())
                                .unspent(new Unspent(UNUSED, TEN, TEN))
                                .successor(new Successor(NEXT, trial))
                                .build());
    }

    @Test
    void theSameChangeAgainDoesNothing() {
        subscription
                .given(activated(), changedNow())
                .when(now(yearly(NOV_21)))
                .nothingHappens(SUBSCRIPTION);
        Spec.of(Subscription.class)
                .given(activated(), scheduled())
                .when(change(CancellationType.END_OF_PERIOD, yearly(DEC)))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void whatIsOnlyThoughtThroughIsRefusedAlikeAndChangesNothing() {
        var wish = change(CancellationType.END_OF_PERIOD, yearly(DEC));
        subscription
                .given(activated())
                .when(new SubscriptionCommand.Consider(wish))
                .nothingHappens(SUBSCRIPTION);
        Spec.of(Subscription.class)
                .given(activated(), scheduled())
                .when(new SubscriptionCommand.Consider(now(yearly(NOV_21))))
                .isRefused(Reason.INVALID_OPERATION, "give that up first");
    }

    @Test
    void whatFollowsAtTheEndOfThePeriodIsAgreedNowAndBeginsWhenItIsOver() {
        subscription
                .given(activated())
                .when(change(CancellationType.END_OF_PERIOD, yearly(DEC)))
                .happens(SUBSCRIPTION, scheduled());
        Spec.of(Subscription.class)
                .given(activated(), scheduled())
                .when(new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, DEC, 0))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.Cancelled(
                                        SUBSCRIPTION,
                                        CancellationType.END_OF_PERIOD,
                                        NOV_21,
                                        DEC,
                                        0,
                                        new BillingPeriod(NOV, DEC),
                                        OpenUsage.INVOICED,
                                        null)
                                .followedBy(new Successor(NEXT, yearly(DEC))));
    }

    @Test
    void whatWasToFollowIsGivenUpWithTheEnd() {
        subscription
                .given(activated(), scheduled())
                .when(new SubscriptionCommand.WithdrawCancellation(SUBSCRIPTION, SCOPE, NOV_21))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.CancellationWithdrawn(SUBSCRIPTION, DEC));
    }

    @Test
    void anEndForGoodTakesThePlaceOfOneThatAnotherWasToFollow() {
        var end =
                new SubscriptionCommand.Cancel(
                        SUBSCRIPTION,
                        SCOPE,
                        NOV_21,
                        CancellationType.END_OF_PERIOD,
                        null,
                        OpenUsage.INVOICED,
                        null,
                        ProrationBehavior.CREATE_PRORATIONS);
        subscription
                .given(activated(), scheduled())
                .when(end)
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.CancellationScheduled(
                                SUBSCRIPTION,
                                CancellationType.END_OF_PERIOD,
                                NOV_21,
                                DEC,
                                null,
                                ProrationBehavior.CREATE_PRORATIONS));
    }

    @Test
    void whatIsAboutToBeFollowedIsNotChangedMeanwhile() {
        subscription
                .given(activated(), scheduled())
                .when(
                        new SubscriptionCommand.ChangeLines(
                                SUBSCRIPTION,
                                SCOPE,
                                NOV_21,
                                "change",
                                Settling.NONE,
                                List.of(
                                        terms().lineItems()
                                                .getFirst()
                                                .as(lineItem("more"), BigDecimal.ONE)),
                                List.of()))
                .isRefused(Reason.INVALID_OPERATION, NEXT.value(), DEC.toString());
        Spec.of(Subscription.class)
                .given(activated(), scheduled())
                .when(change(CancellationType.IMMEDIATE, yearly(NOV_21)))
                .isRefused(Reason.INVALID_OPERATION, "give that up first");
    }

    @Test
    void whatGoesOverToAnotherPlanAlreadyIsNotFollowed() {
        var plan =
                new AgreedPlan(
                        ScheduleId.of(Ulid.derived(NOV, "schedule")),
                        YEARLY,
                        Settling.NONE,
                        terms().lineItems(),
                        AgreedPlan.Addons.CARRY,
                        NOV,
                        Map.of());
        subscription
                .given(activated(), new SubscriptionEvent.ChangeScheduled(SUBSCRIPTION, plan, DEC))
                .when(now(yearly(NOV_21)))
                .isRefused(Reason.INVALID_OPERATION, YEARLY.value());
    }

    @Test
    void whatStandsTogetherWithOthersIsNotFollowed() {
        CustomerId other = CustomerId.of(Ulid.derived(NOV, "other"));
        SubscriptionId parent = SubscriptionId.of(Ulid.derived(NOV, "parent"));
        Family shared = Family.NONE.with(List.of(new Heir(other, "other", NEXT, NOV, null)));
        Family parents = Family.NONE.grouping(List.of(parent));
        Family child =
                new Family(
                        null,
                        null,
                        List.of(),
                        null,
                        List.of(new GroupMembership(parent, CUSTOMER, 0, null)));
        for (Family family : List.of(shared, parents, child)) {
            Spec.of(Subscription.class)
                    .given(activated(terms().with(family)))
                    .when(now(yearly(NOV_21)))
                    .isRefused(Reason.INVALID_OPERATION, SUBSCRIPTION.value());
        }
    }

    @Test
    void whatIsInPhasesIsNotFollowedUntilTheyAreOver() {
        subscription
                .given(activated(phased(null)))
                .when(now(yearly(NOV_21)))
                .isRefused(Reason.INVALID_OPERATION, "phases");
        Spec.of(Subscription.class)
                .given(activated(phased(NOV_21)))
                .when(now(yearly(NOV_21)))
                .happens(SUBSCRIPTION, changedNow());
    }

    private static SubscriptionTerms phased(@Nullable Instant until) {
        var phase =
                new Phase(PhaseId.of(Ulid.derived(NOV, "phase")), NOV, until, List.of(), Map.of());
        return terms().with(Arrangement.USUAL.in(List.of(phase)));
    }

    @Test
    void aChangeForgivesNothingAndHappensNowOrWithThePeriod() {
        subscription
                .given(activated())
                .when(
                        change(
                                CancellationType.IMMEDIATE,
                                new Successor(NEXT, yearly(NOV_21)),
                                OpenUsage.FORGIVEN))
                .isRefusedFor("open_usage", "INVOICED");
        Spec.of(Subscription.class)
                .given(activated())
                .when(change(CancellationType.MAX_PERIOD_END, yearly(DEC)))
                .isRefusedFor("cancellation_type", "END_OF_PERIOD");
    }

    @Test
    void whatCouldNotBeginIsRefusedBeforeAnythingEnds() {
        SubscriptionTerms good = yearly(NOV_21);
        refuses(yearly(DEC), "successor.start_date");
        refuses(good.with(Arrangement.USUAL), "successor.follows");
        refuses(
                good.with(
                        Arrangement.USUAL.following(
                                Predecessor.of(NEXT, terms(), NOV_21, List.of()), null)),
                "successor.follows");
        refuses(good.with(following(terms(), DEC, null)), "successor.predecessors");
        refuses(
                good.with(following(terms().startingAt(DEC), NOV_21, null)),
                "successor.predecessors");
        refuses(
                good.with(
                        Arrangement.USUAL.following(
                                Predecessor.of(
                                        SUBSCRIPTION,
                                        terms(),
                                        NOV_21,
                                        List.of(
                                                new ContinuedLine(
                                                        lineItem("base"), lineItem("base")))),
                                null)),
                "successor.predecessors.lines");
        refuses(
                SubscriptionTermsBuilder.builder(good)
                        .customerId(CustomerId.of(Ulid.derived(NOV, "other")))
                        .build(),
                "successor.customer_id");
        refuses(
                good.with(Family.paidBy(CustomerId.of(Ulid.derived(NOV, "other")))),
                "successor.customer_id");
        refuses(good.with(List.of()), "line_items");
        refuses(SubscriptionTermsBuilder.builder(good).endDate(NOV_21).build(), "end_date");
    }

    private static void refuses(SubscriptionTerms terms, String field) {
        Spec.of(Subscription.class).given(activated()).when(now(terms)).isRefusedFor(field);
    }

    @Test
    void anAddonOfWhatIsToFollowIsHeldUntilThatIsGivenUp() {
        SubscriptionTerms terms =
                yearly(DEC)
                        .withAddons(
                                List.of(
                                        new AddonAssociation(
                                                AddonAssociationId.of(Ulid.derived(NOV, "own")),
                                                ADDON,
                                                DEC,
                                                null,
                                                NOV_21,
                                                null,
                                                null,
                                                Map.of())));
        var agreed =
                new SubscriptionEvent.CancellationScheduled(
                        SUBSCRIPTION,
                        CancellationType.END_OF_PERIOD,
                        NOV_21,
                        DEC,
                        null,
                        ProrationBehavior.CREATE_PRORATIONS,
                        new Successor(NEXT, terms));

        subscription
                .given(activated())
                .when(change(CancellationType.END_OF_PERIOD, terms))
                .happens(SUBSCRIPTION, agreed);
        assertThat(subscription.references().retire(SCOPE, ADDON)).isFalse();

        subscription
                .given(activated(), agreed)
                .when(new SubscriptionCommand.WithdrawCancellation(SUBSCRIPTION, SCOPE, NOV_21))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.CancellationWithdrawn(SUBSCRIPTION, DEC));
        assertThat(subscription.references().retire(SCOPE, ADDON)).isTrue();
    }

    @Test
    void whatFollowsBeginsWhateverHasBecomeOfItsPlanSince() {
        SubscriptionTerms terms =
                yearly(NOV_21)
                        .withAddons(
                                List.of(
                                        new AddonAssociation(
                                                AddonAssociationId.of(Ulid.derived(NOV, "own")),
                                                ADDON,
                                                NOV_21,
                                                null,
                                                NOV_21,
                                                null,
                                                null,
                                                Map.of())));
        subscription.references().retire(SCOPE, ADDON);
        subscription
                .when(new SubscriptionCommand.Create(NEXT, SCOPE, NOV_21, terms))
                .happens(
                        NEXT,
                        new SubscriptionEvent.Activated(
                                NEXT,
                                SCOPE,
                                terms,
                                new BillingPeriod(NOV_21, at("2024-11-21T00:00:00Z"))));
    }

    @Test
    void whatIsLeftOfATrialIsLeftToTheOneThatFollows() {
        Instant trialEnd = DEC;
        SubscriptionTerms trying = terms().with(new Course(trialEnd, List.of()));
        SubscriptionTerms next = yearly(NOV_21).with(following(trying, NOV_21, trialEnd));
        subscription
                .given(activated(trying))
                .when(now(next))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.Cancelled(
                                        SUBSCRIPTION,
                                        CancellationType.IMMEDIATE,
                                        NOV_21,
                                        NOV_21,
                                        0,
                                        new BillingPeriod(NOV, NOV_21),
                                        OpenUsage.INVOICED,
                                        null)
                                .followedBy(new Successor(NEXT, next)));
        Spec.of(Subscription.class)
                .when(new SubscriptionCommand.Create(NEXT, SCOPE, NOV_21, next))
                .happens(
                        NEXT,
                        new SubscriptionEvent.Activated(
                                NEXT,
                                SCOPE,
                                next.beginning(NOV_21, trialEnd, "UTC")
                                        .with(new Course(trialEnd, List.of())),
                                new BillingPeriod(NOV_21, trialEnd)));
    }

    @Test
    void whatIsPausedOrWaitsForAPaymentIsNotFollowed() {
        var order =
                new PauseOrder(
                        PauseId.of(Ulid.derived(NOV, "pause")),
                        PauseOrder.Mode.IMMEDIATE,
                        NOV.plusSeconds(3600),
                        null,
                        Course.Rest.LATER,
                        NOV.plusSeconds(3600),
                        null,
                        Map.of());
        BillingPeriod served = new BillingPeriod(NOV, NOV.plusSeconds(3600));
        subscription
                .given(
                        activated(),
                        new SubscriptionEvent.Paused(
                                SUBSCRIPTION, order, 0, new BillingPeriod(NOV, DEC), served))
                .when(now(yearly(NOV_21)))
                .isRefused(Reason.INVALID_OPERATION, "paused");
        Spec.of(Subscription.class)
                .given(
                        activated(),
                        new SubscriptionEvent.PaymentAwaited(
                                SUBSCRIPTION, InvoiceId.of(Ulid.derived(NOV, "first")), NOV, DEC))
                .when(now(yearly(NOV_21)))
                .isRefused(Reason.INVALID_OPERATION, "incomplete");
    }
}
