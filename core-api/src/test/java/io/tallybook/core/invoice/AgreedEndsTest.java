package io.tallybook.core.invoice;

import static io.tallybook.core.invoice.BillableLinesTest.ADVANCE;
import static io.tallybook.core.invoice.BillableLinesTest.fixed;
import static io.tallybook.core.invoice.BillableLinesTest.opening;
import static io.tallybook.core.invoice.BillableLinesTest.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.LineAgreement;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeLines;
import io.tallybook.core.subscription.SubscriptionEvent.LineEnd;
import io.tallybook.core.subscription.SubscriptionEvent.LinesChanged;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Another plan is agreed on 5 January for 1 February; a line by the quarter comes on the 11th. */
class AgreedEndsTest {
    private static final Instant JAN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant JAN_5 = Instant.parse("2026-01-05T00:00:00Z");
    private static final Instant JAN_11 = Instant.parse("2026-01-11T00:00:00Z");
    private static final Instant FEB = Instant.parse("2026-02-01T00:00:00Z");
    private static final BillingPeriod JANUARY = new BillingPeriod(JAN, FEB);
    private static final BillingPeriod REST_OF_QUARTER =
            new BillingPeriod(JAN_11, Instant.parse("2026-04-01T00:00:00Z"));
    private static final LineItem QUARTERLY =
            fixed("quarterly", "90", InvoiceCadence.ADVANCE, PeriodUnit.QUARTERLY)
                    .holding(JAN_11, null)
                    .agreedAt(JAN_11)
                    .under(LineAgreement.NONE.by("late", Settling.NEXT_INVOICE));

    private static LinesChanged goneOver(SubscriptionTerms terms) {
        var change =
                new ChangeLines(
                        SubscriptionId.of(ulid("subscription")),
                        new Scope(
                                TenantId.of(ulid("tenant")), EnvironmentId.of(ulid("environment"))),
                        JAN_5,
                        "plan",
                        Settling.NEXT_INVOICE,
                        List.of(),
                        terms.lineItems().stream()
                                .map(line -> new LineEnd(line.id(), FEB))
                                .toList());
        return ChangeOfLines.of(terms, 0, JANUARY, change);
    }

    private static Ulid ulid(String name) {
        return Ulid.derived(JAN, name);
    }

    @Test
    void whatIsGivenBackOfALineThatCameAfterTheAgreementIsChargedForItFirst() {
        SubscriptionTerms terms = terms(null, ADVANCE, QUARTERLY);

        LinesChanged change = goneOver(terms);

        assertThat(change.ended()).extracting(LineEnd::agreedAt).containsExactly(JAN_5, JAN_11);
        assertThat(change.amendment())
                .satisfies(
                        amendment -> {
                            // 59 of 90 days of the quarter: 59.00 of 79 days that were charged.
                            assertThat(amendment.excess().toDecimal()).isEqualByComparingTo("59");
                        });
        assertThat(
                        BillableLines.of(
                                terms.after(change),
                                opening(BillingReason.SUBSCRIPTION_CYCLE, 0, JANUARY)))
                .filteredOn(line -> line.item().id().equals(QUARTERLY.id()))
                .extracting(BillableLines.Line::servicePeriod)
                .containsExactly(REST_OF_QUARTER);
    }

    @Test
    void whatIsAgreedInTheMomentInWhichItEndsIsOnTheLastInvoice() {
        assertThat(last(BillingReason.SUBSCRIPTION_CANCEL, terms(null, ADVANCE, QUARTERLY)))
                .containsExactly(REST_OF_QUARTER);
    }

    @Test
    void whatIsAgreedInTheMomentOfAPauseIsOnTheInvoiceOfThePause() {
        assertThat(last(BillingReason.SUBSCRIPTION_PAUSE, paused(null)))
                .containsExactly(REST_OF_QUARTER);
        assertThat(last(BillingReason.SUBSCRIPTION_PAUSE, paused(FEB)))
                .hasSize(1)
                .allSatisfy(period -> assertThat(period.start()).isEqualTo(JAN_11));
        // A pause that is over as it begins breaks nothing off: the period that goes on has it.
        assertThat(last(BillingReason.SUBSCRIPTION_PAUSE, paused(JAN_11))).isEmpty();
    }

    private static SubscriptionTerms paused(@Nullable Instant until) {
        return terms(null, ADVANCE, QUARTERLY)
                .with(
                        new Course(
                                null,
                                List.of(new Course.Pause(JAN_11, until, 0, Course.Rest.LATER))));
    }

    /** Of the line by the quarter, what the invoice of 1 to 11 January charges. */
    private static List<BillingPeriod> last(BillingReason reason, SubscriptionTerms terms) {
        var until = new BillingPeriod(JAN, JAN_11);
        return BillableLines.of(terms, opening(reason, 0, until)).stream()
                .filter(line -> line.item().id().equals(QUARTERLY.id()))
                .map(BillableLines.Line::servicePeriod)
                .toList();
    }
}
