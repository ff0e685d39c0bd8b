package io.tallybook.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.tallybook.core.wallet.CostNews;
import io.tallybook.query.access.RoleProjector;
import io.tallybook.query.access.UserCopies;
import io.tallybook.query.access.UserProjector;
import io.tallybook.query.access.UserQueries;
import io.tallybook.query.alert.AlertProjector;
import io.tallybook.query.alert.AlertQueries;
import io.tallybook.query.alert.AlertSettingsProjector;
import io.tallybook.query.catalogue.AddonProjector;
import io.tallybook.query.catalogue.AddonQueries;
import io.tallybook.query.catalogue.FeatureProjector;
import io.tallybook.query.catalogue.FeatureQueries;
import io.tallybook.query.catalogue.GroupProjector;
import io.tallybook.query.catalogue.GroupQueries;
import io.tallybook.query.catalogue.MeterProjector;
import io.tallybook.query.catalogue.MeterQueries;
import io.tallybook.query.catalogue.PlanProjector;
import io.tallybook.query.catalogue.PlanQueries;
import io.tallybook.query.catalogue.PriceProjector;
import io.tallybook.query.catalogue.PriceQueries;
import io.tallybook.query.catalogue.PriceUnitProjector;
import io.tallybook.query.catalogue.PriceUnitQueries;
import io.tallybook.query.creditgrant.CreditGrantProjector;
import io.tallybook.query.creditgrant.CreditGrantQueries;
import io.tallybook.query.creditnote.CreditNoteProjector;
import io.tallybook.query.creditnote.CreditNoteQueries;
import io.tallybook.query.customer.CustomerCopies;
import io.tallybook.query.customer.CustomerProjector;
import io.tallybook.query.customer.CustomerQueries;
import io.tallybook.query.discount.CouponAssociationProjector;
import io.tallybook.query.discount.CouponAssociationQueries;
import io.tallybook.query.discount.CouponProjector;
import io.tallybook.query.discount.CouponQueries;
import io.tallybook.query.entitlement.AccessQueries;
import io.tallybook.query.entitlement.EntitlementProjector;
import io.tallybook.query.entitlement.EntitlementQueries;
import io.tallybook.query.history.HistoryQueries;
import io.tallybook.query.invoice.BilledQueries;
import io.tallybook.query.invoice.InvoiceProjector;
import io.tallybook.query.invoice.InvoiceQueries;
import io.tallybook.query.invoice.LifetimeQueries;
import io.tallybook.query.invoice.PreviewQueries;
import io.tallybook.query.invoice.UnusedQueries;
import io.tallybook.query.ledger.AuditWatch;
import io.tallybook.query.ledger.LedgerAuditor;
import io.tallybook.query.ledger.LedgerProjector;
import io.tallybook.query.ledger.LedgerQueries;
import io.tallybook.query.live.LiveBalances;
import io.tallybook.query.notice.NoticeProjector;
import io.tallybook.query.notice.NoticeQueries;
import io.tallybook.query.payment.PaymentProjector;
import io.tallybook.query.payment.PaymentQueries;
import io.tallybook.query.plansync.PlanSyncProjector;
import io.tallybook.query.plansync.PlanSyncQueries;
import io.tallybook.query.progress.ProcessorLag;
import io.tallybook.query.progress.Waiting;
import io.tallybook.query.replay.Rebuild;
import io.tallybook.query.replay.RebuildMarks;
import io.tallybook.query.subscription.SubscriptionProjector;
import io.tallybook.query.subscription.SubscriptionQueries;
import io.tallybook.query.tax.TaxAssociationProjector;
import io.tallybook.query.tax.TaxAssociationQueries;
import io.tallybook.query.tax.TaxRateProjector;
import io.tallybook.query.tax.TaxRateQueries;
import io.tallybook.query.tenancy.ApiKeyProjector;
import io.tallybook.query.tenancy.Clocks;
import io.tallybook.query.tenancy.EnvironmentProjector;
import io.tallybook.query.tenancy.SettingProjector;
import io.tallybook.query.tenancy.TenancyQueries;
import io.tallybook.query.tenancy.TenantProjector;
import io.tallybook.query.view.BlockingBridge;
import io.tallybook.query.view.ProjectionMetrics;
import io.tallybook.query.view.ProjectionRoom;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.wallet.WalletProjector;
import io.tallybook.query.wallet.WalletQueries;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.env.Environment;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The query side, put together.
 *
 * <p>Takes a pooled DataSource called views, a MeterRegistry, a Clock of the machine, and Axon's
 * EventStore, QueryGateway and EventProcessingConfiguration.
 *
 * <p>Settings: {@code tallybook.query.write-limit} (30s), the longest that a projection waits for
 * its rows to be stored; {@code tallybook.query.poll-every} (25ms), how often views that another
 * instance keeps are looked at for those who wait; {@code tallybook.access.customers} (50000), of
 * how many customers it is remembered what they may use.
 */
@Configuration(proxyBeanMethods = false)
public class QueryConfiguration {
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(30);
    private static final int CUSTOMERS_REMEMBERED = 50_000;
    private static final Duration POLL_EVERY = Duration.ofMillis(25);
    private static final Duration AUDIT_EVERY = Duration.ofSeconds(20);

    @Bean
    ReadTables readTables(@Qualifier("views") DataSource connections) {
        return new ReadTables(connections);
    }

    @Bean
    Waiting waitingForViews(ReadTables tables, MeterRegistry registry, Environment settings) {
        return new Waiting(
                (kind, ids) -> tables.versions(Views.of(kind), ids),
                settings.getProperty("tallybook.query.poll-every", Duration.class, POLL_EVERY),
                registry);
    }

    @Bean
    ProjectionRoom projectionRoom(
            ReadTables tables,
            Waiting waiting,
            ObjectProvider<EventStore> store,
            MeterRegistry registry,
            ObjectProvider<Clock> clock,
            Environment settings) {
        return new ProjectionRoom(
                tables,
                new BlockingBridge(
                        settings.getProperty(
                                "tallybook.query.write-limit", Duration.class, WRITE_LIMIT)),
                (id, end) ->
                        store.getObject()
                                .readEvents(id, 0)
                                .asStream()
                                .takeWhile(event -> event.getSequenceNumber() < end)
                                .toList(),
                waiting,
                new ProjectionMetrics(registry, clock.getIfUnique(Clock::systemUTC)));
    }

    @Bean
    EnvironmentProjector environmentProjector(ProjectionRoom room) {
        return new EnvironmentProjector(room);
    }

    @Bean
    ApiKeyProjector apiKeyProjector(ProjectionRoom room) {
        return new ApiKeyProjector(room);
    }

    @Bean
    TenantProjector tenantProjector(ProjectionRoom room) {
        return new TenantProjector(room);
    }

    @Bean
    SettingProjector settingProjector(ProjectionRoom room) {
        return new SettingProjector(room);
    }

    @Bean
    UserProjector userProjector(ProjectionRoom room) {
        return new UserProjector(room);
    }

    @Bean
    RoleProjector roleProjector(ProjectionRoom room) {
        return new RoleProjector(room);
    }

    @Bean
    UserQueries userQueries(ReadTables tables) {
        return new UserQueries(tables);
    }

    @Bean
    CustomerProjector customerProjector(ProjectionRoom room) {
        return new CustomerProjector(room);
    }

    @Bean
    CustomerCopies customerCopies(ReadTables tables) {
        return new CustomerCopies(tables);
    }

    @Bean
    UserCopies userCopies(ReadTables tables) {
        return new UserCopies(tables);
    }

    @Bean
    MeterProjector meterProjector(ProjectionRoom room) {
        return new MeterProjector(room);
    }

    @Bean
    FeatureProjector featureProjector(ProjectionRoom room) {
        return new FeatureProjector(room);
    }

    @Bean
    GroupProjector groupProjector(ProjectionRoom room) {
        return new GroupProjector(room);
    }

    @Bean
    PlanProjector planProjector(ProjectionRoom room) {
        return new PlanProjector(room);
    }

    @Bean
    PriceProjector priceProjector(ProjectionRoom room) {
        return new PriceProjector(room);
    }

    @Bean
    PriceUnitProjector priceUnitProjector(ProjectionRoom room) {
        return new PriceUnitProjector(room);
    }

    @Bean
    PlanSyncProjector planSyncProjector(ProjectionRoom room) {
        return new PlanSyncProjector(room);
    }

    @Bean
    PlanSyncQueries planSyncQueries(ReadTables tables, EventStore store, Scheduler historyReads) {
        return new PlanSyncQueries(tables, store, historyReads);
    }

    @Bean
    AddonProjector addonProjector(ProjectionRoom room) {
        return new AddonProjector(room);
    }

    @Bean
    CouponProjector couponProjector(ProjectionRoom room) {
        return new CouponProjector(room);
    }

    @Bean
    CouponQueries couponQueries(ReadTables tables) {
        return new CouponQueries(tables);
    }

    @Bean
    TaxRateProjector taxRateProjector(ProjectionRoom room) {
        return new TaxRateProjector(room);
    }

    @Bean
    TaxRateQueries taxRateQueries(ReadTables tables) {
        return new TaxRateQueries(tables);
    }

    @Bean
    CouponAssociationProjector couponAssociationProjector(ProjectionRoom room) {
        return new CouponAssociationProjector(room);
    }

    @Bean
    CouponAssociationQueries couponAssociationQueries(ReadTables tables) {
        return new CouponAssociationQueries(tables);
    }

    @Bean
    CreditGrantProjector creditGrantProjector(ProjectionRoom room) {
        return new CreditGrantProjector(room);
    }

    @Bean
    CreditGrantQueries creditGrantQueries(ReadTables tables) {
        return new CreditGrantQueries(tables);
    }

    @Bean
    TaxAssociationProjector taxAssociationProjector(ProjectionRoom room) {
        return new TaxAssociationProjector(room);
    }

    @Bean
    TaxAssociationQueries taxAssociationQueries(ReadTables tables) {
        return new TaxAssociationQueries(tables);
    }

    @Bean
    EntitlementProjector entitlementProjector(ProjectionRoom room) {
        return new EntitlementProjector(room);
    }

    @Bean
    EntitlementQueries entitlementQueries(ReadTables tables) {
        return new EntitlementQueries(tables);
    }

    @Bean
    AccessQueries accessQueries(QueryGateway queries, Environment settings) {
        return new AccessQueries(
                queries,
                settings.getProperty(
                        "tallybook.access.customers", Integer.class, CUSTOMERS_REMEMBERED));
    }

    @Bean
    LiveBalances liveBalances(
            QueryGateway queries,
            QueryUpdateEmitter followers,
            ObjectProvider<CostNews> listeners,
            ObjectProvider<Clock> clock,
            Environment settings) {
        return new LiveBalances(
                queries,
                followers,
                (scope, open) -> listeners.forEach(listener -> listener.workedOut(scope, open)),
                clock.getIfUnique(Clock::systemUTC),
                settings.getProperty(
                        "tallybook.balance.customers", Integer.class, CUSTOMERS_REMEMBERED));
    }

    @Bean
    SubscriptionProjector subscriptionProjector(ProjectionRoom room) {
        return new SubscriptionProjector(room);
    }

    @Bean
    InvoiceProjector invoiceProjector(ProjectionRoom room) {
        return new InvoiceProjector(room);
    }

    @Bean
    WalletProjector walletProjector(ProjectionRoom room) {
        return new WalletProjector(room);
    }

    @Bean
    AlertSettingsProjector alertSettingsProjector(ProjectionRoom room) {
        return new AlertSettingsProjector(room);
    }

    @Bean
    AlertProjector alertProjector(ProjectionRoom room) {
        return new AlertProjector(room);
    }

    @Bean
    NoticeProjector noticeProjector(ProjectionRoom room) {
        return new NoticeProjector(room);
    }

    @Bean
    NoticeQueries noticeQueries(ReadTables tables) {
        return new NoticeQueries(tables);
    }

    @Bean
    AlertQueries alertQueries(ReadTables tables) {
        return new AlertQueries(tables);
    }

    @Bean
    LedgerProjector ledgerProjector(ProjectionRoom room) {
        return new LedgerProjector(room);
    }

    @Bean
    LedgerAuditor ledgerAuditor(
            ProjectionRoom room, EventStore store, ObjectProvider<Clock> clock) {
        return new LedgerAuditor(
                room.tables(), room.bridge(), store, clock.getIfUnique(Clock::systemUTC));
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    AuditWatch auditWatch(
            LedgerAuditor auditor,
            ObjectProvider<Clock> clock,
            MeterRegistry registry,
            Environment settings) {
        return new AuditWatch(
                auditor,
                settings.getProperty("tallybook.audit.every", Duration.class, AUDIT_EVERY),
                clock.getIfUnique(Clock::systemUTC),
                registry);
    }

    @Bean
    LedgerQueries ledgerQueries(ReadTables tables) {
        return new LedgerQueries(tables);
    }

    @Bean
    CreditNoteProjector creditNoteProjector(ProjectionRoom room) {
        return new CreditNoteProjector(room);
    }

    @Bean
    CreditNoteQueries creditNoteQueries(ReadTables tables) {
        return new CreditNoteQueries(tables);
    }

    @Bean
    PaymentProjector paymentProjector(ProjectionRoom room) {
        return new PaymentProjector(room);
    }

    @Bean
    PaymentQueries paymentQueries(ReadTables tables) {
        return new PaymentQueries(tables);
    }

    @Bean
    TenancyQueries tenancyQueries(ReadTables tables) {
        return new TenancyQueries(tables);
    }

    @Bean
    Clocks clocks(ReadTables tables) {
        return new Clocks(tables);
    }

    @Bean
    CustomerQueries customerQueries(ReadTables tables) {
        return new CustomerQueries(tables);
    }

    @Bean
    MeterQueries meterQueries(ReadTables tables) {
        return new MeterQueries(tables);
    }

    @Bean
    FeatureQueries featureQueries(ReadTables tables) {
        return new FeatureQueries(tables);
    }

    @Bean
    GroupQueries groupQueries(ReadTables tables) {
        return new GroupQueries(tables);
    }

    @Bean
    PlanQueries planQueries(ReadTables tables) {
        return new PlanQueries(tables);
    }

    @Bean
    PriceQueries priceQueries(ReadTables tables) {
        return new PriceQueries(tables);
    }

    @Bean
    PriceUnitQueries priceUnitQueries(ReadTables tables) {
        return new PriceUnitQueries(tables);
    }

    @Bean
    AddonQueries addonQueries(ReadTables tables) {
        return new AddonQueries(tables);
    }

    @Bean
    SubscriptionQueries subscriptionQueries(ReadTables tables) {
        return new SubscriptionQueries(tables);
    }

    @Bean
    InvoiceQueries invoiceQueries(ReadTables tables) {
        return new InvoiceQueries(tables);
    }

    @Bean
    BilledQueries billedQueries(ReadTables tables) {
        return new BilledQueries(tables);
    }

    @Bean
    PreviewQueries previewQueries(QueryGateway queries) {
        return new PreviewQueries(queries);
    }

    @Bean
    UnusedQueries unusedQueries(QueryGateway queries) {
        return new UnusedQueries(queries);
    }

    @Bean
    LifetimeQueries lifetimeQueries(ReadTables tables, QueryGateway queries) {
        return new LifetimeQueries(tables, queries);
    }

    @Bean
    WalletQueries walletQueries(ReadTables tables) {
        return new WalletQueries(tables);
    }

    @Bean(destroyMethod = "dispose")
    Scheduler historyReads() {
        return Schedulers.fromExecutorService(
                Executors.newVirtualThreadPerTaskExecutor(), "history");
    }

    @Bean
    HistoryQueries historyQueries(EventStore store, Scheduler historyReads) {
        return new HistoryQueries(store, historyReads);
    }

    @Bean
    Rebuild rebuild(ObjectProvider<EventProcessingConfiguration> processing, ProjectionRoom room) {
        return new Rebuild(
                name -> processing.getObject().eventProcessor(name, StreamingEventProcessor.class),
                new RebuildMarks(room.tables(), room.bridge()));
    }

    @Bean
    ProcessorLag processorLag(EventStore store) {
        return new ProcessorLag(store);
    }

    /** Once the processors run: measures them, and begins again what a crash cut short. */
    @Bean
    ApplicationListener<ContextRefreshedEvent> processorsAreRunning(
            ProcessorLag lag,
            Rebuild rebuild,
            ObjectProvider<EventProcessingConfiguration> processing,
            MeterRegistry registry) {
        return _ -> {
            processing
                    .getObject()
                    .eventProcessors()
                    .forEach(
                            (name, processor) -> {
                                if (processor instanceof StreamingEventProcessor streaming) {
                                    lag.measure(name, streaming, registry);
                                }
                            });
            rebuild.resume();
        };
    }
}
