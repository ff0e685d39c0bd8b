package io.tallybook.command.bus;

import static io.tallybook.command.Some.METER;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.ulid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.command.Prices;
import io.tallybook.core.EntityId;
import io.tallybook.core.Receipt;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PlanCommand;
import io.tallybook.core.catalogue.PlanDocument;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceBatchCommand;
import io.tallybook.core.catalogue.PriceBatchId;
import io.tallybook.core.catalogue.PriceCommand;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceUnitCommand;
import io.tallybook.core.catalogue.PriceUnitDocument;
import io.tallybook.core.catalogue.PriceUnitId;
import io.tallybook.core.catalogue.ResetUsage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is made in one transaction, on the real event store. */
class PricesAtOnceTest {
    private static final CommandSide SIDE = new CommandSide(new AggregateCache(1_000));

    @AfterAll
    static void close() {
        SIDE.close();
    }

    private static PriceId price(String name) {
        return PriceId.of(ulid(name));
    }

    private static long events(EntityId id) {
        return JdbcClient.create(SIDE.database)
                .sql("select count(*) from domain_event_entry where aggregate_identifier = ?")
                .param(id.value())
                .query(Long.class)
                .single();
    }

    private static PriceBatchCommand.Create batch(String name, List<PriceDocument> documents) {
        return new PriceBatchCommand.Create(
                PriceBatchId.of(ulid(name)),
                SCOPE,
                NOW,
                IntStream.range(0, documents.size())
                        .mapToObj(
                                i -> new PriceBatchCommand.Item(price(name + i), documents.get(i)))
                        .toList());
    }

    @Test
    void manyAreMadeAtOnceAndOnce() {
        PriceBatchCommand.Create many =
                batch(
                        "many",
                        IntStream.range(0, 1_000)
                                .mapToObj(i -> Prices.fixed("1").lookupKey("many-" + i).build())
                                .toList());

        Receipt first = SIDE.send(many);
        Receipt again = SIDE.send(many);

        assertThat(again).isEqualTo(first);
        assertThat(events(price("many0"))).isEqualTo(1);
        assertThat(events(price("many999"))).isEqualTo(1);
    }

    @Test
    void oneThatIsWrongKeepsAllFromBeingMade() {
        assertThatThrownBy(
                        () ->
                                SIDE.send(
                                        batch(
                                                "wrong",
                                                List.of(
                                                        Prices.fixed("1").build(),
                                                        Prices.fixed("-1").build()))))
                .hasMessageContaining("items[1].amount");
        assertThat(events(price("wrong0"))).isZero();
    }

    @Test
    void aKeyThatIsTakenKeepsAllFromBeingMade() {
        SIDE.send(
                new PriceCommand.Create(
                        price("holder"), SCOPE, NOW, Prices.fixed("1").lookupKey("held").build()));
        assertThatThrownBy(
                        () ->
                                SIDE.send(
                                        batch(
                                                "taken",
                                                List.of(
                                                        Prices.fixed("1").lookupKey("free").build(),
                                                        Prices.fixed("1")
                                                                .lookupKey("held")
                                                                .build()))))
                .hasMessageContaining("items[1].lookup_key");
        assertThat(events(price("taken0"))).isZero();
        SIDE.send(
                new PriceCommand.Create(
                        price("later"), SCOPE, NOW, Prices.fixed("1").lookupKey("free").build()));
    }

    private static PlanCommand.CreatePriced plan(String name, String key, String... amounts) {
        PlanId id = PlanId.of(ulid(name));
        MeterId meter = MeterId.of(ulid(name));
        var definition =
                new MeterDefinition(
                        meter,
                        "call",
                        List.of(),
                        AggregationType.COUNT,
                        null,
                        null,
                        null,
                        null,
                        null);
        return new PlanCommand.CreatePriced(
                id,
                SCOPE,
                NOW,
                new PlanDocument("Pro", key, null, null, Map.of()),
                List.of(
                        new PlanCommand.Counted(
                                FeatureId.of(ulid(name)),
                                "call",
                                definition,
                                ResetUsage.BILLING_PERIOD)),
                IntStream.range(0, amounts.length)
                        .mapToObj(
                                i ->
                                        new PriceBatchCommand.Item(
                                                price(name + i),
                                                Prices.flat(meter, amounts[i]).plan(id).build()))
                        .toList());
    }

    @Test
    void aPlanIsMadeWithItsPricesMetersAndFeaturesAtOnceAndOnce() {
        PlanCommand.CreatePriced priced = plan("priced", "priced", "1", "2");

        Receipt first = SIDE.send(priced);
        Receipt again = SIDE.send(priced);

        assertThat(again).isEqualTo(first);
        assertThat(events(priced.planId())).isEqualTo(1);
        assertThat(events(priced.counted().getFirst().definition().meterId())).isEqualTo(1);
        assertThat(events(priced.counted().getFirst().featureId())).isEqualTo(1);
        assertThat(events(price("priced0"))).isEqualTo(1);
        assertThat(events(price("priced1"))).isEqualTo(1);
    }

    @Test
    void aWrongPriceKeepsAPlanAndItsMetersFromBeingMade() {
        PlanCommand.CreatePriced wrong = plan("mispriced", "mispriced", "1", "-1");

        assertThatThrownBy(() -> SIDE.send(wrong)).hasMessageContaining("charges[1].amount");

        assertThat(events(wrong.planId())).isZero();
        assertThat(events(wrong.counted().getFirst().definition().meterId())).isZero();
        assertThat(events(price("mispriced0"))).isZero();
        SIDE.send(plan("priced well", "mispriced", "1"));
    }

    @Test
    void aPriceOfAnotherPlanKeepsAPlanFromBeingMade() {
        PlanCommand.CreatePriced whole = plan("whole", "whole", "1");
        PlanCommand.CreatePriced other = plan("other", "other", "1");

        assertThatThrownBy(
                        () ->
                                SIDE.send(
                                        new PlanCommand.CreatePriced(
                                                whole.planId(),
                                                SCOPE,
                                                NOW,
                                                whole.plan(),
                                                List.of(),
                                                other.prices())))
                .hasMessageContaining("charges[0].entity_id");
        assertThat(events(whole.planId())).isZero();
    }

    @Test
    void aNewVersionTakesTheKeyOver() {
        PriceId old = price("old version");
        PriceId next = price("new version");
        Instant from = NOW.plusSeconds(86_400);
        SIDE.send(
                new PriceCommand.Create(
                        old, SCOPE, NOW, Prices.fixed("1").lookupKey("version").build()));
        PriceCommand.Revise revise =
                new PriceCommand.Revise(
                        old,
                        SCOPE,
                        NOW,
                        next,
                        from,
                        Prices.fixed("2").lookupKey("version").build());

        SIDE.send(revise);
        SIDE.send(revise);

        assertThat(events(old)).isEqualTo(2);
        assertThat(events(next)).isEqualTo(1);
        SIDE.send(new PriceCommand.End(next, SCOPE, NOW, from.plusSeconds(1)));
        assertThatThrownBy(
                        () -> SIDE.send(new PriceCommand.End(old, SCOPE, NOW, from.plusSeconds(1))))
                .hasMessageContaining(next.value());
    }

    @Test
    void aPriceUnitIsKeptWhileAPriceIsWrittenInIt() {
        PriceUnitId unit = PriceUnitId.of(ulid("unit"));
        BigDecimal rate = new BigDecimal("0.01");
        SIDE.send(
                new PriceUnitCommand.Create(
                        unit,
                        SCOPE,
                        NOW,
                        new PriceUnitDocument("Tokens", "tok", "T", USD, rate, Map.of())));
        PriceDocument price = Prices.flat(METER, "0.05").build();
        PriceDocument written =
                price.on(
                        price.conditions()
                                .in(
                                        new PriceDocument.WrittenIn(
                                                unit,
                                                "tok",
                                                "T",
                                                rate,
                                                new BigDecimal("5"),
                                                List.of())));
        SIDE.send(new PriceCommand.Create(price("in unit"), SCOPE, NOW, written));

        assertThatThrownBy(() -> SIDE.send(new PriceUnitCommand.Delete(unit, SCOPE, NOW)))
                .hasMessageContaining("while a price is written in it");
        SIDE.send(new PriceCommand.End(price("in unit"), SCOPE, NOW, NOW.plusSeconds(1)));
        SIDE.send(new PriceUnitCommand.Delete(unit, SCOPE, NOW));
        assertThatThrownBy(
                        () ->
                                SIDE.send(
                                        new PriceCommand.Create(
                                                price("too late"), SCOPE, NOW, written)))
                .hasMessageContaining("not deleted");
    }
}
