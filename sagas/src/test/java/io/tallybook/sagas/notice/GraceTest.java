package io.tallybook.sagas.notice;

import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.INVOICE;
import static io.tallybook.sagas.Samples.NOVEMBER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.USD;
import static io.tallybook.sagas.Samples.opening;
import static io.tallybook.sagas.Samples.terms;
import static io.tallybook.sagas.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Stamp;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionPolicy;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.tenancy.SettingId;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.sagas.ViewsInMemory;
import io.tallybook.sagas.duework.DueItem;
import io.tallybook.sagas.duework.Duty;
import io.tallybook.sagas.duework.Prepared;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a subscription whose invoice stays unpaid. */
class GraceTest {
    private static final Stamp STAMP = Stamp.first(START, "test", 0);
    private static final Instant END = DECEMBER.plus(Duration.ofDays(5));

    private final ViewsInMemory views = new ViewsInMemory();
    private final Grace grace = new Grace(views.gateway());

    private void chosen(String cancelled) {
        views.choosing(
                new SettingView(
                        SettingId.of(SCOPE, SubscriptionPolicy.SETTING),
                        SCOPE,
                        SubscriptionPolicy.SETTING,
                        Map.of(
                                SubscriptionPolicy.CANCELLED_UNPAID,
                                cancelled,
                                SubscriptionPolicy.GRACE_DAYS,
                                "5"),
                        STAMP));
    }

    private void shown(@Nullable Instant overdueSince, SubscriptionView.Status status) {
        views.invoices(
                List.of(
                        new InvoiceView(
                                INVOICE,
                                SCOPE,
                                opening(BillingReason.SUBSCRIPTION_CYCLE, 0, NOVEMBER, DECEMBER),
                                InvoiceView.Status.FINALIZED,
                                "INV-1",
                                List.of(),
                                List.of(),
                                List.of(),
                                new InvoiceTotals(
                                        usd("20"), usd("0"), usd("0"), usd("0"), usd("20")),
                                DECEMBER,
                                DECEMBER,
                                DECEMBER,
                                null,
                                null,
                                null,
                                STAMP,
                                null,
                                new InvoicePayments(
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        InvoicePayments.none(USD).writtenOff(),
                                        null,
                                        overdueSince,
                                        null),
                                null)));
        views.subscription(
                new SubscriptionView(
                        SUBSCRIPTION,
                        SCOPE,
                        terms(null),
                        status,
                        1,
                        NOVEMBER,
                        null,
                        null,
                        null,
                        STAMP));
    }

    private static DueItem due(Instant at) {
        return new DueItem(SCOPE, at, new Duty.EndGrace(INVOICE), 0);
    }

    private Prepared prepared(DueItem item) {
        return grace.prepare(SCOPE, List.of(item)).getFirst();
    }

    @Test
    void nothingEndsWhereItWasNotChosen() {
        shown(DECEMBER, SubscriptionView.Status.ACTIVE);

        assertThat(prepared(due(END))).isEqualTo(new Prepared.Moot(due(END)));

        chosen("false");
        assertThat(prepared(due(END))).isEqualTo(new Prepared.Moot(due(END)));
    }

    @Test
    void itIsLeftAloneUntilItsGraceIsOver() {
        chosen("true");
        shown(DECEMBER, SubscriptionView.Status.ACTIVE);

        assertThat(prepared(due(DECEMBER)))
                .isEqualTo(new Prepared.Postponed(due(DECEMBER), END, INVOICE));
    }

    @Test
    void thenItIsCancelledForTheInvoiceThatWasNotPaid() {
        chosen("true");
        shown(DECEMBER, SubscriptionView.Status.ACTIVE);

        assertThat(prepared(due(END)))
                .isEqualTo(
                        new Prepared.Ready(
                                due(END),
                                new SubscriptionCommand.Cancel(
                                        SUBSCRIPTION,
                                        SCOPE,
                                        END,
                                        CancellationType.IMMEDIATE,
                                        null,
                                        OpenUsage.INVOICED,
                                        "invoice " + INVOICE + " was not paid",
                                        ProrationBehavior.NONE,
                                        INVOICE)));
    }

    @Test
    void whatIsPaidByThenOrHasEndedAnywayIsLetGo() {
        chosen("true");
        shown(null, SubscriptionView.Status.ACTIVE);
        assertThat(prepared(due(END))).isEqualTo(new Prepared.Moot(due(END)));

        shown(DECEMBER, SubscriptionView.Status.CANCELLED);
        assertThat(prepared(due(END))).isEqualTo(new Prepared.Moot(due(END)));
    }

    @Test
    void whatTheViewsDoNotShowYetIsTriedAgain() {
        chosen("true");

        assertThat(prepared(due(END))).isInstanceOf(Prepared.Unready.class);
    }
}
