package io.tallybook.app.axon;

import io.micrometer.core.instrument.MeterRegistry;
import io.tallybook.query.creditnote.CreditNoteProjector;
import io.tallybook.query.entitlement.EntitlementProjector;
import io.tallybook.query.invoice.InvoiceProjector;
import io.tallybook.query.payment.PaymentProjector;
import io.tallybook.query.subscription.SubscriptionProjector;
import io.tallybook.query.wallet.WalletProjector;
import io.tallybook.sagas.FinalizationDelay;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Subscriptions;
import io.tallybook.sagas.cancellation.CancellationSaga;
import io.tallybook.sagas.collection.Charging;
import io.tallybook.sagas.collection.CollectionStart;
import io.tallybook.sagas.collection.CreditRefund;
import io.tallybook.sagas.collection.PaymentMethods;
import io.tallybook.sagas.duework.DueWork;
import io.tallybook.sagas.duework.DueWorkCommands;
import io.tallybook.sagas.duework.DueWorkMetrics;
import io.tallybook.sagas.duework.DueWorkProjection;
import io.tallybook.sagas.duework.EnvironmentLocks;
import io.tallybook.sagas.duework.Pace;
import io.tallybook.sagas.duework.Performer;
import io.tallybook.sagas.duework.Progress;
import io.tallybook.sagas.duework.Ticker;
import io.tallybook.sagas.finalization.ComputationInputs;
import io.tallybook.sagas.finalization.FinalizationSaga;
import io.tallybook.sagas.finalization.WalletOrder;
import io.tallybook.sagas.gateway.PaymentProvider;
import io.tallybook.sagas.gateway.SandboxProvider;
import io.tallybook.sagas.renewal.RenewalSaga;
import io.tallybook.sagas.unusedcredit.ChosenWallets;
import io.tallybook.sagas.unusedcredit.UnusedCredit;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The processes and the due work that drives them. */
@Configuration(proxyBeanMethods = false)
class ProcessConfiguration {
    private static final Duration VIEW_WAIT = Duration.ofSeconds(10);
    private static final int BATCH_OF_PROCESSES = 32;
    private static final int SEGMENTS_OF_PROCESSES = 8;
    private static final Duration TICK = Duration.ofSeconds(1);

    @Bean
    ProcessCommands processCommands(CommandGateway commands) {
        return new ProcessCommands(commands);
    }

    @Bean
    FinalizationDelay finalizationDelay(@Value("${tallybook.finalization-delay}") Duration delay) {
        return new FinalizationDelay(delay);
    }

    @Bean
    Subscriptions subscriptionsOfProcesses(QueryGateway queries) {
        return new Subscriptions(queries, VIEW_WAIT);
    }

    @Bean
    WalletOrder walletOrder(DataSource dataSource, QueryGateway queries) {
        return new WalletOrder(dataSource, queries);
    }

    @Bean
    UnusedCredit unusedCredit(
            Subscriptions subscriptions,
            DataSource dataSource,
            QueryGateway queries,
            ProcessCommands commands) {
        return new UnusedCredit(subscriptions, new ChosenWallets(dataSource, queries), commands);
    }

    @Bean
    ComputationInputs computationInputs(Subscriptions subscriptions, QueryGateway queries) {
        return new ComputationInputs(subscriptions, queries);
    }

    @Bean
    PaymentProvider paymentProvider() {
        return new SandboxProvider();
    }

    @Bean
    PaymentMethods paymentMethods(QueryGateway queries, PaymentProvider provider) {
        return new PaymentMethods(queries, provider);
    }

    @Bean
    Charging charging(
            ProcessCommands commands,
            QueryGateway queries,
            PaymentMethods methods,
            PaymentProvider provider) {
        return new Charging(commands, queries, methods, provider);
    }

    @Bean
    CreditRefund creditRefund(
            DataSource dataSource, QueryGateway queries, ProcessCommands commands) {
        return new CreditRefund(new ChosenWallets(dataSource, queries), commands);
    }

    @Bean
    CollectionStart collectionStart(
            QueryGateway queries, PaymentMethods methods, ProcessCommands commands) {
        return new CollectionStart(queries, methods, commands);
    }

    @Bean
    DueWork dueWork(DataSource dataSource) {
        return new DueWork(dataSource);
    }

    @Bean
    DueWorkProjection dueWorkProjection(DueWork dueWork) {
        return new DueWorkProjection(dueWork);
    }

    @Bean
    DueWorkMetrics dueWorkMetrics(MeterRegistry registry) {
        return new DueWorkMetrics(registry);
    }

    @Bean
    Progress progressOfProcesses(
            EventStore store,
            ObjectProvider<EventStorageEngine> engine,
            EventProcessingConfiguration processing) {
        return new Progress(
                store,
                engine.getIfAvailable(),
                processing,
                List.of(
                        DueWorkProjection.PROCESSOR,
                        RenewalSaga.PROCESSOR,
                        CancellationSaga.PROCESSOR,
                        FinalizationSaga.PROCESSOR,
                        CollectionStart.PROCESSOR,
                        UnusedCredit.PROCESSOR,
                        EntitlementProjector.PROCESSOR,
                        SubscriptionProjector.PROCESSOR,
                        InvoiceProjector.PROCESSOR,
                        WalletProjector.PROCESSOR,
                        PaymentProjector.PROCESSOR,
                        CreditNoteProjector.PROCESSOR,
                        CreditRefund.PROCESSOR));
    }

    /**
     * Processes wait for their commands inside a batch, with its transaction open: batches are
     * small, so that it is never open for long, and as many run side by side as give the lanes of
     * the command bus something to commit together.
     */
    @Bean
    ConfigurerModule processesInSmallBatches() {
        return configurer -> {
            for (String process :
                    List.of(
                            RenewalSaga.PROCESSOR,
                            CancellationSaga.PROCESSOR,
                            FinalizationSaga.PROCESSOR,
                            UnusedCredit.PROCESSOR)) {
                configurer
                        .eventProcessing()
                        .registerPooledStreamingEventProcessorConfiguration(
                                process,
                                (axon, builder) ->
                                        builder.batchSize(BATCH_OF_PROCESSES)
                                                .initialSegmentCount(SEGMENTS_OF_PROCESSES));
            }
        };
    }

    @Bean
    Performer performer(
            DueWork dueWork,
            DataSource dataSource,
            Progress progress,
            ProcessCommands commands,
            ComputationInputs inputs,
            Charging charging,
            Clock machine,
            DueWorkMetrics metrics) {
        return new Performer(
                dueWork,
                new EnvironmentLocks(dataSource),
                progress,
                commands,
                inputs,
                charging,
                machine,
                Pace.USUAL,
                metrics);
    }

    @Bean(destroyMethod = "close")
    DueWorkCommands dueWorkCommands(Performer performer) {
        return new DueWorkCommands(performer);
    }

    @Bean
    Ticker ticker(
            QueryGateway queries,
            Performer performer,
            DueWork dueWork,
            DueWorkMetrics metrics,
            Clock machine) {
        return new Ticker(queries, performer, dueWork, metrics, machine, TICK);
    }
}
