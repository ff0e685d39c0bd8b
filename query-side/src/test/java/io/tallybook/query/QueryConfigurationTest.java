package io.tallybook.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tallybook.core.AwaitView;
import io.tallybook.core.ViewKind;
import io.tallybook.query.entitlement.AccessQueries;
import io.tallybook.query.ledger.LedgerProjector;
import io.tallybook.query.live.LiveBalances;
import io.tallybook.query.progress.Waiting;
import io.tallybook.query.replay.Rebuild;
import io.tallybook.query.tenancy.Clocks;
import javax.sql.DataSource;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class QueryConfigurationTest {
    @Test
    void theQuerySideIsPutTogetherFromWhatTheApplicationGives() {
        try (ReadSide side = ReadSide.start();
                AnnotationConfigApplicationContext context =
                        new AnnotationConfigApplicationContext()) {
            context.registerBean("views", DataSource.class, side::connections);
            context.registerBean(MeterRegistry.class, side::registry);
            context.registerBean(EventStore.class, () -> side.axon().eventStore());
            context.registerBean(QueryGateway.class, () -> side.axon().queryGateway());
            context.registerBean(
                    QueryUpdateEmitter.class, () -> side.axon().queryBus().queryUpdateEmitter());
            context.registerBean(
                    EventProcessingConfiguration.class,
                    () -> side.axon().eventProcessingConfiguration());
            context.register(QueryConfiguration.class);
            context.refresh();

            assertThat(context.getBeansWithAnnotation(ProcessingGroup.class).values())
                    .as("a projector for each kind of view")
                    .filteredOn(
                            bean ->
                                    !(bean instanceof AccessQueries
                                            || bean instanceof Clocks
                                            || bean instanceof LedgerProjector
                                            || bean instanceof LiveBalances))
                    .hasSize(ViewKind.values().length);
            assertThat(context.getBean(Rebuild.class).status("projection.wallet")).isNotNull();
            assertThat(
                            context.getBean(Waiting.class)
                                    .await(new AwaitView(ViewKind.WALLET, "none", -1, 1)))
                    .isCompletedWithValue(true);
            assertThat(side.registry().find("tallybook.processor.behind").gauges())
                    .hasSize(ReadSide.PROCESSORS.size());
        }
    }
}
