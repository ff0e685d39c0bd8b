package io.tallybook.domain.invoice;

import io.tallybook.domain.discount.Coupon;
import io.tallybook.domain.discount.Discount;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.MinimumSpend;
import io.tallybook.domain.rating.RatingStep;
import io.tallybook.domain.tax.TaxRate;
import io.tallybook.domain.tax.TaxRate.Placement;
import io.tallybook.domain.tax.TaxRate.Stacking;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

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
    private final RandomCharges charges;
    private final Map<String, RandomMinimum> minimums = new HashMap<>();

    RandomInvoices(long seed) {
        this.random = new Random(seed);
        this.currency = CurrencyCode.of(CURRENCIES.get(random.nextInt(CURRENCIES.size())));
        this.charges = new RandomCharges(random, currency);
        for (int i = 0; i < 4; i++) {
            pool.add(tax(i));
        }
    }

    InvoiceInputs inputs(Conventions conventions) {
        List<LineInput> lines = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            lines.add(line("line" + i, conventions));
        }
        if (random.nextInt(3) == 0) {
            lines.add(minimum(lines, conventions));
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

    /**
     * Credits of up to three wallets, some of which may only pay lines of some kinds; each stays
     * within what it may pay after those before it.
     */
    List<CreditInput> credits(InvoiceInputs inputs) {
        List<CreditInput> credits = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Set<LineKind> kinds = new TreeSet<>();
            if (random.nextInt(2) == 0) {
                kinds.add(KINDS.get(random.nextInt(KINDS.size())));
                kinds.add(KINDS.get(random.nextInt(KINDS.size())));
            }
            long most = payable(inputs.withCredits(credits), kinds);
            long amount = random.nextInt(4) == 0 ? most : (long) (random.nextDouble() * most);
            credits.add(new CreditInput("wallet" + i, Money.ofMinor(amount, currency), kinds));
        }
        return credits;
    }

    private static long payable(InvoiceInputs inputs, Set<LineKind> kinds) {
        InvoiceDraft draft = InvoiceComputation.compute(inputs);
        if (inputs.conventions() == Conventions.FLEXPRICE) {
            boolean usage = kinds.isEmpty() || kinds.contains(LineKind.USAGE);
            return usage ? draft.creditable().minus(draft.creditsApplied()).minor() : 0;
        }
        return draft.lines().stream()
                .filter(line -> kinds.isEmpty() || kinds.contains(line.kind()))
                .mapToLong(line -> line.total().minor())
                .sum();
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

    /** The minimums of the invoice's true-up lines, by line. */
    Map<String, RandomMinimum> minimums() {
        return minimums;
    }

    /** A line that lifts some of the others to a minimum. */
    private LineInput minimum(List<LineInput> lines, Conventions conventions) {
        int days = 1 + random.nextInt(RandomMinimum.PERIOD_DAYS);
        RandomMinimum minimum = new RandomMinimum(decimal(900, 2), days, someOf(lines));
        minimums.put("minimum", minimum);
        List<Money> fees = new ArrayList<>();
        for (LineInput line : lines) {
            if (minimum.lineIds().contains(line.id())) {
                fees.add(line.charge().rated(currency, conventions).amount());
            }
        }
        Money gap =
                MinimumSpend.trueUp(
                        minimum.amount(),
                        Ratio.of(days, RandomMinimum.PERIOD_DAYS),
                        fees,
                        currency);
        Charge charge =
                new Charge.Computed(
                        BigDecimal.ONE,
                        List.of(
                                RatingStep.of(
                                        "minimum",
                                        BigDecimal.ZERO,
                                        BigDecimal.ONE,
                                        BigDecimal.ONE,
                                        gap.toDecimal(),
                                        BigDecimal.ZERO)));
        return LineInput.of("minimum", LineKind.TRUE_UP, charge, MONTH);
    }

    private LineInput line(String id, Conventions conventions) {
        LineKind kind = KINDS.get(random.nextInt(KINDS.size()));
        LineInput line = LineInput.of(id, kind, charges.charge(kind, conventions), MONTH);
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
