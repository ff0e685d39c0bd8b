package io.tallybook.benchmarks.arithmetic;

import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.Tier;
import io.tallybook.domain.discount.Coupon;
import io.tallybook.domain.discount.Discount;
import io.tallybook.domain.invoice.CreditInput;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.invoice.InvoiceInputs;
import io.tallybook.domain.invoice.LineInput;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.RatedAmount;
import io.tallybook.domain.rating.Rating;
import io.tallybook.domain.tax.TaxRate;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.BillingSchedule;
import io.tallybook.domain.time.Cadence;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.domain.wallet.BurnDown;
import io.tallybook.domain.wallet.Grant;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A line, an invoice, a long invoice and a year of periods. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Arithmetic {
    private static final CurrencyCode USD = CurrencyCode.of("USD");
    private static final Instant START = Instant.parse("2025-01-31T00:00:00Z");
    private static final BillingPeriod MONTH =
            new BillingPeriod(START, Instant.parse("2025-02-28T00:00:00Z"));

    private final PricingModel tenTiers = tiers();
    private final BigDecimal quantity = new BigDecimal("9123.5");
    private final InvoiceInputs tenLines = inputs(10);
    private final InvoiceInputs manyLines = inputs(30_000);
    private final List<Grant> grants = grants();
    private final BillingSchedule schedule =
            BillingSchedule.anniversary(
                    START, ZoneId.of("Europe/Berlin"), new Cadence(PeriodUnit.MONTHLY, 1));

    /** Target: under 1 us. */
    @Benchmark
    public RatedAmount lineOfTenTiers() {
        return Rating.rate(tenTiers, quantity, USD, Conventions.FLEXPRICE);
    }

    /** Ten lines, a coupon, two taxes and a wallet of twenty grants; target: under 50 us. */
    @Benchmark
    public InvoiceDraft invoiceOfTenLines() {
        InvoiceDraft draft = InvoiceComputation.compute(tenLines);
        BurnDown burnt = BurnDown.burn(grants, draft.creditable().toDecimal(), START);
        Money paid = Money.of(burnt.burnt(), USD);
        return InvoiceComputation.compute(
                tenLines.withCredits(List.of(new CreditInput("wallet", paid))));
    }

    /** Target: under 1 s. */
    @Benchmark
    public InvoiceDraft invoiceOfThirtyThousandLines() {
        return InvoiceComputation.compute(manyLines);
    }

    /** Target: under 20 us. */
    @Benchmark
    public long yearOfPeriods() {
        long millis = 0;
        for (int month = 0; month < 12; month++) {
            BillingPeriod period = schedule.period(month);
            millis += period.end().toEpochMilli() - period.start().toEpochMilli();
        }
        return millis;
    }

    private static PricingModel tiers() {
        List<Tier> tiers = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            BigDecimal upTo = i == 10 ? null : BigDecimal.valueOf(1000L * i);
            tiers.add(new Tier(upTo, BigDecimal.valueOf(100 - i, 4), BigDecimal.ZERO));
        }
        return new PricingModel.Graduated(tiers);
    }

    private static InvoiceInputs inputs(int lines) {
        List<LineInput> inputs = new ArrayList<>();
        PricingModel flat = new PricingModel.FlatFee(new BigDecimal("0.0125"));
        PricingModel tiered = tiers();
        for (int i = 0; i < lines; i++) {
            inputs.add(
                    LineInput.usage(
                            "line-" + i,
                            i % 2 == 0 ? flat : tiered,
                            BigDecimal.valueOf(1000 + 37L * (i % 500)),
                            MONTH));
        }
        return InvoiceInputs.of(USD, Conventions.FLEXPRICE, inputs)
                .withCoupons(List.of(Coupon.of("ten", new Discount.PercentOff(BigDecimal.TEN))))
                .withTaxes(
                        List.of(
                                TaxRate.Percentage.exclusive("state", "8.875"),
                                TaxRate.Percentage.exclusive("city", "2.125")));
    }

    private static List<Grant> grants() {
        List<Grant> grants = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            grants.add(
                    new Grant(
                            "grant-" + i,
                            new BigDecimal("2.50"),
                            i % 3 == 0 ? START.plusSeconds(86_400L * (i + 1)) : null,
                            i % 4 == 0 ? Integer.valueOf(i) : null,
                            Grant.Origin.PURCHASED,
                            START.minusSeconds(3600L * i)));
        }
        return grants;
    }
}
