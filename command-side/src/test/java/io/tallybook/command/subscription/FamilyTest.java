package io.tallybook.command.subscription;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.customer;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Ulid;
import io.tallybook.core.entitlement.AllowanceWindows;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.Family;
import io.tallybook.core.subscription.Heir;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may share a subscription, and what becomes of what they inherit. */
class FamilyTest {
    private static final Instant NOV = at("2023-11-01T00:00:00Z");
    private static final Instant MID_NOV = at("2023-11-15T00:00:00Z");
    private static final Instant DEC = at("2023-12-01T00:00:00Z");
    private static final Heir BERLIN = heir("berlin");
    private static final Heir PARIS = heir("paris");

    private final Spec<Subscription> subscription = Spec.of(Subscription.class);

    private static Heir heir(String name) {
        return new Heir(
                customer(name),
                name,
                SubscriptionId.of(Ulid.derived(NOV, "inherited", name)),
                NOV,
                null);
    }

    private static SubscriptionTerms shared(Heir... heirs) {
        return BeginningTest.terms(BillingCycle.ANNIVERSARY, NOV, null)
                .with(Family.NONE.with(List.of(heirs)));
    }

    private static SubscriptionCommand.Create create(SubscriptionTerms terms) {
        return new SubscriptionCommand.Create(SUBSCRIPTION, SCOPE, NOV, terms);
    }

    private static SubscriptionEvent.Activated activated(SubscriptionTerms terms) {
        return new SubscriptionEvent.Activated(
                SUBSCRIPTION, SCOPE, terms, new BillingPeriod(NOV, DEC));
    }

    private static SubscriptionCommand.ChangeHeirs change(
            List<Heir> added, List<SubscriptionId> removed) {
        return new SubscriptionCommand.ChangeHeirs(SUBSCRIPTION, SCOPE, MID_NOV, added, removed);
    }

    private static SubscriptionTerms inherited(Heir heir) {
        return Family.inherited(SUBSCRIPTION, shared(heir), heir);
    }

    private static SubscriptionEvent.Activated heirs(Heir heir) {
        return new SubscriptionEvent.Activated(
                heir.subscriptionId(),
                SCOPE,
                inherited(heir),
                new BillingPeriod(NOV, AllowanceWindows.NEVER));
    }

    @Test
    void aSubscriptionMayBeSharedFromItsStart() {
        subscription
                .given()
                .when(create(shared(BERLIN)))
                .happens(SUBSCRIPTION, activated(shared(BERLIN)));
    }

    @Test
    void nobodySharesWithHimselfOrTwice() {
        Heir himself = new Heir(CUSTOMER, "acme", BERLIN.subscriptionId(), NOV, null);
        subscription.given().when(create(shared(himself))).isRefusedFor(Kinship.ADDED, "acme");
        subscription
                .given()
                .when(create(shared(BERLIN, BERLIN)))
                .isRefusedFor(Kinship.ADDED, "berlin");
    }

    @Test
    void nothingOfADraftCanBeShared() {
        subscription
                .given()
                .when(new SubscriptionCommand.Draft(SUBSCRIPTION, SCOPE, NOV, shared(BERLIN)))
                .isRefusedFor(Kinship.ADDED, "berlin");
    }

    @Test
    void whoComesLaterSharesFromThatMomentOn() {
        subscription
                .given(activated(shared(BERLIN)))
                .when(change(List.of(PARIS), List.of()))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.HeirsChanged(
                                SUBSCRIPTION, MID_NOV, List.of(PARIS.since(MID_NOV)), List.of()));
    }

    @Test
    void whoIsRemovedMayComeAgain() {
        Heir again = new Heir(BERLIN.customerId(), "berlin", PARIS.subscriptionId(), NOV, null);
        subscription
                .given(activated(shared(BERLIN)))
                .when(change(List.of(again), List.of(BERLIN.subscriptionId())))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.HeirsChanged(
                                SUBSCRIPTION,
                                MID_NOV,
                                List.of(again.since(MID_NOV)),
                                List.of(BERLIN.subscriptionId())));
    }

    @Test
    void whatIsSoAlreadyStaysAsItIs() {
        var event =
                new SubscriptionEvent.HeirsChanged(
                        SUBSCRIPTION,
                        MID_NOV,
                        List.of(PARIS.since(MID_NOV)),
                        List.of(BERLIN.subscriptionId()));
        subscription
                .given(activated(shared(BERLIN)), event)
                .when(change(List.of(PARIS), List.of(BERLIN.subscriptionId())))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void onlyWhoSharesCanBeRemovedAndOnlyInItsOwnScope() {
        subscription
                .given(activated(shared(BERLIN)))
                .when(change(List.of(), List.of(PARIS.subscriptionId())))
                .isRefusedFor("external_customer_ids_to_remove", PARIS.subscriptionId().value());
        subscription
                .given(activated(shared(BERLIN)))
                .when(
                        new SubscriptionCommand.ChangeHeirs(
                                SUBSCRIPTION, OTHER_SCOPE, MID_NOV, List.of(PARIS), List.of()))
                .isNotFound();
    }

    @Test
    void anInheritedSubscriptionHasNoLinesAndNoEndOfItsPeriod() {
        subscription
                .given()
                .when(
                        new SubscriptionCommand.Create(
                                BERLIN.subscriptionId(), SCOPE, NOV, inherited(BERLIN)))
                .happens(BERLIN.subscriptionId(), heirs(BERLIN));
    }

    @Test
    void anInheritedSubscriptionIsNotChangedByItself() {
        subscription
                .given(heirs(BERLIN))
                .when(
                        new SubscriptionCommand.Cancel(
                                BERLIN.subscriptionId(),
                                SCOPE,
                                MID_NOV,
                                CancellationType.IMMEDIATE,
                                null,
                                OpenUsage.INVOICED,
                                null))
                .isRefused(Reason.INVALID_OPERATION);
    }

    @Test
    void anInheritedSubscriptionEndsWithoutAnInvoiceOnce() {
        var ended =
                new SubscriptionEvent.Cancelled(
                        BERLIN.subscriptionId(),
                        CancellationType.IMMEDIATE,
                        DEC,
                        DEC,
                        0,
                        null,
                        OpenUsage.FORGIVEN,
                        "the subscription that it is inherited from is not shared any more");
        var end = new SubscriptionCommand.Disinherit(BERLIN.subscriptionId(), SCOPE, DEC);
        subscription.given(heirs(BERLIN)).when(end).happens(BERLIN.subscriptionId(), ended);
        subscription.given(heirs(BERLIN), ended).when(end).nothingHappens(BERLIN.subscriptionId());
        subscription
                .given(activated(shared()))
                .when(new SubscriptionCommand.Disinherit(SUBSCRIPTION, SCOPE, DEC))
                .isRefused(Reason.INVALID_OPERATION);
    }
}
