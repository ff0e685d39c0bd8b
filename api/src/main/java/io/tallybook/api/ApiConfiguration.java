package io.tallybook.api;

import io.tallybook.api.audit.Audit;
import io.tallybook.api.auth.Authentication;
import io.tallybook.api.auth.LastUse;
import io.tallybook.api.auth.RateLimits;
import io.tallybook.api.auth.RememberedKeys;
import io.tallybook.api.auth.Tokens;
import io.tallybook.api.dispatch.CallArgument;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.addon.Addons;
import io.tallybook.api.flexprice.alert.AlertLog;
import io.tallybook.api.flexprice.alert.Alerts;
import io.tallybook.api.flexprice.copy.EnvironmentClone;
import io.tallybook.api.flexprice.copy.PlanClone;
import io.tallybook.api.flexprice.coupon.CouponAssociations;
import io.tallybook.api.flexprice.coupon.Coupons;
import io.tallybook.api.flexprice.creditgrant.CreditGrants;
import io.tallybook.api.flexprice.creditgrant.UpcomingGrants;
import io.tallybook.api.flexprice.creditnote.CreditNotes;
import io.tallybook.api.flexprice.customer.CustomerRemoval;
import io.tallybook.api.flexprice.customer.Customers;
import io.tallybook.api.flexprice.entitlement.AccessChecks;
import io.tallybook.api.flexprice.entitlement.Entitlements;
import io.tallybook.api.flexprice.entitlement.EntitlementsOf;
import io.tallybook.api.flexprice.entitlement.HeldEntitlements;
import io.tallybook.api.flexprice.entitlement.UsageSummary;
import io.tallybook.api.flexprice.environment.Clock;
import io.tallybook.api.flexprice.environment.Environments;
import io.tallybook.api.flexprice.event.AmendmentRoutes;
import io.tallybook.api.flexprice.event.Analytics;
import io.tallybook.api.flexprice.event.EventCosts;
import io.tallybook.api.flexprice.event.EventExport;
import io.tallybook.api.flexprice.event.EventImport;
import io.tallybook.api.flexprice.event.EventRecord;
import io.tallybook.api.flexprice.event.EventTail;
import io.tallybook.api.flexprice.event.EventTimes;
import io.tallybook.api.flexprice.event.Events;
import io.tallybook.api.flexprice.event.Intake;
import io.tallybook.api.flexprice.event.Monitoring;
import io.tallybook.api.flexprice.event.RawEvents;
import io.tallybook.api.flexprice.event.Receipts;
import io.tallybook.api.flexprice.event.RejectedEvents;
import io.tallybook.api.flexprice.event.Usage;
import io.tallybook.api.flexprice.feature.Features;
import io.tallybook.api.flexprice.feature.Meters;
import io.tallybook.api.flexprice.group.Groups;
import io.tallybook.api.flexprice.invoice.CustomerInvoices;
import io.tallybook.api.flexprice.invoice.InvoiceClosing;
import io.tallybook.api.flexprice.invoice.InvoiceCorrection;
import io.tallybook.api.flexprice.invoice.InvoiceExplanation;
import io.tallybook.api.flexprice.invoice.InvoiceParking;
import io.tallybook.api.flexprice.invoice.InvoicePreviews;
import io.tallybook.api.flexprice.invoice.InvoicePrinting;
import io.tallybook.api.flexprice.invoice.InvoiceRecalculation;
import io.tallybook.api.flexprice.invoice.InvoiceWriting;
import io.tallybook.api.flexprice.invoice.Invoices;
import io.tallybook.api.flexprice.ledger.Ledger;
import io.tallybook.api.flexprice.notice.Notices;
import io.tallybook.api.flexprice.payment.InvoicePayment;
import io.tallybook.api.flexprice.payment.Payments;
import io.tallybook.api.flexprice.plan.PlanSyncs;
import io.tallybook.api.flexprice.plan.Plans;
import io.tallybook.api.flexprice.price.PriceUnits;
import io.tallybook.api.flexprice.price.Prices;
import io.tallybook.api.flexprice.subscription.CustomerSubscriptions;
import io.tallybook.api.flexprice.subscription.LineItems;
import io.tallybook.api.flexprice.subscription.Modifications;
import io.tallybook.api.flexprice.subscription.Pauses;
import io.tallybook.api.flexprice.subscription.PlanChanges;
import io.tallybook.api.flexprice.subscription.Schedules;
import io.tallybook.api.flexprice.subscription.SubscriptionAddons;
import io.tallybook.api.flexprice.subscription.SubscriptionProjection;
import io.tallybook.api.flexprice.subscription.SubscriptionUsage;
import io.tallybook.api.flexprice.subscription.Subscriptions;
import io.tallybook.api.flexprice.subscription.UsageMetering;
import io.tallybook.api.flexprice.task.TaskBench;
import io.tallybook.api.flexprice.task.TaskUpload;
import io.tallybook.api.flexprice.task.Tasks;
import io.tallybook.api.flexprice.tax.TaxAssociations;
import io.tallybook.api.flexprice.tax.TaxRates;
import io.tallybook.api.flexprice.wallet.CreditMoves;
import io.tallybook.api.flexprice.wallet.CustomerWallets;
import io.tallybook.api.flexprice.wallet.WalletBalances;
import io.tallybook.api.flexprice.wallet.WalletHolds;
import io.tallybook.api.flexprice.wallet.WalletTransactions;
import io.tallybook.api.flexprice.wallet.Wallets;
import io.tallybook.api.idempotency.Idempotency;
import io.tallybook.api.idempotency.KeptAnswers;
import io.tallybook.api.ids.Ids;
import io.tallybook.api.ids.TimeOrderedIds;
import io.tallybook.api.openapi.Description;
import io.tallybook.api.openapi.DescriptionPages;
import io.tallybook.api.problem.ProblemAnswer;
import io.tallybook.api.problem.RequestId;
import io.tallybook.api.request.BodyArgument;
import io.tallybook.api.request.RoutesByPrefix;
import io.tallybook.api.request.StorablePath;
import io.tallybook.api.response.Answer;
import io.tallybook.core.usage.RejectedRecords;
import io.tallybook.core.usage.UsageIntake;
import io.tallybook.core.usage.UsageRefusals;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.webflux.autoconfigure.WebFluxRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The HTTP surface, put together. The application brings the two gateways, the way in for usage, a
 * database client and a clock.
 */
@Configuration(proxyBeanMethods = false)
@Import({
    AccessConfiguration.class,
    Addons.class,
    AlertLog.class,
    Alerts.class,
    Audit.class,
    Clock.class,
    CreditNotes.class,
    Customers.class,
    CustomerRemoval.class,
    CustomerSubscriptions.class,
    CreditMoves.class,
    CustomerWallets.class,
    WalletHolds.class,
    WalletTransactions.class,
    AccessChecks.class,
    Entitlements.class,
    EntitlementsOf.class,
    HeldEntitlements.class,
    UsageSummary.class,
    Environments.class,
    EnvironmentClone.class,
    EventExport.class,
    EventImport.class,
    Events.class,
    Features.class,
    Groups.class,
    InvoicePayment.class,
    Invoices.class,
    InvoiceClosing.class,
    InvoicePreviews.class,
    InvoiceParking.class,
    CustomerInvoices.class,
    InvoiceCorrection.class,
    InvoicePrinting.class,
    InvoiceExplanation.class,
    InvoiceRecalculation.class,
    InvoiceWriting.class,
    Ledger.class,
    LineItems.class,
    Modifications.class,
    Notices.class,
    Pauses.class,
    Schedules.class,
    PlanChanges.class,
    SubscriptionAddons.class,
    Meters.class,
    Payments.class,
    PlanClone.class,
    Plans.class,
    PlanSyncs.class,
    Prices.class,
    PriceUnits.class,
    Coupons.class,
    CouponAssociations.class,
    TaxAssociations.class,
    CreditGrants.class,
    UpcomingGrants.class,
    TaxRates.class,
    AmendmentRoutes.class,
    EventTail.class,
    Receipts.class,
    RawEvents.class,
    RejectedEvents.class,
    Analytics.class,
    EventCosts.class,
    Monitoring.class,
    Subscriptions.class,
    SubscriptionProjection.class,
    UsageMetering.class,
    SubscriptionUsage.class,
    Tasks.class,
    TaskUpload.class,
    Usage.class,
    WalletBalances.class,
    Wallets.class
})
public class ApiConfiguration {

    @Bean
    Ids ids(InstantSource clock) {
        return new TimeOrderedIds(clock, new SecureRandom());
    }

    /** A thread for each task: none waits for another, and none ends with another (0022). */
    @Bean(destroyMethod = "dispose")
    Scheduler apiWork() {
        return Schedulers.fromExecutorService(
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("api-", 0).factory()),
                "api");
    }

    @Bean
    Dispatch dispatch(
            CommandGateway commands, QueryGateway queries, InstantSource clock, Scheduler apiWork) {
        return new Dispatch(commands, queries, clock, apiWork);
    }

    @Bean
    Directory directory(Dispatch dispatch) {
        return new Directory(dispatch);
    }

    @Bean
    EventTimes eventTimes(Dispatch dispatch) {
        return new EventTimes(dispatch);
    }

    @Bean
    Intake usageIntakeOfApi(UsageIntake usage, UsageRefusals refusals, Scheduler apiWork) {
        return new Intake(usage, refusals, apiWork);
    }

    /** For those by whom usage comes in without a request. */
    @Bean
    EventRecord eventRecord(Dispatch dispatch, EventTimes times) {
        return new EventRecord(dispatch, times);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    TaskBench taskBench(
            DatabaseClient database,
            Dispatch dispatch,
            Intake intake,
            RejectedRecords rejected,
            EventTimes times,
            Ids ids,
            @Value("${tallybook.imports.hosts:}") Set<String> hosts,
            @Value("${tallybook.imports.file-bytes-max:4294967296}") long fileBytesMax) {
        return new TaskBench(database, dispatch, intake, rejected, times, ids, hosts, fileBytesMax);
    }

    @Bean
    KeptAnswers keptAnswers(DatabaseClient database) {
        return new KeptAnswers(database);
    }

    @Bean
    Welcome welcome(@Value("${tallybook.version:development}") String version) {
        return new Welcome(version);
    }

    /** Made when first asked for: only then are all routes mapped. */
    @Bean
    @Lazy
    Description description(
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping,
            @Value("${tallybook.version:development}") String version) {
        return new Description(mapping, version);
    }

    @Bean
    DescriptionPages descriptionPages(ObjectProvider<Description> description) {
        return new DescriptionPages(description::getObject);
    }

    @Bean
    RequestId requestId(Ids ids) {
        return new RequestId(ids);
    }

    @Bean
    StorablePath storablePath() {
        return new StorablePath();
    }

    @Bean
    ProblemAnswer problemAnswer() {
        return new ProblemAnswer();
    }

    @Bean
    Authentication authentication(
            RememberedKeys remembered,
            Tokens tokens,
            RateLimits limits,
            LastUse lastUse,
            InstantSource clock) {
        return new Authentication(remembered, tokens, limits, lastUse, clock);
    }

    @Bean
    Idempotency idempotency(DatabaseClient database, Ids ids) {
        return new Idempotency(database, ids);
    }

    /**
     * Any page may call unless others are named, as with the Flexprice server: keys, not origins,
     * decide.
     */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 10)
    CorsWebFilter cors(
            @Value("${tallybook.cors.origins:" + CorsConfiguration.ALL + "}")
                    List<String> origins) {
        var rules = new CorsConfiguration();
        origins.forEach(rules::addAllowedOrigin);
        rules.addAllowedHeader(CorsConfiguration.ALL);
        rules.addAllowedMethod(CorsConfiguration.ALL);
        rules.setExposedHeaders(
                List.of(
                        RequestId.HEADER,
                        Idempotency.REPLAYED,
                        Answer.SHOWN_ONCE,
                        Dispatch.VIEW_BEHIND,
                        RateLimits.LIMIT,
                        RateLimits.REMAINING,
                        RateLimits.RESET,
                        "Retry-After"));
        rules.setMaxAge(Duration.ofDays(1));
        var source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", rules);
        return new CorsWebFilter(source);
    }

    @Bean
    WebFluxRegistrations apiRoutes() {
        return new WebFluxRegistrations() {
            @Override
            public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return new RoutesByPrefix();
            }
        };
    }

    @Bean
    WebFluxConfigurer apiArguments(Ids ids) {
        return new WebFluxConfigurer() {
            @Override
            public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
                configurer.addCustomResolver(new BodyArgument(), new CallArgument(ids));
            }
        };
    }
}
