package io.tallybook.command.catalogue;

import static io.tallybook.command.Some.METER;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.PRICE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.ulid;

import io.tallybook.command.Prices;
import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.catalogue.PriceCommand;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceDocument.Round;
import io.tallybook.core.catalogue.PriceDocument.TierMode;
import io.tallybook.core.catalogue.PriceEvent;
import io.tallybook.core.catalogue.PriceId;
import org.junit.jupiter.api.Test;

class PriceTest {
    private final Spec<Price> price = Spec.of(Price.class);

    private static PriceCommand.Create create(PriceDocument document) {
        return new PriceCommand.Create(PRICE, SCOPE, NOW, document);
    }

    private static void accepts(Prices prices) {
        PriceDocument document = prices.build();
        Spec.of(Price.class)
                .when(create(document))
                .happens(PRICE, new PriceEvent.Created(PRICE, SCOPE, document));
    }

    private static void refuses(Prices prices, String field, String... mentions) {
        Spec.of(Price.class).when(create(prices.build())).isRefusedFor(field, mentions);
    }

    @Test
    void everyModelIsMade() {
        accepts(Prices.fixed("20.00"));
        accepts(Prices.fixed("20.00").cadence(InvoiceCadence.ADVANCE));
        accepts(Prices.flat(METER, "0.0001"));
        accepts(Prices.packages(METER, "10.00", "1000000", Round.UP));
        accepts(Prices.packages(METER, "10.00", "1", Round.DOWN));
        accepts(Prices.tiered(METER, TierMode.SLAB).tier("1000000", "0").tier(null, "0.000002"));
        accepts(Prices.tiered(METER, TierMode.VOLUME).tier("10", "1", "5").tier(null, "1.5"));
        accepts(Prices.fixed("0"));
    }

    @Test
    void anAmountIsNotNegativeAndNotAbsurd() {
        refuses(Prices.fixed("-0.01"), "amount", "-0.01", "0 to");
        refuses(Prices.fixed("1000000000000.01"), "amount", "1000000000000");
        refuses(Prices.fixed("1e999999999"), "amount");
        refuses(Prices.fixed("0.0000000000000000001"), "amount", "18 decimals");
    }

    @Test
    void onlyUsageHasAMeter() {
        refuses(Prices.fixed("1").meter(METER), "meter_id", "none with type FIXED");
        refuses(Prices.flat(METER, "1").meter(null), "meter_id", "with type USAGE");
    }

    @Test
    void usageIsKnownOnlyAfterwards() {
        refuses(
                Prices.flat(METER, "1").cadence(InvoiceCadence.ADVANCE),
                "invoice_cadence",
                "ADVANCE",
                "ARREAR");
    }

    @Test
    void tiersMustTileFromZeroToInfinity() {
        refuses(Prices.tiered(METER, TierMode.SLAB), "tiers", "at least one");
        refuses(
                Prices.tiered(METER, TierMode.SLAB).tier("10", "1").tier("5", "1").tier(null, "1"),
                "tiers[1].up_to",
                "5",
                "more than 10");
        refuses(
                Prices.tiered(METER, TierMode.SLAB).tier("10", "1").tier("10", "1").tier(null, "1"),
                "tiers[1].up_to");
        refuses(
                Prices.tiered(METER, TierMode.SLAB).tier("10", "1").tier("20", "1"),
                "tiers[1].up_to",
                "no bound");
        refuses(
                Prices.tiered(METER, TierMode.SLAB).tier(null, "1").tier(null, "1"),
                "tiers[0].up_to",
                "only the last tier is open");
        refuses(
                Prices.tiered(METER, TierMode.SLAB).tier("0", "1").tier(null, "1"),
                "tiers[0].up_to");
    }

    @Test
    void aTiersAmountsAreBoundedToo() {
        refuses(Prices.tiered(METER, TierMode.SLAB).tier(null, "-1"), "tiers[0].unit_amount", "-1");
        refuses(Prices.tiered(METER, TierMode.SLAB).tier(null, "1", "-1"), "tiers[0].flat_amount");
        refuses(
                Prices.tiered(METER, TierMode.SLAB).tier("1e19", "1").tier(null, "1"),
                "tiers[0].up_to");
    }

    @Test
    void onlyATieredPriceHasTiersAndAMode() {
        refuses(Prices.flat(METER, "1").tier(null, "1"), "tiers", "FLAT_FEE");
        refuses(Prices.flat(METER, "1").mode(TierMode.SLAB), "tier_mode", "FLAT_FEE");
        refuses(Prices.packages(METER, "1", "10", Round.UP).tier(null, "1"), "tiers", "PACKAGE");
        refuses(
                Prices.tiered(METER, TierMode.SLAB).tier(null, "1").mode(null),
                "tier_mode",
                "SLAB or VOLUME");
    }

    @Test
    void aTieredPriceIsOwedByItsTiersAlone() {
        refuses(Prices.tiered(METER, TierMode.SLAB).tier(null, "1").amount("1"), "amount");
        refuses(
                Prices.tiered(METER, TierMode.SLAB).tier(null, "1").amount("1e999999999"),
                "amount");
        refuses(
                Prices.flat(METER, "1").transform("1e999999999", Round.UP),
                "transform_quantity.divide_by");
    }

    @Test
    void aPackageHasASizeOfAtLeastOne() {
        refuses(
                Prices.packages(METER, "1", "0.5", Round.UP),
                "transform_quantity.divide_by",
                "0.5",
                "1 or more");
        refuses(Prices.packages(METER, "1", "0", Round.UP), "transform_quantity.divide_by");
        refuses(Prices.packages(METER, "1", "-1", Round.UP), "transform_quantity.divide_by");
        refuses(Prices.packages(METER, "1", "10", Round.UP).noTransform(), "transform_quantity");
    }

    @Test
    void onlyAPackageHasASize() {
        refuses(Prices.flat(METER, "1").transform("10", Round.UP), "transform_quantity");
        refuses(
                Prices.tiered(METER, TierMode.SLAB).tier(null, "1").transform("10", Round.UP),
                "transform_quantity");
    }

    @Test
    void aPeriodCountIsOneOrMore() {
        refuses(Prices.fixed("1").periodCount(0), "billing_period_count", "1 to 366");
        refuses(Prices.fixed("1").periodCount(367), "billing_period_count");
        accepts(Prices.fixed("1").periodCount(3));
    }

    @Test
    void aLookupKeyBelongsToOnePriceOfAnEnvironment() {
        PriceDocument document = Prices.fixed("1").lookupKey("base").build();
        price.when(create(document)).happens(PRICE, new PriceEvent.Created(PRICE, SCOPE, document));
        price.when(new PriceCommand.Create(PriceId.of(ulid("second")), SCOPE, NOW, document))
                .isRefused(Reason.ALREADY_EXISTS, "lookup_key", "base");
    }

    @Test
    void aPriceIsMadeOnce() {
        PriceDocument document = Prices.fixed("1").build();
        PriceEvent.Created made = new PriceEvent.Created(PRICE, SCOPE, document);
        price.given(made).when(create(document)).nothingHappens(PRICE);
        Spec.of(Price.class)
                .given(made)
                .when(create(Prices.fixed("2").build()))
                .isRefused(Reason.CONFLICT);
        Spec.of(Price.class)
                .given(made)
                .when(new PriceCommand.Create(PRICE, OTHER_SCOPE, NOW, document))
                .isNotFound();
    }
}
