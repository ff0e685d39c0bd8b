package io.tallybook.command;

import static io.tallybook.command.Some.PLAN;
import static io.tallybook.command.Some.USD;

import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.BillingModel;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.catalogue.PriceDocument.Round;
import io.tallybook.core.catalogue.PriceDocument.Tier;
import io.tallybook.core.catalogue.PriceDocument.TierMode;
import io.tallybook.core.catalogue.PriceDocument.TransformQuantity;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Monthly prices in dollars, sound until a test makes them otherwise. */
public final class Prices {
    private final PriceDocument.Type type;
    private final BillingModel model;
    private BigDecimal amount;
    private @Nullable TierMode mode;
    private final List<Tier> tiers = new ArrayList<>();
    private @Nullable TransformQuantity transform;
    private @Nullable MeterId meter;
    private InvoiceCadence cadence = InvoiceCadence.ARREAR;
    private CurrencyCode currency = USD;
    private PeriodUnit period = PeriodUnit.MONTHLY;
    private int periodCount = 1;
    private @Nullable String lookupKey;
    private PlanId plan = PLAN;

    private Prices(
            PriceDocument.Type type, BillingModel model, String amount, @Nullable MeterId meter) {
        this.type = type;
        this.model = model;
        this.amount = new BigDecimal(amount);
        this.meter = meter;
    }

    public static Prices fixed(String amount) {
        return new Prices(PriceDocument.Type.FIXED, BillingModel.FLAT_FEE, amount, null);
    }

    public static Prices flat(MeterId meter, String amount) {
        return new Prices(PriceDocument.Type.USAGE, BillingModel.FLAT_FEE, amount, meter);
    }

    public static Prices packages(MeterId meter, String amount, String size, Round round) {
        return new Prices(PriceDocument.Type.USAGE, BillingModel.PACKAGE, amount, meter)
                .transform(size, round);
    }

    public static Prices tiered(MeterId meter, TierMode mode) {
        return new Prices(PriceDocument.Type.USAGE, BillingModel.TIERED, "0", meter).mode(mode);
    }

    public Prices tier(@Nullable String upTo, String unit) {
        return tier(upTo, unit, "0");
    }

    public Prices tier(@Nullable String upTo, String unit, String flat) {
        tiers.add(
                new Tier(
                        upTo == null ? null : new BigDecimal(upTo),
                        new BigDecimal(unit),
                        new BigDecimal(flat)));
        return this;
    }

    public Prices amount(String value) {
        amount = new BigDecimal(value);
        return this;
    }

    public Prices mode(@Nullable TierMode value) {
        mode = value;
        return this;
    }

    public Prices transform(String size, Round round) {
        transform = new TransformQuantity(new BigDecimal(size), round);
        return this;
    }

    public Prices noTransform() {
        transform = null;
        return this;
    }

    public Prices meter(@Nullable MeterId value) {
        meter = value;
        return this;
    }

    public Prices cadence(InvoiceCadence value) {
        cadence = value;
        return this;
    }

    public Prices currency(String code) {
        currency = CurrencyCode.of(code);
        return this;
    }

    public Prices period(PeriodUnit value) {
        period = value;
        return this;
    }

    public Prices periodCount(int value) {
        periodCount = value;
        return this;
    }

    public Prices lookupKey(String value) {
        lookupKey = value;
        return this;
    }

    public Prices plan(PlanId value) {
        plan = value;
        return this;
    }

    public PriceDocument build() {
        return new PriceDocument(
                plan,
                type,
                model,
                currency,
                amount,
                mode,
                tiers,
                transform,
                period,
                periodCount,
                cadence,
                meter,
                lookupKey,
                null,
                null,
                Map.of());
    }
}
