package io.tallybook.sagas.finalization;

import static io.tallybook.sagas.Samples.CUSTOMER;
import static io.tallybook.sagas.Samples.IN_DECEMBER;
import static io.tallybook.sagas.Samples.JANUARY;
import static io.tallybook.sagas.Samples.NOVEMBER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.USD;
import static io.tallybook.sagas.Samples.terms;
import static io.tallybook.sagas.Samples.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Stamp;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceDocuments;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.LinePromise;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.CollectionMethod;
import io.tallybook.core.subscription.PaymentBehavior;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SpendCommitment;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Subscriptions;
import io.tallybook.sagas.ViewsInMemory;
import io.tallybook.sagas.duework.DueItem;
import io.tallybook.sagas.duework.Duty;
import io.tallybook.sagas.duework.Prepared;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.junit.jupiter.api.Test;

/** What an invoice is computed from, where earlier invoices count towards a promise. */
class PromisedInputsTest {
    private static final InvoiceOpening FIRST = opening(0, NOVEMBER);
    private static final InvoiceOpening SECOND = opening(1, IN_DECEMBER);

    private final ViewsInMemory views = new ViewsInMemory();
    private final ComputationInputs inputs =
            new ComputationInputs(
                    new Subscriptions(views.gateway(), Duration.ZERO),
                    views.gateway(),
                    new ProcessCommands(
                            DefaultCommandGateway.builder()
                                    .commandBus(SimpleCommandBus.builder().build())
                                    .build()));

    private static InvoiceOpening opening(int index, BillingPeriod period) {
        return new InvoiceOpening(
                SUBSCRIPTION,
                CUSTOMER,
                USD,
                BillingReason.SUBSCRIPTION_CYCLE,
                index,
                period,
                period.end());
    }

    private static SubscriptionTerms promising() {
        return terms(null, usage("request", "0.01"))
                .with(
                        new Arrangement(
                                CollectionMethod.CHARGE_AUTOMATICALLY,
                                PaymentBehavior.DEFAULT_ACTIVE,
                                ProrationBehavior.NONE,
                                null,
                                null,
                                new SpendCommitment(
                                        new BigDecimal("60"),
                                        new BigDecimal("2"),
                                        PeriodUnit.ANNUAL,
                                        SpendCommitment.Shortfall.CHARGED),
                                null));
    }

    private Prepared prepare(InvoiceOpening opening) {
        views.subscription(SUBSCRIPTION, promising());
        views.usage(request -> ViewsInMemory.reading(request, "4000"));
        var item =
                new DueItem(
                        SCOPE,
                        JANUARY,
                        new Duty.FinalizeInvoice(InvoiceId.derived(opening), opening),
                        0);
        return inputs.prepare(SCOPE, List.of(item)).getFirst();
    }

    private static List<InvoiceLineInput> lines(Prepared prepared) {
        if (prepared instanceof Prepared.Ready(var _, InvoiceCommand.Compute compute)) {
            return compute.lines();
        }
        throw new AssertionError("not ready: " + prepared);
    }

    private static InvoiceView view(InvoiceView.Status status, List<InvoiceLineInput> lines) {
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        InvoiceDocuments.inputs(USD, Conventions.FLEXPRICE, lines));
        List<InvoiceLine> computed = InvoiceDocuments.lines(lines, draft);
        return new InvoiceView(
                InvoiceId.derived(FIRST),
                SCOPE,
                FIRST,
                status,
                null,
                status == InvoiceView.Status.DRAFT ? List.of() : computed,
                List.of(),
                List.of(),
                InvoiceDocuments.totals(draft),
                null,
                null,
                null,
                null,
                null,
                null,
                Stamp.first(JANUARY, "test", 0),
                null,
                null,
                null);
    }

    @Test
    void theFirstInvoiceWaitsForNone() {
        assertThat(lines(prepare(FIRST)))
                .singleElement()
                .satisfies(line -> assertThat(promise(line).spent()).isZero());
    }

    @Test
    void anInvoiceWaitsUntilTheOneBeforeIsClosed() {
        List<InvoiceLineInput> first = lines(prepare(FIRST));

        views.invoices(List.of());
        assertThat(prepare(SECOND)).isInstanceOf(Prepared.Unready.class);
        views.invoices(List.of(view(InvoiceView.Status.DRAFT, first)));
        assertThat(prepare(SECOND)).isInstanceOf(Prepared.Unready.class);
        views.invoices(List.of(view(InvoiceView.Status.FINALIZED, first)));
        assertThat(prepare(SECOND)).isInstanceOf(Prepared.Ready.class);
    }

    @Test
    void whatWasSpentBeforeIsFrozenWithTheInvoice() {
        List<InvoiceLineInput> first = lines(prepare(FIRST));
        views.invoices(List.of(view(InvoiceView.Status.FINALIZED, first)));

        List<InvoiceLineInput> second = lines(prepare(SECOND));

        assertThat(second)
                .singleElement()
                .satisfies(line -> assertThat(promise(line).spent()).isEqualByComparingTo("40"));
        // 20.00 within, 20.00 beyond at twice the price.
        assertThat(
                        InvoiceComputation.compute(
                                        InvoiceDocuments.inputs(USD, Conventions.FLEXPRICE, second))
                                .total())
                .hasToString("60.00 USD");
    }

    private static LinePromise promise(InvoiceLineInput line) {
        return Objects.requireNonNull(line.promise());
    }
}
