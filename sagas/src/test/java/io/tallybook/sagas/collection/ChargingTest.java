package io.tallybook.sagas.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Command;
import io.tallybook.core.Receipt;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.Ulid;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoicePaymentCommand.HoldPayment;
import io.tallybook.core.payment.PaymentCommand;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.duework.DueItem;
import io.tallybook.sagas.duework.Duty;
import io.tallybook.sagas.duework.Prepared;
import io.tallybook.sagas.gateway.SandboxProvider;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.commandhandling.AnnotationCommandHandlerAdapter;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryHandler;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.queryhandling.annotation.AnnotationQueryHandlerAdapter;
import org.junit.jupiter.api.Test;

class ChargingTest {
    private static final Instant NOW = Instant.parse("2025-03-01T00:00:00Z");
    private static final Ulid ANY = Ulid.derived(NOW, "any");
    private static final Scope SCOPE = new Scope(TenantId.of(ANY), EnvironmentId.of(ANY));
    private static final PaymentId PAYMENT = PaymentId.of(ANY);

    private final Rest rest = new Rest();
    private final SandboxProvider provider = new SandboxProvider();
    private final Charging charging = charging();

    /** The rest of the installation: an invoice that keeps what it is asked to, and its clock. */
    static final class Rest {
        final List<HoldPayment> held = Collections.synchronizedList(new ArrayList<>());
        EnvironmentMode mode = EnvironmentMode.SANDBOX;
        boolean isPaid;

        @CommandHandler
        Receipt handle(HoldPayment c) {
            if (isPaid) {
                Rejection why = Rejection.invalidOperation("nothing is left to be asked for");
                throw new CommandExecutionException(why.message(), null, why);
            }
            held.add(c);
            return new Receipt(c.invoiceId().value(), 1);
        }

        @QueryHandler
        Optional<SettingView> handle(TenancyQuery.SettingOf q) {
            return Optional.empty();
        }

        @QueryHandler
        Optional<EnvironmentView> handle(TenancyQuery.EnvironmentOf q) {
            return Optional.of(
                    new EnvironmentView(
                            q.scope().environment(),
                            q.scope(),
                            "here",
                            mode,
                            NOW,
                            Stamp.first(NOW, "tester", 0)));
        }
    }

    private Charging charging() {
        SimpleCommandBus commands = SimpleCommandBus.builder().build();
        new AnnotationCommandHandlerAdapter<>(rest).subscribe(commands);
        SimpleQueryBus queries = SimpleQueryBus.builder().build();
        new AnnotationQueryHandlerAdapter<>(rest).subscribe(queries);
        QueryGateway gateway = DefaultQueryGateway.builder().queryBus(queries).build();
        return new Charging(
                new ProcessCommands(DefaultCommandGateway.builder().commandBus(commands).build()),
                gateway,
                new PaymentMethods(gateway, provider),
                provider);
    }

    private static DueItem attempt(int number, String method) {
        var payment =
                new PaymentDocument(
                        InvoiceId.of(ANY),
                        "INV-202503-00001",
                        CustomerId.of(ANY),
                        PaymentMethodType.CARD,
                        Money.of(new BigDecimal("20.00"), CurrencyCode.of("USD")),
                        PaymentDocument.Origin.REQUESTED,
                        null,
                        method,
                        null,
                        null,
                        null,
                        Map.of());
        return new DueItem(SCOPE, NOW, new Duty.Charge(PAYMENT, number, payment), 0);
    }

    private Prepared prepared(DueItem item) {
        return charging.prepare(SCOPE, List.of(item)).getFirst();
    }

    private Command command(DueItem item) {
        return ((Prepared.Ready) prepared(item)).command();
    }

    @Test
    void anAttemptThatIsRepeatedAfterACrashMovesMoneyOnce() {
        Command first = command(attempt(1, "pm_card_ok"));
        assertThat(first)
                .isInstanceOfSatisfying(
                        PaymentCommand.Succeed.class,
                        paid -> {
                            assertThat(paid.attempt()).isOne();
                            assertThat(paid.reference()).isEqualTo("ch_" + PAYMENT + "_1");
                        });
        assertThat(command(attempt(1, "pm_card_ok"))).isEqualTo(first);
        assertThat(provider.charges()).isOne();
        assertThat(rest.held).hasSize(2).containsOnly(rest.held.getFirst());
    }

    @Test
    void whoeverDoesNotAnswerIsAskedAgainAndNobodyIsTold() {
        assertThat(prepared(attempt(1, "pm_card_silent"))).isInstanceOf(Prepared.Unready.class);
        assertThat(command(attempt(1, "pm_card_silent")))
                .isInstanceOf(PaymentCommand.Succeed.class);
        assertThat(provider.charges()).isOne();
    }

    @Test
    void aRefusalOfWhatSomebodyAskedForIsNotTriedAgain() {
        assertThat(command(attempt(1, "pm_card_declined")))
                .isInstanceOfSatisfying(
                        PaymentCommand.Decline.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo("insufficient_funds");
                            assertThat(refused.nextAttemptAt()).isNull();
                        });
    }

    @Test
    void nobodyIsAskedForMoneyThatIsNotOwed() {
        rest.isPaid = true;
        assertThat(command(attempt(1, "pm_card_ok"))).isInstanceOf(PaymentCommand.Decline.class);
        assertThat(provider.charges()).isZero();
    }

    @Test
    void whereNobodyMovesMoneyACardIsRefused() {
        rest.mode = EnvironmentMode.LIVE;
        assertThat(command(attempt(1, "pm_card_ok")))
                .isInstanceOfSatisfying(
                        PaymentCommand.Decline.class,
                        refused -> assertThat(refused.code()).isEqualTo("no_provider"));
        assertThat(provider.charges()).isZero();
    }

    @Test
    void theCustomerIsAskedWhereItMustAct() {
        assertThat(command(attempt(1, "pm_card_action")))
                .isInstanceOf(PaymentCommand.AskCustomer.class);
    }
}
