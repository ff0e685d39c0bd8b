package io.tallybook.command.subscription;

import static io.tallybook.command.Some.PLAN;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.base;
import static io.tallybook.command.Some.lineItem;
import static io.tallybook.command.Some.monthly;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Prices;
import io.tallybook.command.Spec;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.AddonId;
import io.tallybook.core.invoice.ChangeOfLines;
import io.tallybook.core.subscription.AddonAssociation;
import io.tallybook.core.subscription.AddonAssociationId;
import io.tallybook.core.subscription.AgreedPlan;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.Predecessor;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.ScheduleId;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionCommand.AddonEnd;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeLines;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionTermsBuilder;
import io.tallybook.core.subscription.Successor;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An addon that another has too: it is held twice until this one lets it go. */
class HeldAddonsTest {
    private static final Instant NOV = at("2023-11-01T00:00:00Z");
    private static final Instant NOV_21 = at("2023-11-21T00:00:00Z");
    private static final Instant DEC = at("2023-12-01T00:00:00Z");
    private static final BillingPeriod NOVEMBER = new BillingPeriod(NOV, DEC);
    private static final AddonId ADDON = AddonId.of(Ulid.derived(NOV, "addon"));
    private static final AddonAssociation FIRST = instance("first");
    private static final AddonAssociation SECOND = instance("second");
    private static final SubscriptionId NEXT = SubscriptionId.of(Ulid.derived(NOV, "next"));

    private final Spec<Subscription> subscription = Spec.of(Subscription.class);

    @BeforeEach
    void anotherHasIt() {
        subscription.references().hold(SCOPE, ADDON);
    }

    private static AddonAssociation instance(String name) {
        return new AddonAssociation(
                AddonAssociationId.of(Ulid.derived(NOV, name)),
                ADDON,
                NOV,
                null,
                NOV,
                null,
                null,
                Map.of());
    }

    private static SubscriptionTerms terms(AddonAssociation... addons) {
        return monthly(NOV, base(Prices.fixed("30").build())).withAddons(Arrays.asList(addons));
    }

    private static SubscriptionEvent.Activated activated(SubscriptionTerms terms) {
        return new SubscriptionEvent.Activated(SUBSCRIPTION, SCOPE, terms, NOVEMBER);
    }

    private static SubscriptionCommand.Create create(SubscriptionTerms terms) {
        return new SubscriptionCommand.Create(SUBSCRIPTION, SCOPE, NOV, terms);
    }

    private static SubscriptionCommand.Cancel cancel(
            SubscriptionId id, CancellationType type, @Nullable Successor next) {
        return new SubscriptionCommand.Cancel(
                id,
                SCOPE,
                NOV_21,
                type,
                null,
                OpenUsage.INVOICED,
                null,
                ProrationBehavior.NONE,
                null,
                next);
    }

    private static SubscriptionCommand.Cancel cancel() {
        return cancel(SUBSCRIPTION, CancellationType.IMMEDIATE, null);
    }

    private static ChangeLines end(AddonAssociation addon, Instant end) {
        return new ChangeLines(
                SUBSCRIPTION,
                SCOPE,
                NOV_21,
                "ends " + end,
                Settling.AT_ONCE,
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of(new AddonEnd(addon.id(), end, null)));
    }

    // As many hold it as have to let it go until it can be deleted.
    private void isHeldBy(int holders) {
        for (int held = holders; held > 0; held--) {
            assertThat(subscription.references().retire(SCOPE, ADDON)).isFalse();
            subscription.references().letGo(SCOPE, ADDON);
        }
        assertThat(subscription.references().retire(SCOPE, ADDON)).isTrue();
    }

    @Test
    void eachInstanceHoldsIt() {
        subscription.when(create(terms(FIRST, SECOND)));
        isHeldBy(3);
    }

    @Test
    void theEndLetsGoOfEach() {
        SubscriptionTerms terms = terms(FIRST, SECOND);
        subscription.when(create(terms));
        subscription.given(activated(terms)).when(cancel());
        isHeldBy(1);
    }

    @Test
    void whatIsToEndHoldsItUntilThen() {
        SubscriptionTerms terms = terms(FIRST, SECOND);
        var planned =
                new SubscriptionEvent.CancellationScheduled(
                        SUBSCRIPTION, CancellationType.END_OF_PERIOD, NOV_21, DEC, null, null);
        subscription.when(create(terms));
        subscription
                .given(activated(terms))
                .when(cancel(SUBSCRIPTION, CancellationType.END_OF_PERIOD, null))
                .happens(SUBSCRIPTION, planned);
        assertThat(subscription.references().retire(SCOPE, ADDON)).isFalse();
        subscription
                .given(activated(terms), planned)
                .when(new SubscriptionCommand.End(SUBSCRIPTION, SCOPE, DEC));
        isHeldBy(1);
    }

    @Test
    void oneThatHadAnEndFromTheBeginningIsLetGoWithTheSubscription() {
        SubscriptionTerms terms =
                terms(
                        new AddonAssociation(
                                FIRST.id(), ADDON, NOV, NOV_21, NOV, null, null, Map.of()));
        subscription.when(create(terms));
        subscription.given(activated(terms)).when(cancel());
        isHeldBy(1);
    }

    @Test
    void anInstanceThatEndsAndThenSoonerIsLetGoOnce() {
        SubscriptionTerms terms = terms(FIRST, SECOND);
        subscription.when(create(terms));
        ChangeLines later = end(FIRST, at("2023-11-28T00:00:00Z"));
        subscription.given(activated(terms)).when(later);
        SubscriptionEvent ended = ChangeOfLines.of(terms, 0, NOVEMBER, later);
        subscription.given(activated(terms), ended).when(end(FIRST, at("2023-11-25T00:00:00Z")));
        isHeldBy(2);
    }

    @Test
    void whatHadEndedBeforeIsLetGoOnce() {
        SubscriptionTerms terms = terms(FIRST, SECOND);
        subscription.when(create(terms));
        ChangeLines end = end(FIRST, NOV_21);
        subscription.given(activated(terms)).when(end);
        subscription
                .given(activated(terms), ChangeOfLines.of(terms, 0, NOVEMBER, end))
                .when(cancel());
        isHeldBy(1);
    }

    @Test
    void whatAnotherPlanDropsIsLetGoWithIt() {
        SubscriptionTerms terms = terms(FIRST, SECOND);
        var agreed =
                new SubscriptionEvent.ChangeScheduled(
                        SUBSCRIPTION,
                        new AgreedPlan(
                                ScheduleId.of(Ulid.derived(NOV, "schedule")),
                                PLAN,
                                Settling.NONE,
                                terms.lineItems().stream()
                                        .map(line -> line.as(lineItem("other"), BigDecimal.ONE))
                                        .toList(),
                                AgreedPlan.Addons.DROP,
                                NOV_21,
                                Map.of()),
                        DEC);
        subscription.when(create(terms));
        subscription
                .given(activated(terms), agreed)
                .when(
                        new ChangeLines(
                                SUBSCRIPTION,
                                SCOPE,
                                at("2023-12-05T00:00:00Z"),
                                "late",
                                Settling.AT_ONCE,
                                List.of(),
                                List.of(
                                        new SubscriptionEvent.LineEnd(
                                                lineItem("other"), at("2023-12-06T00:00:00Z")))));
        isHeldBy(1);
    }

    @Test
    void whatFollowsHoldsItOnFromTheEndToItsOwn() {
        SubscriptionTerms terms = terms(FIRST);
        SubscriptionTerms next =
                SubscriptionTermsBuilder.builder(terms(SECOND))
                        .startDate(NOV_21)
                        .billingAnchor(NOV_21)
                        .arrangement(
                                Arrangement.USUAL.following(
                                        Predecessor.of(SUBSCRIPTION, terms, NOV_21, List.of()),
                                        null))
                        .build();
        subscription.when(create(terms));
        subscription
                .given(activated(terms))
                .when(cancel(SUBSCRIPTION, CancellationType.IMMEDIATE, new Successor(NEXT, next)));
        var begun =
                new SubscriptionEvent.Activated(
                        NEXT, SCOPE, next, new BillingPeriod(NOV_21, at("2023-12-21T00:00:00Z")));
        subscription
                .given()
                .when(new SubscriptionCommand.Create(NEXT, SCOPE, NOV_21, next))
                .happens(NEXT, begun);
        subscription.references().letGo(SCOPE, ADDON);
        assertThat(subscription.references().retire(SCOPE, ADDON)).isFalse();
        subscription.references().hold(SCOPE, ADDON);
        subscription.given(begun).when(cancel(NEXT, CancellationType.IMMEDIATE, null));
        isHeldBy(1);
    }

    @Test
    void anEndThatIsAgreedTwiceHoldsWhatFollowsOnce() {
        SubscriptionTerms terms = terms();
        SubscriptionTerms next =
                SubscriptionTermsBuilder.builder(terms(FIRST))
                        .startDate(DEC)
                        .billingAnchor(DEC)
                        .arrangement(
                                Arrangement.USUAL.following(
                                        Predecessor.of(SUBSCRIPTION, terms, DEC, List.of()), null))
                        .build();
        var successor = new Successor(NEXT, next);
        var wish = cancel(SUBSCRIPTION, CancellationType.END_OF_PERIOD, successor);
        var planned =
                new SubscriptionEvent.CancellationScheduled(
                        SUBSCRIPTION,
                        CancellationType.END_OF_PERIOD,
                        NOV_21,
                        DEC,
                        null,
                        null,
                        successor);
        subscription.given(activated(terms)).when(wish).happens(SUBSCRIPTION, planned);
        subscription.given(activated(terms), planned).when(wish);
        isHeldBy(2);
    }
}
