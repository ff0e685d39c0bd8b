package io.tallybook.query;

import static io.tallybook.query.Samples.SCOPE;
import static io.tallybook.query.Samples.customer;
import static io.tallybook.query.Samples.customerCreated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.core.ViewKind;
import io.tallybook.query.customer.CustomerProjector;
import io.tallybook.query.progress.ProcessorLag;
import io.tallybook.query.view.Sql;
import java.util.List;
import java.util.OptionalLong;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RebuildTest {
    private final ReadSide side = ReadSide.start();

    @AfterEach
    void close() {
        side.close();
    }

    @Test
    void aRebuildThatACrashCutShortIsBegunAgain() {
        created("ada");
        List<String> before = side.rows("view_customer");
        // As if the program had died between emptying the table and setting the processor back.
        side.tables()
                .write(
                        List.of(
                                Sql.of("truncate view_customer"),
                                Sql.of(
                                        "insert into view_rebuild (processor) values ($1)",
                                        CustomerProjector.PROCESSOR)))
                .block();

        side.rebuild().resume();
        side.caughtUp(CustomerProjector.PROCESSOR);

        assertThat(side.rows("view_customer")).isEqualTo(before);
        assertThat(
                        side.tables()
                                .read(
                                        Sql.of("select processor from view_rebuild"),
                                        row -> String.valueOf(row.get("processor", String.class)))
                                .collectList()
                                .block())
                .isEmpty();
    }

    @Test
    void aRebuildLeavesTheOtherViewsAlone() {
        created("ada");
        side.rebuild().rebuild(CustomerProjector.PROCESSOR);
        side.caughtUp(CustomerProjector.PROCESSOR);

        assertThat(side.rebuild().status(CustomerProjector.PROCESSOR)).hasSize(2);
        assertThat(side.rows("view_customer")).hasSize(1);
    }

    @Test
    void onlyAProcessorThatThereIsCanBeRebuilt() {
        assertThatThrownBy(() -> side.rebuild().rebuild("projection.nobody"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("projection.nobody");
    }

    @Test
    void aProcessorThatHasSeenEverythingIsNotBehind() {
        created("ada");
        ProcessorLag lag = new ProcessorLag(side.axon().eventStore());
        StreamingEventProcessor processor =
                side.axon()
                        .eventProcessingConfiguration()
                        .eventProcessor(CustomerProjector.PROCESSOR, StreamingEventProcessor.class)
                        .orElseThrow();
        side.caughtUp(CustomerProjector.PROCESSOR);
        lag.measure(CustomerProjector.PROCESSOR, processor, side.registry());

        assertThat(lag.behind(processor)).isEqualTo(OptionalLong.of(0));
        assertThat(
                        side.registry()
                                .get("tallybook.processor.behind")
                                .tag("processor", CustomerProjector.PROCESSOR)
                                .gauge()
                                .value())
                .isZero();
    }

    private void created(String name) {
        side.publish(SCOPE, customer(name).value(), customerCreated(SCOPE, name));
        side.settled(ViewKind.CUSTOMER, customer(name).value());
    }
}
