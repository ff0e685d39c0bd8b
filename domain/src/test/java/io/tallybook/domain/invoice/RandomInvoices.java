package io.tallybook.domain.invoice;

import io.tallybook.domain.catalogue.PackageRounding;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.Tier;
import io.tallybook.domain.discount.Coupon;
import io.tallybook.domain.discount.Discount;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.tax.TaxRate;
import io.tallybook.domain.tax.TaxRate.Placement;
import io.tallybook.domain.tax.TaxRate.Stacking;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Invoices of every shape, the same for the same seed. */
final class RandomInvoices {
    private static final BillingPeriod MONTH =
            new BillingPeriod(
                    Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z"));
    private static final List<String> CURRENCIES = List.of("USD", "EUR", "JPY", "KWD");

    private static final List<LineKind> KINDS = List.of(LineKind.values());

    private final Random random;
    private final CurrencyCode currency;
    private final List<TaxRate> pool = new ArrayList<>();

    RandomInvoices(long seed) {
        this.random = new Random(seed);
        this.currency = CurrencyCode.of(CURRENCIES.get(random.nextInt(CURRENCIES.size())));
        for (int i = 0; i < 4; i++) {
            pool.add(tax(i));
        }
    }

    InvoiceInputs inputs(Conventions conventions) {
        List<LineInput> lines = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            lines.add(line("line" + i));
        }
        List<Coupon> coupons = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Coupon coupon = Coupon.of("coupon" + i, discount(lines.size()));
            coupons.add(random.nextInt(3) == 0 ? coupon.limitedTo(someOf(lines)) : coupon);
        }
        return InvoiceInputs.of(currency, conventions, lines)
                .withCoupons(coupons)
                .withTaxes(someTaxes())
                .withProgressive(progressive(lines))
                .withCreditNotes(notes());
    }

    /** Credits of up to two wallets that together stay within what they may pay. */
    List<CreditInput> credits(Money creditable) {
        long most = creditable.minor();
        List<CreditInput> credits = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0 && most > 0; i--) {
            long amount = random.nextInt(4) == 0 ? most : (long) (random.nextDouble() * most);
            credits.add(new CreditInput("wallet" + i, Money.ofMinor(amount, currency)));
            most -= amount;
        }
        return credits;
    }

    private List<String> someOf(List<LineInput> lines) {
        List<String> some = new ArrayList<>();
        for (LineInput line : lines) {
            if (random.nextBoolean()) {
                some.add(line.id());
            }
        }
        return some.isEmpty() ? List.of(lines.getFirst().id()) : some;
    }

    private LineInput line(String id) {
        LineKind kind = KINDS.get(random.nextInt(KINDS.size()));
        LineInput line = LineInput.of(id, kind, new Charge.Priced(model(), quantity()), MONTH);
        if (random.nextInt(3) == 0) {
            List<Coupon> coupons = new ArrayList<>();
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                coupons.add(Coupon.of(id + "coupon" + i, discount(1)));
            }
            line = line.withCoupons(coupons);
        }
        return random.nextInt(4) == 0 ? line.withTaxes(someTaxes()) : line;
    }

    private BigDecimal decimal(int most, int places) {
        return BigDecimal.valueOf(random.nextLong(most * 1000L), 3)
                .setScale(places, RoundingMode.HALF_UP);
    }

    private BigDecimal quantity() {
        return random.nextInt(8) == 0 ? BigDecimal.ZERO : decimal(200, random.nextInt(4));
    }

    private PricingModel model() {
        return switch (random.nextInt(4)) {
            case 0 -> new PricingModel.FlatFee(decimal(5, 3));
            case 1 ->
                    new PricingModel.PackageFee(
                            decimal(9, 2),
                            BigDecimal.valueOf(1 + random.nextInt(20)),
                            random.nextBoolean() ? PackageRounding.UP : PackageRounding.DOWN,
                            BigDecimal.valueOf(random.nextInt(10)));
            case 2 -> new PricingModel.Graduated(tiers());
            default -> new PricingModel.Volume(tiers());
        };
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

    private Discount discount(int lines) {
        return random.nextBoolean()
                ? new Discount.PercentOff(decimal(100, random.nextInt(3)))
                : new Discount.AmountOff(Money.ofMinor(random.nextLong(6000L * lines), currency));
    }

    private TaxRate tax(int place) {
        if (random.nextInt(5) == 0) {
            return new TaxRate.Fixed("tax" + place, Money.ofMinor(random.nextLong(500), currency));
        }
        return new TaxRate.Percentage(
                "tax" + place,
                decimal(30, random.nextInt(4)),
                random.nextInt(3) == 0 ? Placement.INCLUSIVE : Placement.EXCLUSIVE,
                random.nextInt(3) == 0 ? Stacking.COMPOUND : Stacking.SIMPLE);
    }

    private List<TaxRate> someTaxes() {
        List<TaxRate> some = new ArrayList<>();
        for (TaxRate rate : pool) {
            if (random.nextInt(5) < 2) {
                some.add(rate);
            }
        }
        return some;
    }

    private List<ProgressiveCredit> progressive(List<LineInput> lines) {
        List<ProgressiveCredit> credits = new ArrayList<>();
        for (LineInput line : lines) {
            if (random.nextInt(6) == 0) {
                Money amount = Money.ofMinor(random.nextLong(20_000), currency);
                credits.add(new ProgressiveCredit("earlier", line.id(), amount));
            }
        }
        return credits;
    }

    private List<CreditNoteInput> notes() {
        List<CreditNoteInput> notes = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            notes.add(
                    new CreditNoteInput(
                            "note" + i, Money.ofMinor(random.nextLong(5000), currency)));
        }
        return notes;
    }
}
