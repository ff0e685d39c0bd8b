package io.tallybook.sagas.renewal;

import static io.tallybook.sagas.Samples.CUSTOMER;
import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.DELAY;
import static io.tallybook.sagas.Samples.NOVEMBER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.USD;
import static io.tallybook.sagas.Samples.activated;
import static io.tallybook.sagas.Samples.at;
import static io.tallybook.sagas.Samples.fixed;
import static io.tallybook.sagas.Samples.opening;
import static io.tallybook.sagas.Samples.renewed;
import static io.tallybook.sagas.Samples.terms;
import static io.tallybook.sagas.Samples.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceCommand.Open;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.subscription.Crossing;
import io.tallybook.core.subscription.Family;
import io.tallybook.core.subscription.GroupMembership;
import io.tallybook.core.subscription.SubscriptionEvent.GroupJoined;
import io.tallybook.core.subscription.SubscriptionEvent.Renewed;
import io.tallybook.core.subscription.SubscriptionEvent.ThresholdCrossed;
import io.tallybook.core.subscription.SubscriptionEvent.TrialChanged;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.sagas.InvoiceIds;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenewalProcessTest {
    private static final RenewalState ACTIVE =
            new RenewalState.Active(SUBSCRIPTION, CUSTOMER, USD, null, null);

    @Test
    void aSubscriptionInArrearIsNotInvoicedAsItBegins() {
        var step =
                RenewalProcess.activated(
                        activated(
                                terms(
                                        null,
                                        fixed("20.00", InvoiceCadence.ARREAR),
                                        usage("request", "0.01"))),
                        at(START));

        assertThat(step.state()).isEqualTo(ACTIVE);
        assertThat(step.commands()).isEmpty();
    }

    @Test
    void whatIsPaidInAdvanceIsInvoicedAtOnce() {
        var step =
                RenewalProcess.activated(
                        activated(terms(null, fixed("20.00", InvoiceCadence.ADVANCE))), at(START));

        assertThat(step.state()).isEqualTo(ACTIVE);
        assertThat(step.commands())
                .containsExactly(
                        new Open(
                                InvoiceIds.of(
                                        START, SUBSCRIPTION, 0, BillingReason.SUBSCRIPTION_CREATE),
                                SCOPE,
                                START,
                                opening(BillingReason.SUBSCRIPTION_CREATE, 0, NOVEMBER, START)));
    }

    @Test
    void whoeverPaysGetsTheInvoicesOfAnother() {
        CustomerId payer = CustomerId.of(Ulid.derived(START, "payer"));
        var step =
                RenewalProcess.activated(
                        activated(
                                terms(null, fixed("20.00", InvoiceCadence.ADVANCE))
                                        .with(Family.paidBy(payer))),
                        at(START));
        var later = RenewalProcess.renewed(step.state(), renewed(), at(NOVEMBER.end()), DELAY);

        assertThat(List.of(step, later))
                .allSatisfy(
                        one ->
                                assertThat(one.commands())
                                        .singleElement()
                                        .isInstanceOfSatisfying(
                                                Open.class,
                                                open -> {
                                                    assertThat(open.opening().customerId())
                                                            .isEqualTo(payer);
                                                    assertThat(open.opening().subscriber())
                                                            .isEqualTo(CUSTOMER);
                                                }));
    }

    @Test
    void aPeriodThatIsOnAnothersInvoiceHasNone() {
        SubscriptionId parent = SubscriptionId.of(Ulid.derived(START, "parent"));
        CustomerId payer = CustomerId.of(Ulid.derived(START, "payer"));
        Renewed closed = renewed();
        var grouped =
                new Renewed(
                        SUBSCRIPTION,
                        closed.closedIndex(),
                        closed.closedPeriod(),
                        closed.nextPeriod(),
                        null,
                        parent,
                        null);

        var joined =
                RenewalProcess.joined(
                        ACTIVE,
                        new GroupJoined(
                                SUBSCRIPTION, START, new GroupMembership(parent, payer, 0, null)));
        var step = RenewalProcess.renewed(joined.state(), grouped, at(NOVEMBER.end()), DELAY);

        assertThat(step.commands()).isEmpty();
        assertThat(step.state())
                .isEqualTo(new RenewalState.Active(SUBSCRIPTION, payer, USD, null, null, CUSTOMER));
        assertThat(RenewalProcess.left(step.state()).state()).isEqualTo(ACTIVE);
    }

    @Test
    void aParentsInvoiceNamesThoseThatMayBeOnIt() {
        SubscriptionId child = SubscriptionId.of(Ulid.derived(START, "child"));
        Renewed closed = renewed();

        var step =
                RenewalProcess.renewed(
                        ACTIVE,
                        new Renewed(
                                SUBSCRIPTION,
                                closed.closedIndex(),
                                closed.closedPeriod(),
                                closed.nextPeriod(),
                                null,
                                null,
                                List.of(child)),
                        at(NOVEMBER.end()),
                        DELAY);

        assertThat(step.commands())
                .singleElement()
                .isInstanceOfSatisfying(
                        Open.class,
                        open -> assertThat(open.opening().children()).containsExactly(child));
    }

    @Test
    void theFirstInvoiceOfASubscriptionDatedBackIsDueWhenItWasMade() {
        Instant made = START.plus(Duration.ofDays(3));

        var step =
                RenewalProcess.activated(
                        activated(terms(null, fixed("20.00", InvoiceCadence.ADVANCE))), at(made));

        assertThat(step.commands())
                .singleElement()
                .isInstanceOfSatisfying(
                        Open.class,
                        open -> {
                            assertThat(open.at()).isEqualTo(made);
                            assertThat(open.opening().finalizeAt()).isEqualTo(made);
                        });
    }

    @Test
    void usageThatHasComeToAThresholdIsInvoicedAtOnce() {
        Instant seen = START.plus(Duration.ofDays(3));
        var crossing = new Crossing(0, 2, new BillingPeriod(START, seen), Money.zero(USD));

        var step =
                RenewalProcess.crossed(
                        ACTIVE,
                        new ThresholdCrossed(SUBSCRIPTION, crossing, BigDecimal.TEN),
                        at(seen));

        assertThat(step.state()).isEqualTo(ACTIVE);
        assertThat(step.commands())
                .singleElement()
                .isInstanceOfSatisfying(
                        Open.class,
                        open -> {
                            assertThat(open.opening().reason())
                                    .isEqualTo(BillingReason.AUTO_INVOICE_THRESHOLD);
                            assertThat(open.opening().finalizeAt()).isEqualTo(seen);
                            assertThat(open.opening().invoicedWithin()).isEqualTo(1);
                            assertThat(open.invoiceId())
                                    .isEqualTo(InvoiceId.derived(open.opening()));
                        });
    }

    @Test
    void theInvoiceOfThePeriodKnowsHowManyWereBeforeIt() {
        var closed = renewed();
        var step =
                RenewalProcess.renewed(
                        ACTIVE,
                        new Renewed(
                                SUBSCRIPTION,
                                closed.closedIndex(),
                                closed.closedPeriod(),
                                closed.nextPeriod(),
                                2),
                        at(DECEMBER),
                        DELAY);

        assertThat(step.commands())
                .singleElement()
                .isInstanceOfSatisfying(
                        Open.class,
                        open -> assertThat(open.opening().invoicedWithin()).isEqualTo(2));
    }

    @Test
    void aPeriodThatHasEndedIsInvoicedAfterTheDelay() {
        var step = RenewalProcess.renewed(ACTIVE, renewed(), at(DECEMBER), DELAY);

        assertThat(step.state()).isEqualTo(ACTIVE);
        assertThat(step.commands())
                .containsExactly(
                        new Open(
                                InvoiceIds.of(
                                        DECEMBER,
                                        SUBSCRIPTION,
                                        0,
                                        BillingReason.SUBSCRIPTION_CYCLE),
                                SCOPE,
                                DECEMBER,
                                opening(
                                        BillingReason.SUBSCRIPTION_CYCLE,
                                        0,
                                        NOVEMBER,
                                        Instant.parse("2023-12-01T02:00:00Z"))));
    }

    @Test
    void whatFollowsATrialIsToldByItsEndAlsoWhenThatWasMoved() {
        RenewalState trying =
                new RenewalState.Active(SUBSCRIPTION, CUSTOMER, USD, null, NOVEMBER.end());
        BillingPeriod longer = new BillingPeriod(NOVEMBER.start(), NOVEMBER.end().plusSeconds(60));
        var moved =
                RenewalProcess.trialChanged(
                        trying, new TrialChanged(SUBSCRIPTION, NOVEMBER, longer, longer.end()));
        assertThat(moved.commands()).isEmpty();

        BillingPeriod next = new BillingPeriod(longer.end(), longer.end().plusSeconds(3_600));
        var step =
                RenewalProcess.renewed(
                        moved.state(),
                        new Renewed(SUBSCRIPTION, 0, longer, next),
                        at(longer.end()),
                        DELAY);

        assertThat(step.commands())
                .singleElement()
                .isInstanceOfSatisfying(
                        Open.class,
                        open -> {
                            assertThat(open.opening().reason())
                                    .isEqualTo(BillingReason.SUBSCRIPTION_TRIAL_END);
                            assertThat(open.opening().period()).isEqualTo(next);
                            assertThat(open.opening().finalizeAt()).isEqualTo(longer.end());
                        });
    }

    @Test
    void aStepThatIsRepeatedSendsTheSameCommands() {
        assertThat(RenewalProcess.renewed(ACTIVE, renewed(), at(DECEMBER), DELAY))
                .isEqualTo(RenewalProcess.renewed(ACTIVE, renewed(), at(DECEMBER), DELAY));
    }

    @Test
    void eachReasonAndPeriodHasAnInvoiceOfItsOwn() {
        var cycle = InvoiceIds.of(DECEMBER, SUBSCRIPTION, 0, BillingReason.SUBSCRIPTION_CYCLE);

        assertThat(InvoiceIds.of(DECEMBER, SUBSCRIPTION, 0, BillingReason.SUBSCRIPTION_CANCEL))
                .isNotEqualTo(cycle);
        assertThat(InvoiceIds.of(DECEMBER, SUBSCRIPTION, 1, BillingReason.SUBSCRIPTION_CYCLE))
                .isNotEqualTo(cycle);
    }

    @Test
    void nothingFollowsForASubscriptionThatIsUnknownOrHasEnded() {
        for (RenewalState state :
                new RenewalState[] {new RenewalState.NotBegun(), new RenewalState.Ended()}) {
            var step = RenewalProcess.renewed(state, renewed(), at(DECEMBER), DELAY);

            assertThat(step.state()).isEqualTo(state);
            assertThat(step.commands()).isEmpty();
        }
    }
}
