package io.tallybook.benchmarks.vectors;

import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.wallet.BonusSlabs;
import io.tallybook.domain.wallet.BurnDown;
import io.tallybook.domain.wallet.BurnOrder;
import io.tallybook.domain.wallet.CreditValue;
import io.tallybook.domain.wallet.Grant;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Flexprice: wallets, the order in which credits are used, bonuses. */
final class FlexpriceWallets {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private FlexpriceWallets() {}

    static void addTo(Map<String, Area> areas) {
        areas.put("wallet.conversion", FlexpriceWallets::conversion);
        areas.put("wallet.debit_priority", FlexpriceWallets::debit);
        areas.put("wallet.debit_multiple", FlexpriceWallets::debit);
        areas.put("wallet.bonus_slab", FlexpriceWallets::bonus);
    }

    private static Answer conversion(Input in) {
        CurrencyCode currency = FlexpricePrices.currency(in);
        CreditValue value = new CreditValue(in.decimal("conversion_rate", "1"), currency);
        BigDecimal topUpRate = in.decimal("topup_conversion_rate", in.text("conversion_rate", "1"));
        BigDecimal credits =
                in.has("credits_added")
                        ? in.decimal("credits_added")
                        : new CreditValue(topUpRate, currency)
                                .creditsFor(Money.of(in.decimal("amount"), currency));
        return Answer.of("balance", value.worth(credits), "credit_balance", credits);
    }

    private static Answer debit(Input in) {
        List<Grant> grants = new ArrayList<>();
        for (Input credit : in.objects("credits")) {
            grants.add(
                    new Grant(
                            "g" + grants.size(),
                            credit.decimal("amount"),
                            credit.has("expiry")
                                    ? Words.instant(credit.text("expiry"), ZoneOffset.UTC)
                                    : null,
                            credit.has("priority") ? credit.whole("priority") : null,
                            Grant.Origin.PURCHASED,
                            NOW.minusSeconds(1000L - grants.size())));
        }
        if (grants.isEmpty()) {
            grants.add(
                    new Grant(
                            "g0",
                            in.decimal("total_valid_credits"),
                            null,
                            null,
                            Grant.Origin.PURCHASED,
                            NOW));
        }
        BurnDown burn = BurnDown.burn(grants, in.decimal("debit"), NOW, Conventions.FLEXPRICE);
        BigDecimal left = BurnDown.available(grants, NOW).subtract(burn.burnt());
        return Answer.of(
                "balance", left,
                "credit_balance", left,
                "burnt", burn.burnt(),
                "unmet", burn.unmet(),
                "consumed", burn.parts().stream().map(BurnDown.Part::credits).toList(),
                "consumption_order_rule", BurnOrder.inWords(Conventions.FLEXPRICE));
    }

    private static Answer bonus(Input in) {
        List<BonusSlabs.Slab> slabs = new ArrayList<>();
        if (in.has("slab")) {
            slabs.add(slab(in.object("slab")));
        }
        in.objects("slabs").forEach(slab -> slabs.add(slab(slab)));
        BigDecimal bonus =
                new BonusSlabs(slabs)
                        .bonusFor(
                                in.firstDecimal("purchase_credits", "credits_to_add"),
                                in.decimalIfAny("bonus_credits_to_add")
                                        .or(() -> in.decimalIfAny("explicit_bonus")));
        return Answer.of("bonus_credits", bonus);
    }

    /** What a slab gives: a percentage or a number of credits. */
    private static BonusSlabs.Slab slab(Input slab) {
        Optional<BigDecimal> percent =
                slab.decimalIfAny("bonus_percentage").or(() -> slab.decimalIfAny("percentage"));
        BonusSlabs.Bonus bonus =
                percent.<BonusSlabs.Bonus>map(BonusSlabs.Bonus.Percent::new)
                        .orElseGet(
                                () ->
                                        new BonusSlabs.Bonus.Flat(
                                                slab.decimal(
                                                        slab.has("bonus_credits")
                                                                ? "bonus_credits"
                                                                : slab.has("bonus")
                                                                        ? "bonus"
                                                                        : "value",
                                                        SetUps.BONUS_CREDITS)));
        if ("percentage".equals(slab.text("bonus_type", "flat"))) {
            bonus = new BonusSlabs.Bonus.Percent(slab.firstDecimal("value", "bonus_value"));
        }
        return new BonusSlabs.Slab(slab.decimal("threshold"), bonus);
    }
}
