package io.tallybook.domain.tax;

import io.tallybook.domain.money.Ratio;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the taxes of one set come to on a price of one.
 *
 * <p>Inclusive taxes come out of the price first: with contained taxes c1, c2 … per unit of net,
 * net = price / (1 + c1 + c2 …). Exclusive taxes are then taken of the net. A compound tax is taken
 * of the net and of every tax before it in the list.
 */
final class TaxSet {
    /** Per unit of price: the tax, and what it is taken of. */
    record Share(Ratio tax, Ratio base) {}

    private final Map<TaxRate, Share> shares;

    private TaxSet(Map<TaxRate, Share> shares) {
        this.shares = shares;
    }

    static TaxSet of(List<TaxRate> rates) {
        Map<TaxRate, Share> perNet = new HashMap<>();
        Ratio gross = Ratio.ONE;
        for (TaxRate rate : rates) {
            if (rate instanceof TaxRate.Percentage p
                    && p.placement() == TaxRate.Placement.INCLUSIVE) {
                Share share = percentage(p, gross);
                perNet.put(rate, share);
                gross = gross.plus(share.tax());
            }
        }
        Ratio net = Ratio.ONE.dividedBy(gross);
        for (TaxRate rate : rates) {
            switch (rate) {
                case TaxRate.Percentage p when p.placement() == TaxRate.Placement.EXCLUSIVE -> {
                    Share share = percentage(p, gross);
                    perNet.put(rate, share);
                    gross = gross.plus(share.tax());
                }
                case TaxRate.Percentage _ -> {}
                case TaxRate.Fixed _ -> {}
            }
        }
        Map<TaxRate, Share> shares = new HashMap<>();
        perNet.forEach(
                (rate, share) ->
                        shares.put(
                                rate, new Share(share.tax().times(net), share.base().times(net))));
        for (TaxRate rate : rates) {
            if (rate instanceof TaxRate.Fixed) {
                // No share of the price, so the price itself is what lines carry it in proportion
                // to.
                shares.put(rate, new Share(Ratio.ONE, Ratio.ONE));
            }
        }
        return new TaxSet(shares);
    }

    private static Share percentage(TaxRate.Percentage rate, Ratio netAndTaxes) {
        Ratio base = rate.stacking() == TaxRate.Stacking.COMPOUND ? netAndTaxes : Ratio.ONE;
        Ratio percent = Ratio.of(rate.percent()).times(Ratio.of(new BigDecimal("0.01")));
        return new Share(base.times(percent), base);
    }

    /** Null if the set does not hold the rate. */
    @Nullable Share share(TaxRate rate) {
        return shares.get(rate);
    }
}
