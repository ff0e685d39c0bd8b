package io.tallybook.command.subscription;

import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.at;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Ulid;
import io.tallybook.core.subscription.ArrangementBuilder;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.CollectionMethod;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.Family;
import io.tallybook.core.subscription.GroupMembership;
import io.tallybook.core.subscription.GroupedBilling;
import io.tallybook.core.subscription.GroupedChild;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.PauseId;
import io.tallybook.core.subscription.PauseOrder;
import io.tallybook.core.subscription.PaymentBehavior;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which subscriptions are invoiced together. */
class GroupTest {
    private static final Instant NOV = at("2023-11-01T00:00:00Z");
    private static final Instant MID_NOV = at("2023-11-15T00:00:00Z");
    private static final Instant DEC = at("2023-12-01T00:00:00Z");
    private static final Instant JAN = at("2024-01-01T00:00:00Z");
    private static final SubscriptionId PARENT =
            SubscriptionId.of(Ulid.derived(NOV, "group", "parent"));
    private static final SubscriptionId OTHER =
            SubscriptionId.of(Ulid.derived(NOV, "group", "other"));
    private static final SubscriptionTerms TERMS =
            BeginningTest.terms(BillingCycle.ANNIVERSARY, NOV, null);

    private final Spec<Subscription> subscription = Spec.of(Subscription.class);

    private static SubscriptionEvent.Activated activated(SubscriptionTerms terms) {
        return new SubscriptionEvent.Activated(
                SUBSCRIPTION, SCOPE, terms, new BillingPeriod(NOV, DEC));
    }

    private static SubscriptionEvent.Renewed renewed(SubscriptionId with) {
        return new SubscriptionEvent.Renewed(
                SUBSCRIPTION,
                0,
                new BillingPeriod(NOV, DEC),
                new BillingPeriod(DEC, JAN),
                null,
                with,
                null);
    }

    private static SubscriptionCommand.ChangeGroup change(
            List<SubscriptionId> added, List<SubscriptionId> removed) {
        return new SubscriptionCommand.ChangeGroup(SUBSCRIPTION, SCOPE, MID_NOV, added, removed);
    }

    private static SubscriptionEvent.GroupChanged changed(
            List<SubscriptionId> added, List<SubscriptionId> removed) {
        return new SubscriptionEvent.GroupChanged(SUBSCRIPTION, MID_NOV, NOV, added, removed);
    }

    private static SubscriptionCommand.JoinGroup join(SubscriptionTerms parent) {
        return new SubscriptionCommand.JoinGroup(SUBSCRIPTION, SCOPE, MID_NOV, PARENT, parent, NOV);
    }

    private static SubscriptionEvent.GroupJoined joined() {
        return new SubscriptionEvent.GroupJoined(
                SUBSCRIPTION, MID_NOV, new GroupMembership(PARENT, TERMS.payer(), 0, null));
    }

    private static SubscriptionCommand.LeaveGroup leave(Instant openSince) {
        return new SubscriptionCommand.LeaveGroup(SUBSCRIPTION, SCOPE, DEC, PARENT, openSince);
    }

    private static SubscriptionCommand.Pause pause() {
        return new SubscriptionCommand.Pause(
                SUBSCRIPTION,
                SCOPE,
                MID_NOV,
                PauseId.of(Ulid.derived(NOV, "pause")),
                PauseOrder.Mode.IMMEDIATE,
                null,
                null,
                null,
                Course.Rest.LATER,
                null,
                Map.of());
    }

    @Test
    void aParentNamesItsChildrenOnce() {
        subscription
                .given(activated(TERMS))
                .when(change(List.of(OTHER), List.of()))
                .happens(SUBSCRIPTION, changed(List.of(OTHER), List.of()));
        subscription
                .given(activated(TERMS), changed(List.of(OTHER), List.of()))
                .when(change(List.of(OTHER), List.of()))
                .nothingHappens(SUBSCRIPTION);
    }

    private static SubscriptionCommand.Create createWith(GroupedChild child) {
        return new SubscriptionCommand.Create(SUBSCRIPTION, SCOPE, NOV, TERMS, List.of(child));
    }

    @Test
    void aParentBeginsTogetherWithItsChildren() {
        var child = new GroupedChild(OTHER, TERMS);
        var begun =
                new SubscriptionEvent.Activated(
                        SUBSCRIPTION,
                        SCOPE,
                        TERMS.with(Family.NONE.grouping(List.of(OTHER))),
                        new BillingPeriod(NOV, DEC),
                        List.of(child));
        subscription.given().when(createWith(child)).happens(SUBSCRIPTION, begun);
        subscription.given(begun).when(createWith(child)).nothingHappens(SUBSCRIPTION);
        subscription
                .given(begun)
                .when(createWith(new GroupedChild(PARENT, TERMS)))
                .isRefused(Reason.CONFLICT);
    }

    @Test
    void whatBeginsWithItsParentIsOnItsInvoicesFromItsFirstPeriodOn() {
        SubscriptionTerms terms = new GroupedChild(SUBSCRIPTION, TERMS).joining(PARENT, TERMS);
        subscription
                .given()
                .when(new SubscriptionCommand.Create(SUBSCRIPTION, SCOPE, NOV, terms))
                .happens(SUBSCRIPTION, activated(terms));
        subscription.given(activated(terms)).when(join(TERMS)).nothingHappens(SUBSCRIPTION);
        subscription
                .given(activated(terms))
                .when(new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, DEC, 0))
                .happens(SUBSCRIPTION, renewed(PARENT));
    }

    @Test
    void whatIsBilledOtherwiseDoesNotBeginWithIt() {
        subscription
                .given()
                .when(
                        createWith(
                                new GroupedChild(
                                        OTHER,
                                        BeginningTest.terms(
                                                BillingCycle.ANNIVERSARY, MID_NOV, null))))
                .isRefusedFor(GroupedBilling.CHILDREN, OTHER.value());
        subscription
                .given()
                .when(
                        createWith(
                                new GroupedChild(
                                        OTHER,
                                        TERMS.with(
                                                ArrangementBuilder.builder(TERMS.arranged())
                                                        .trialDays(7)
                                                        .build()))))
                .isRefusedFor(GroupedBilling.CHILDREN, OTHER.value());
    }

    @Test
    void nothingBeginsWithWhatWaitsForAPayment() {
        subscription
                .given()
                .when(
                        new SubscriptionCommand.Create(
                                SUBSCRIPTION,
                                SCOPE,
                                NOV,
                                TERMS.with(
                                        ArrangementBuilder.builder(TERMS.arranged())
                                                .collectionMethod(CollectionMethod.SEND_INVOICE)
                                                .paymentBehavior(PaymentBehavior.DEFAULT_INCOMPLETE)
                                                .hoursToPay(24)
                                                .build()),
                                List.of(new GroupedChild(OTHER, TERMS))))
                .isRefusedFor(GroupedBilling.CHILDREN, OTHER.value());
    }

    @Test
    void nothingIsInvoicedWithItself() {
        subscription
                .given(activated(TERMS))
                .when(change(List.of(SUBSCRIPTION), List.of()))
                .isRefusedFor(GroupedBilling.CHILDREN, SUBSCRIPTION.value());
    }

    @Test
    void aChildHasNoChildrenNorHeirs() {
        subscription
                .given(activated(TERMS), joined())
                .when(change(List.of(OTHER), List.of()))
                .isRefused(Reason.INVALID_OPERATION);
        subscription
                .given(activated(TERMS), changed(List.of(OTHER), List.of()))
                .when(join(TERMS))
                .isRefusedFor(GroupedBilling.CHILDREN, SUBSCRIPTION.value());
    }

    @Test
    void aDraftHasNoChildren() {
        subscription
                .given()
                .when(
                        new SubscriptionCommand.Draft(
                                SUBSCRIPTION,
                                SCOPE,
                                NOV,
                                TERMS.with(Family.NONE.grouping(List.of(OTHER)))))
                .isRefusedFor(GroupedBilling.CHILDREN, OTHER.value());
    }

    @Test
    void aChildJoinsFromItsOpenPeriodOn() {
        subscription.given(activated(TERMS)).when(join(TERMS)).happens(SUBSCRIPTION, joined());
        subscription
                .given(activated(TERMS), joined())
                .when(join(TERMS))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void aPeriodThatIsGroupedSaysOnWhoseInvoiceItIs() {
        subscription
                .given(activated(TERMS), joined())
                .when(new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, DEC, 0))
                .happens(SUBSCRIPTION, renewed(PARENT));
    }

    @Test
    void aParentsPeriodNamesItsChildren() {
        subscription
                .given(activated(TERMS), changed(List.of(OTHER), List.of()))
                .when(new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, DEC, 0))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.Renewed(
                                SUBSCRIPTION,
                                0,
                                new BillingPeriod(NOV, DEC),
                                new BillingPeriod(DEC, JAN),
                                null,
                                null,
                                List.of(OTHER)));
    }

    @Test
    void whatIsBilledOtherwiseCannotJoin() {
        SubscriptionTerms later = BeginningTest.terms(BillingCycle.ANNIVERSARY, MID_NOV, null);
        subscription
                .given(activated(TERMS))
                .when(join(later))
                .isRefusedFor(GroupedBilling.CHILDREN, SUBSCRIPTION.value());
    }

    @Test
    void whatIsInvoicedWithAnotherIsNotPausedNorIsTheOther() {
        subscription
                .given(activated(TERMS), joined())
                .when(pause())
                .isRefused(Reason.INVALID_OPERATION);
        subscription
                .given(activated(TERMS), changed(List.of(OTHER), List.of()))
                .when(pause())
                .isRefused(Reason.INVALID_OPERATION);
    }

    @Test
    void aChildThatLeavesIsInvoicedByItselfFromThePeriodThatIsOnNoOtherInvoice() {
        subscription
                .given(activated(TERMS), joined(), renewed(PARENT))
                .when(leave(DEC))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.GroupLeft(SUBSCRIPTION, PARENT, DEC, 1, List.of()));
        subscription.given(activated(TERMS)).when(leave(DEC)).nothingHappens(SUBSCRIPTION);
    }

    @Test
    void aPeriodThatWasHeldBackForAnInvoiceThatDoesNotComeIsGivenOut() {
        subscription
                .given(activated(TERMS), joined(), renewed(PARENT))
                .when(leave(NOV))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.GroupLeft(
                                SUBSCRIPTION,
                                PARENT,
                                DEC,
                                0,
                                List.of(
                                        new SubscriptionEvent.Withheld(
                                                0, new BillingPeriod(NOV, DEC), null))));
    }

    @Test
    void aChildThatHasNotClosedWhatIsOnTheParentsInvoiceStaysOnItWhenItLeaves() {
        var left = new SubscriptionEvent.GroupLeft(SUBSCRIPTION, PARENT, DEC, 1, List.of());
        subscription.given(activated(TERMS), joined()).when(leave(DEC)).happens(SUBSCRIPTION, left);
        subscription
                .given(activated(TERMS), joined(), left)
                .when(new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, DEC, 0))
                .happens(SUBSCRIPTION, renewed(PARENT));
    }

    @Test
    void aParentThatEndsLetsGoOfItsChildren() {
        subscription
                .given(activated(TERMS), changed(List.of(OTHER), List.of()))
                .when(
                        new SubscriptionCommand.Cancel(
                                SUBSCRIPTION,
                                SCOPE,
                                MID_NOV,
                                CancellationType.IMMEDIATE,
                                null,
                                OpenUsage.FORGIVEN,
                                null))
                .happens(
                        SUBSCRIPTION,
                        changed(List.of(), List.of(OTHER)),
                        new SubscriptionEvent.Cancelled(
                                SUBSCRIPTION,
                                CancellationType.IMMEDIATE,
                                MID_NOV,
                                MID_NOV,
                                0,
                                new BillingPeriod(NOV, MID_NOV),
                                OpenUsage.FORGIVEN,
                                null));
    }

    @Test
    void anEndedChildStillGivesOutWhatWasHeldBack() {
        subscription
                .given(
                        activated(TERMS),
                        joined(),
                        renewed(PARENT),
                        new SubscriptionEvent.Cancelled(
                                SUBSCRIPTION,
                                CancellationType.IMMEDIATE,
                                JAN,
                                JAN,
                                1,
                                null,
                                OpenUsage.FORGIVEN,
                                null))
                .when(leave(NOV))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.GroupLeft(
                                SUBSCRIPTION,
                                PARENT,
                                DEC,
                                0,
                                List.of(
                                        new SubscriptionEvent.Withheld(
                                                0, new BillingPeriod(NOV, DEC), null))));
    }

    @Test
    void nobodyElsesSubscriptionIsSeen() {
        subscription
                .given(activated(TERMS))
                .when(
                        new SubscriptionCommand.JoinGroup(
                                SUBSCRIPTION, OTHER_SCOPE, MID_NOV, PARENT, TERMS, NOV))
                .isNotFound();
    }
}
