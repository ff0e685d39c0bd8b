package io.tallybook.app.axon;

import static java.util.Map.entry;

import io.micrometer.core.instrument.MeterRegistry;
import io.tallybook.query.alert.AlertProjector;
import io.tallybook.query.creditgrant.CreditGrantProjector;
import io.tallybook.query.creditnote.CreditNoteProjector;
import io.tallybook.query.discount.DiscountProcessor;
import io.tallybook.query.entitlement.EntitlementProjector;
import io.tallybook.query.invoice.InvoiceProjector;
import io.tallybook.query.payment.PaymentProjector;
import io.tallybook.query.subscription.SubscriptionProjector;
import io.tallybook.query.wallet.WalletProjector;
import io.tallybook.sagas.FinalizationDelay;
import io.tallybook.sagas.FinalizationDelays;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Subscriptions;
import io.tallybook.sagas.alerting.Alerting;
import io.tallybook.sagas.cancellation.CancellationSaga;
import io.tallybook.sagas.collection.Authorizations;
import io.tallybook.sagas.collection.Charging;
import io.tallybook.sagas.collection.CollectionStart;
import io.tallybook.sagas.collection.CreditRefund;
import io.tallybook.sagas.collection.PaymentMethods;
import io.tallybook.sagas.collection.Refunding;
import io.tallybook.sagas.duework.DueKind;
import io.tallybook.sagas.duework.DueWork;
import io.tallybook.sagas.duework.DueWorkCommands;
import io.tallybook.sagas.duework.DueWorkMetrics;
import io.tallybook.sagas.duework.DueWorkProjection;
import io.tallybook.sagas.duework.EnvironmentLocks;
import io.tallybook.sagas.duework.Pace;
import io.tallybook.sagas.duework.Performer;
import io.tallybook.sagas.duework.Preparation;
import io.tallybook.sagas.duework.Progress;
import io.tallybook.sagas.duework.Ticker;
import io.tallybook.sagas.finalization.ComputationInputs;
import io.tallybook.sagas.finalization.DraftComputations;
import io.tallybook.sagas.finalization.FinalizationSaga;
import io.tallybook.sagas.finalization.GivenBackCoupons;
import io.tallybook.sagas.finalization.InputQueries;
import io.tallybook.sagas.finalization.WalletOrder;
import io.tallybook.sagas.firstpayment.FirstPaymentSaga;
import io.tallybook.sagas.gateway.PaymentProvider;
import io.tallybook.sagas.gateway.SandboxProvider;
import io.tallybook.sagas.grants.Giving;
import io.tallybook.sagas.grants.GrantsOfPlans;
import io.tallybook.sagas.grants.Takeover;
import io.tallybook.sagas.grouping.Grouping;
import io.tallybook.sagas.inheritance.Inheritance;
import io.tallybook.sagas.notice.Announcing;
import io.tallybook.sagas.notice.Grace;
import io.tallybook.sagas.notice.Noticing;
import io.tallybook.sagas.plansync.PlanSyncing;
import io.tallybook.sagas.purchases.OrderedCredits;
import io.tallybook.sagas.purchases.Purchases;
import io.tallybook.sagas.renewal.RenewalSaga;
import io.tallybook.sagas.replacement.Replacement;
import io.tallybook.sagas.succession.Succession;
import io.tallybook.sagas.thresholds.UsageThresholds;
import io.tallybook.sagas.topups.UsageTopUps;
import io.tallybook.sagas.unusedcredit.ChosenWallets;
import io.tallybook.sagas.unusedcredit.UnusedCredit;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.config.SagaConfiguration;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.saga.AnnotatedSagaManager;
import org.axonframework.modelling.saga.SagaManagerSpanFactory;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;

/** The processes and the due work that drives them. */
@Configuration(proxyBeanMethods = false)
class ProcessConfiguration {
    private static final Duration VIEW_WAIT = Duration.ofSeconds(10);
    private static final int BATCH_OF_PROCESSES = 128;
    private static final int SEGMENTS_OF_PROCESSES = 2;
    private static final Duration TICK = Duration.ofSeconds(1);

    @Bean
    ProcessCommands processCommands(CommandGateway commands) {
        return new ProcessCommands(commands);
    }

    @Bean
    FinalizationDelays finalizationDelays(
            QueryGateway queries, @Value("${tallybook.finalization-delay}") Duration delay) {
        return new FinalizationDelays(queries, new FinalizationDelay(delay));
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
        return new UnusedCredit(
                queries, subscriptions, new ChosenWallets(dataSource, queries), commands);
    }

    @Bean
    Succession succession(ProcessCommands commands, MeterRegistry meters) {
        return new Succession(commands, meters);
    }

    @Bean
    Takeover takeoverOfGrants(
            Subscriptions subscriptions,
            QueryGateway queries,
            ProcessCommands commands,
            DataSource dataSource) {
        return new Takeover(subscriptions, queries, commands, new GrantsOfPlans(dataSource));
    }

    @Bean
    Inheritance inheritance(Subscriptions subscriptions, ProcessCommands commands) {
        return new Inheritance(subscriptions, commands);
    }

    @Bean
    Grouping grouping(
            Subscriptions subscriptions, ProcessCommands commands, FinalizationDelays delays) {
        return new Grouping(subscriptions, commands, delays);
    }

    @Bean
    Purchases purchasesOfCredits(
            QueryGateway queries, ProcessCommands commands, DataSource dataSource) {
        return new Purchases(queries, commands, new OrderedCredits(dataSource));
    }

    @Bean
    Giving givingOfGrants(
            QueryGateway queries, ProcessCommands commands, FinalizationDelays delays) {
        return new Giving(queries, commands, delays);
    }

    @Bean
    GivenBackCoupons givenBackCoupons(
            Subscriptions subscriptions, QueryGateway queries, ProcessCommands commands) {
        return new GivenBackCoupons(subscriptions, queries, commands, VIEW_WAIT);
    }

    @Bean(destroyMethod = "close")
    Alerting alerting(QueryGateway queries, ProcessCommands commands) {
        return new Alerting(queries, commands);
    }

    /** What a crash left unseen is seen at the next start. */
    @Bean
    ApplicationListener<ContextRefreshedEvent> whatIsWatchedIsLookedAt(Alerting alerting) {
        return _ -> alerting.lookAtAll();
    }

    @Bean(destroyMethod = "close")
    UsageTopUps usageTopUps(QueryGateway queries, ProcessCommands commands) {
        return new UsageTopUps(queries, commands);
    }

    @Bean
    ApplicationListener<ContextRefreshedEvent> whatIsUsedIsLookedAt(UsageTopUps topUps) {
        return _ -> topUps.lookAtAll();
    }

    @Bean(destroyMethod = "close")
    UsageThresholds usageThresholds(QueryGateway queries, ProcessCommands commands) {
        return new UsageThresholds(queries, commands);
    }

    @Bean
    ApplicationListener<ContextRefreshedEvent> openUsageIsLookedAt(UsageThresholds thresholds) {
        return _ -> thresholds.lookAtAll();
    }

    /** Before those end who would be asked. */
    @Bean
    ApplicationListener<ContextClosedEvent> nothingIsLookedAtAnyMore(
            Alerting alerting, UsageTopUps topUps, UsageThresholds thresholds) {
        return _ -> {
            alerting.close();
            topUps.close();
            thresholds.close();
        };
    }

    @Bean
    Noticing noticing(QueryGateway queries, Subscriptions subscriptions, ProcessCommands commands) {
        return new Noticing(queries, subscriptions, commands);
    }

    @Bean
    Replacement replacement(ProcessCommands commands) {
        return new Replacement(commands);
    }

    @Bean
    InputQueries inputQueries(ComputationInputs inputs) {
        return new InputQueries(inputs);
    }

    @Bean
    ComputationInputs computationInputs(
            Subscriptions subscriptions, QueryGateway queries, ProcessCommands commands) {
        return new ComputationInputs(subscriptions, queries, commands);
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
    PlanSyncing planSyncing(ProcessCommands commands, QueryGateway queries) {
        return new PlanSyncing(commands, queries);
    }

    @Bean
    CreditRefund creditRefund(
            DataSource dataSource, QueryGateway queries, ProcessCommands commands) {
        return new CreditRefund(new ChosenWallets(dataSource, queries), queries, commands);
    }

    @Bean
    CollectionStart collectionStart(
            QueryGateway queries,
            PaymentMethods methods,
            Subscriptions subscriptions,
            ProcessCommands commands) {
        return new CollectionStart(queries, methods, subscriptions, commands);
    }

    @Bean
    Authorizations authorizations(PaymentMethods methods, PaymentProvider provider) {
        return new Authorizations(methods, provider);
    }

    @Bean
    DueWork dueWork(DataSource dataSource) {
        return new DueWork(dataSource);
    }

    @Bean
    DueWorkProjection dueWorkProjection(DueWork dueWork, DueWorkMetrics metrics) {
        return new DueWorkProjection(dueWork, metrics);
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
                        FirstPaymentSaga.PROCESSOR,
                        CollectionStart.PROCESSOR,
                        Noticing.PROCESSOR,
                        Succession.PROCESSOR,
                        Takeover.PROCESSOR,
                        Purchases.PROCESSOR,
                        GivenBackCoupons.PROCESSOR,
                        DiscountProcessor.NAME,
                        CreditGrantProjector.PROCESSOR,
                        Replacement.PROCESSOR,
                        EntitlementProjector.PROCESSOR,
                        SubscriptionProjector.PROCESSOR,
                        InvoiceProjector.PROCESSOR,
                        WalletProjector.PROCESSOR,
                        PaymentProjector.PROCESSOR,
                        CreditNoteProjector.PROCESSOR,
                        AlertProjector.PROCESSOR,
                        CreditRefund.PROCESSOR));
    }

    /**
     * Processes wait for their commands inside a batch, with its transaction open: batches are
     * bounded, so that it is never open for long. What a batch orders is on its way together, so
     * that two segments give all lanes of the command bus something to commit together.
     */
    @Bean
    ConfigurerModule processesInBoundedBatches(ScheduledExecutorService processWorkers) {
        return configurer -> {
            for (String process :
                    List.of(
                            RenewalSaga.PROCESSOR,
                            FinalizationSaga.PROCESSOR,
                            Succession.PROCESSOR,
                            GivenBackCoupons.PROCESSOR,
                            Replacement.PROCESSOR)) {
                configurer
                        .eventProcessing()
                        .registerPooledStreamingEventProcessorConfiguration(
                                process,
                                (axon, builder) ->
                                        builder.workerExecutor(processWorkers)
                                                .batchSize(BATCH_OF_PROCESSES)
                                                .initialSegmentCount(SEGMENTS_OF_PROCESSES));
            }
        };
    }

    @Bean
    ConfigurerModule processesInTheirOwnSegment() {
        return configurer -> {
            register(configurer.eventProcessing(), RenewalSaga.class, "subscriptionId");
            register(configurer.eventProcessing(), FinalizationSaga.class, "invoiceId");
        };
    }

    private static <T> void register(
            EventProcessingConfigurer processing, Class<T> process, String key) {
        processing.registerSaga(
                process,
                saga ->
                        saga.configureSagaManager(
                                axon -> new ProcessesBySegment<>(key, manager(axon, process))));
    }

    private static <T> AnnotatedSagaManager.Builder<T> manager(
            org.axonframework.config.Configuration axon, Class<T> process) {
        SagaConfiguration<T> saga = axon.eventProcessingConfiguration().sagaConfiguration(process);
        return AnnotatedSagaManager.<T>builder()
                .sagaType(process)
                .sagaRepository(saga.repository())
                .parameterResolverFactory(axon.parameterResolverFactory())
                .handlerDefinition(axon.handlerDefinition(process))
                .listenerInvocationErrorHandler(
                        axon.eventProcessingConfiguration()
                                .listenerInvocationErrorHandler(saga.processingGroup()))
                .spanFactory(axon.getComponent(SagaManagerSpanFactory.class));
    }

    @Bean
    Performer performer(
            DueWork dueWork,
            DataSource dataSource,
            Progress progress,
            ProcessCommands commands,
            ComputationInputs inputs,
            Charging charging,
            Giving giving,
            UnusedCredit unusedCredit,
            PlanSyncing planSyncing,
            QueryGateway queries,
            Clock machine,
            DueWorkMetrics metrics) {
        return new Performer(
                dueWork,
                new EnvironmentLocks(dataSource),
                progress,
                commands,
                Map.ofEntries(
                        entry(DueKind.FINALIZE, inputs),
                        entry(DueKind.COMPUTE_DRAFT, new DraftComputations(inputs)),
                        entry(DueKind.CHARGE, charging),
                        entry(DueKind.SYNC_PLAN, planSyncing),
                        entry(DueKind.APPLY_GRANT, giving),
                        entry(DueKind.CREDIT_WALLET, giving),
                        entry(DueKind.UNUSED_CREDIT, unusedCredit),
                        entry(DueKind.GIVE_UP, Preparation.ofNothing()),
                        entry(DueKind.END_GRACE, new Grace(queries)),
                        entry(DueKind.ANNOUNCE, new Announcing(queries)),
                        entry(DueKind.REFUND, new Refunding(queries))),
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
