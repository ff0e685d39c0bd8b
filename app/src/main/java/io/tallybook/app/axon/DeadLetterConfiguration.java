package io.tallybook.app.axon;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tallybook.query.alert.AlertProjector;
import io.tallybook.query.catalogue.CatalogueProcessor;
import io.tallybook.query.creditgrant.CreditGrantProjector;
import io.tallybook.query.creditnote.CreditNoteProjector;
import io.tallybook.query.customer.CustomerProjector;
import io.tallybook.query.discount.DiscountProcessor;
import io.tallybook.query.entitlement.EntitlementProjector;
import io.tallybook.query.invoice.InvoiceProjector;
import io.tallybook.query.ledger.LedgerProjector;
import io.tallybook.query.payment.PaymentProjector;
import io.tallybook.query.subscription.SubscriptionProjector;
import io.tallybook.query.tenancy.TenancyProcessor;
import io.tallybook.query.wallet.WalletProjector;
import java.util.List;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.deadletter.jdbc.DeadLetterSchema;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An event that a view cannot take is set aside, and later ones of the same entity behind it, while
 * all others go on.
 *
 * <p>Only projections: a process that passed an event over would leave something undone, so it
 * tries until it can.
 */
@Configuration(proxyBeanMethods = false)
class DeadLetterConfiguration {
    private static final List<String> PROJECTIONS =
            List.of(
                    TenancyProcessor.NAME,
                    CustomerProjector.PROCESSOR,
                    CatalogueProcessor.NAME,
                    DiscountProcessor.NAME,
                    CreditGrantProjector.PROCESSOR,
                    EntitlementProjector.PROCESSOR,
                    SubscriptionProjector.PROCESSOR,
                    InvoiceProjector.PROCESSOR,
                    WalletProjector.PROCESSOR,
                    PaymentProjector.PROCESSOR,
                    CreditNoteProjector.PROCESSOR,
                    LedgerProjector.PROCESSOR,
                    AlertProjector.PROCESSOR);

    @Bean
    ConfigurerModule deadLetters(
            ConnectionProvider connections,
            TransactionManager transactions,
            DeadLetterSchema schema,
            Serializer serializer,
            @Qualifier("eventSerializer") Serializer eventSerializer) {
        return configurer -> {
            EventProcessingConfigurer processing = configurer.eventProcessing();
            for (String projection : PROJECTIONS) {
                processing.registerDeadLetterQueue(
                        projection,
                        axon ->
                                JdbcSequencedDeadLetterQueue.<EventMessage<?>>builder()
                                        .processingGroup(projection)
                                        .connectionProvider(connections)
                                        .transactionManager(transactions)
                                        .schema(schema)
                                        .genericSerializer(serializer)
                                        .eventSerializer(eventSerializer)
                                        .build());
                // The cache: without it every event costs a look into an empty table.
                processing.registerDeadLetteringEventHandlerInvokerConfiguration(
                        projection,
                        (axon, builder) ->
                                builder.allowReset(true).enableSequenceIdentifierCache());
            }
        };
    }

    /** How many events are set aside, by projection: anything but zero wants somebody to look. */
    @Bean
    MeterBinder deadLetterGauges(JdbcTemplate jdbc) {
        return registry -> {
            for (String projection : PROJECTIONS) {
                Gauge.builder("tallybook.dead.letters", () -> count(jdbc, projection))
                        .tag("processor", projection)
                        .register(registry);
            }
        };
    }

    private static int count(JdbcTemplate jdbc, String projection) {
        Integer count =
                jdbc.queryForObject(
                        "select count(*) from dead_letter_entry where processing_group = ?",
                        Integer.class,
                        projection);
        return count == null ? 0 : count;
    }
}
