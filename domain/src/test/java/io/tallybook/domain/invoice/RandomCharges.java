package io.tallybook.domain.invoice;

import io.tallybook.domain.catalogue.Commitment;
import io.tallybook.domain.catalogue.MatrixCell;
import io.tallybook.domain.catalogue.PackageRounding;
import io.tallybook.domain.catalogue.PriceUnit;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.RateTier;
import io.tallybook.domain.catalogue.Tier;
import io.tallybook.domain.catalogue.TrueUp;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.LineTerms;
import io.tallybook.domain.rating.MeteredUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Prices of every model with usage that suits them, the same for the same random numbers. */
final class RandomCharges {
    private static final List<String> REGIONS = List.of("eu", "us", "asia");
    private static final List<String> SIZES = List.of("s", "l");

    private final Random random;
    private final CurrencyCode currency;

    RandomCharges(Random random, CurrencyCode currency) {
        this.random = random;
        this.currency = currency;
    }

    Charge charge(LineKind kind, Conventions conventions) {
        if (random.nextInt(3) == 0) {
            return new Charge.Priced(unitModel(), quantity());
        }
        if (random.nextInt(8) == 0) {
            return new Charge.Bucketed(unitModel(), List.of(quantity(), quantity(), quantity()));
        }
        Ratio share =
                kind == LineKind.USAGE || random.nextInt(3) > 0
                        ? Ratio.ONE
                        : Ratio.of(random.nextInt(32), 31);
        return switch (random.nextInt(5)) {
            case 0 -> transactions(conventions, share);
            case 1 -> supplied(conventions, share);
            case 2 -> groups(conventions, share);
            default -> units(conventions, share);
        };
    }

    private Charge units(Conventions conventions, Ratio share) {
        LineTerms terms = terms(unitModel(), conventions);
        if (random.nextInt(4) == 0) {
            terms = terms.withMinimumQuantity(decimal(60, 1));
        }
        return new Charge.Metered(terms, MeteredUsage.of(quantity()), allowance(), share);
    }

    private Charge transactions(Conventions conventions, Ratio share) {
        List<BigDecimal> values = new ArrayList<>();
        for (int n = random.nextInt(7); n > 0; n--) {
            values.add(decimal(90, random.nextInt(3)).add(BigDecimal.ONE));
        }
        return new Charge.Metered(
                terms(percentage(values), conventions),
                MeteredUsage.ofTransactions(values),
                allowance(),
                share);
    }

    private Charge supplied(Conventions conventions, Ratio share) {
        return new Charge.Metered(
                terms(new PricingModel.Dynamic(), conventions),
                MeteredUsage.ofSuppliedAmount(quantity(), decimal(80, 3)),
                BigDecimal.ZERO,
                share);
    }

    private Charge groups(Conventions conventions, Ratio share) {
        List<MeteredUsage.Group> groups = new ArrayList<>();
        for (String region : REGIONS) {
            for (String size : SIZES) {
                if (random.nextBoolean()) {
                    groups.add(
                            new MeteredUsage.Group(
                                    Map.of("region", region, "size", size),
                                    MeteredUsage.of(quantity())));
                }
            }
        }
        if (groups.isEmpty()) {
            groups.add(new MeteredUsage.Group(Map.of("region", "eu"), MeteredUsage.of(quantity())));
        }
        return new Charge.Metered(
                terms(matrix(), conventions),
                MeteredUsage.ofGroups(groups),
                BigDecimal.ZERO,
                share);
    }

    private LineTerms terms(PricingModel model, Conventions conventions) {
        LineTerms terms = LineTerms.of(model, currency, conventions);
        if (random.nextInt(4) == 0) {
            BigDecimal rate = decimal(3, 4).add(new BigDecimal("0.0001"));
            terms = terms.in(new PriceUnit("credit", rate, currency));
        }
        if (random.nextInt(3) == 0) {
            terms =
                    terms.with(
                            new Commitment(
                                    decimal(400, 2).add(new BigDecimal("0.01")),
                                    BigDecimal.ONE.add(decimal(2, 2)),
                                    random.nextBoolean() ? TrueUp.CHARGED : TrueUp.WAIVED));
        }
        return terms;
    }

    private BigDecimal allowance() {
        return random.nextInt(3) == 0 ? decimal(80, 1) : BigDecimal.ZERO;
    }

    private BigDecimal decimal(int most, int places) {
        return BigDecimal.valueOf(random.nextLong(most * 1000L), 3)
                .setScale(places, RoundingMode.HALF_UP);
    }

    private BigDecimal quantity() {
        return random.nextInt(8) == 0 ? BigDecimal.ZERO : decimal(200, random.nextInt(4));
    }

    private PricingModel unitModel() {
        return switch (random.nextInt(5)) {
            case 0 -> new PricingModel.FlatFee(decimal(5, 3));
            case 1 ->
                    new PricingModel.PackageFee(
                            decimal(9, 2),
                            BigDecimal.valueOf(1 + random.nextInt(20)),
                            random.nextBoolean() ? PackageRounding.UP : PackageRounding.DOWN,
                            BigDecimal.valueOf(random.nextInt(10)));
            case 2 -> new PricingModel.Graduated(tiers());
            case 3 -> new PricingModel.GraduatedPercentage(rates());
            default -> new PricingModel.Volume(tiers());
        };
    }

    private PricingModel percentage(List<BigDecimal> values) {
        PricingModel.Percentage model =
                PricingModel.Percentage.ofRate(decimal(20, 2)).withFixed(decimal(3, 2));
        if (random.nextBoolean()) {
            model =
                    model.withFree(
                            random.nextBoolean() ? random.nextLong(5) : null,
                            random.nextBoolean() ? freeValue(values) : null);
        }
        if (random.nextInt(3) == 0) {
            BigDecimal least = decimal(4, 2);
            model = model.withBounds(least, least.add(decimal(6, 2)));
        }
        return model;
    }

    /** Often what some of the first transactions use up exactly. */
    private BigDecimal freeValue(List<BigDecimal> values) {
        if (values.isEmpty() || random.nextBoolean()) {
            return decimal(150, 2);
        }
        return values.subList(0, 1 + random.nextInt(values.size())).stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private PricingModel matrix() {
        List<MatrixCell> cells = new ArrayList<>();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            Map<String, List<String>> values = new LinkedHashMap<>();
            if (random.nextBoolean()) {
                values.put("size", List.of(SIZES.get(random.nextInt(SIZES.size()))));
            }
            if (values.isEmpty() || random.nextBoolean()) {
                int first = random.nextInt(REGIONS.size());
                values.put("region", REGIONS.subList(first, Math.min(first + 2, REGIONS.size())));
            }
            cells.add(new MatrixCell("cell" + n, values, unitModel()));
        }
        return new PricingModel.Matrix(cells, random.nextBoolean() ? unitModel() : null);
    }

    private List<RateTier> rates() {
        return tiers().stream()
                .map(tier -> new RateTier(tier.upTo(), tier.unitAmount(), tier.flatAmount()))
                .toList();
    }

    private List<Tier> tiers() {
        List<Tier> tiers = new ArrayList<>();
        BigDecimal bound = BigDecimal.ZERO;
        for (int i = random.nextInt(4); i > 0; i--) {
            bound = bound.add(decimal(40, 1)).add(BigDecimal.ONE);
            tiers.add(new Tier(bound, decimal(3, 3), decimal(2, 2)));
        }
        tiers.add(new Tier(null, decimal(3, 3), decimal(2, 2)));
        return tiers;
    }
}
