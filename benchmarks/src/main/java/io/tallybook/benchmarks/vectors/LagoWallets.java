package io.tallybook.benchmarks.vectors;

import static io.tallybook.benchmarks.vectors.LagoCharges.LAGO;
import static io.tallybook.benchmarks.vectors.LagoCharges.cents;

import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.wallet.BurnDown;
import io.tallybook.domain.wallet.CreditPurchase;
import io.tallybook.domain.wallet.CreditValue;
import io.tallybook.domain.wallet.Grant;
import io.tallybook.domain.wallet.TopUpRule;
import io.tallybook.domain.wallet.Wallets;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lago: which wallet pays, which credits are used, how they are bought. */
final class LagoWallets {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private LagoWallets() {}

    static void addTo(Map<String, Area> areas) {
        areas.put("wallet.apply", LagoWallets::apply);
        areas.put("wallet.traceability", LagoWallets::traceability);
        areas.put("wallet.rounding", LagoWallets::rounding);
        areas.put("wallet.auto_topup", LagoWallets::topUp);
    }

    private static Answer apply(Input in) {
        CurrencyCode currency =
                CurrencyCode.of(in.text("invoice_currency", in.text("currency", "EUR")));
        List<Wallets.Purse> purses = new ArrayList<>();
        for (Input wallet : in.objects("wallets")) {
            purses.add(purse(wallet, wallet.text("currency", currency.code()), purses.size()));
        }
        if (purses.isEmpty()) {
            purses.add(purse(in, in.text("wallet_currency", currency.code()), 0));
        }
        Money total =
                InvoiceComputation.compute(LagoInvoices.fees(List.of(in.decimal("invoice_total"))))
                        .total();
        Map<String, Money> owed = Map.of("invoice", Money.ofMinor(total.minor(), currency));
        Map<String, Object> byPriority = new LinkedHashMap<>();
        List<Long> amounts = new ArrayList<>();
        long sum = 0;
        for (Wallets.Payment payment : Wallets.pay(purses, owed, currency, LAGO)) {
            byPriority.put(payment.walletId(), cents(payment.amount()));
            amounts.add(cents(payment.amount()));
            sum += cents(payment.amount());
        }
        boolean one = in.objects("wallets").isEmpty();
        return Answer.of(
                        "used",
                        one ? sum : byPriority,
                        "total_used",
                        sum,
                        "applied",
                        sum,
                        "amounts",
                        amounts)
                .with("remaining_total", cents(total) - sum);
    }

    /** Balances and totals are cents; a wallet is called by its priority. */
    private static Wallets.Purse purse(Input wallet, String currency, int place) {
        int priority = wallet.whole("priority", 50);
        Money balance =
                Money.ofMinor(
                        wallet.decimal(
                                        "balance",
                                        wallet.decimal("wallet_balance", "1000").toPlainString())
                                .longValueExact(),
                        CurrencyCode.of(currency));
        return new Wallets.Purse(
                "priority" + priority, priority, NOW.plusSeconds(place), balance, Set.of());
    }

    private static Answer traceability(Input in) {
        CreditValue value = new CreditValue(in.decimal("rate_amount", "1"), LagoCharges.EUR);
        List<Grant> grants = new ArrayList<>();
        add(grants, in.decimals("granted"), Grant.Origin.FREE);
        add(grants, in.decimals("purchased"), Grant.Origin.PURCHASED);
        add(grants, in.decimals("paid"), Grant.Origin.PURCHASED);
        List<Long> initially =
                grants.stream().map(grant -> worth(value, grant.creditsLeft())).toList();
        List<Long> fundings = new ArrayList<>();
        List<Long> perDebit = new ArrayList<>();
        for (BigDecimal asked : debits(in, value)) {
            BurnDown burn = BurnDown.burn(grants, asked, NOW, LAGO);
            burn.parts().forEach(part -> fundings.add(worth(value, part.credits())));
            perDebit.add(worth(value, burn.burnt()));
            grants = without(grants, burn);
        }
        List<Long> remaining =
                grants.stream().map(grant -> worth(value, grant.creditsLeft())).toList();
        return Answer.of(
                "initial_remaining", initially.size() == 1 ? initially.getFirst() : initially,
                "fundings", fundings,
                "fundings_per_invoice", perDebit,
                "remaining", remaining);
    }

    private static void add(List<Grant> grants, List<BigDecimal> credits, Grant.Origin origin) {
        for (BigDecimal amount : credits) {
            grants.add(
                    new Grant(
                            "g" + grants.size(),
                            amount,
                            null,
                            50,
                            origin,
                            NOW.minusSeconds(1000L - grants.size())));
        }
    }

    /** Voids take credits; invoices take what their amount is worth in credits. */
    private static List<BigDecimal> debits(Input in, CreditValue value) {
        List<BigDecimal> debits = new ArrayList<>();
        for (String name : List.of("invoice", "invoices")) {
            (in.isList(name) ? in.decimals(name) : in.decimalIfAny(name).stream().toList())
                    .forEach(
                            amount ->
                                    debits.add(
                                            value.creditsFor(Money.of(amount, value.currency()))));
        }
        for (String name : List.of("void", "voids")) {
            debits.addAll(
                    in.isList(name) ? in.decimals(name) : in.decimalIfAny(name).stream().toList());
        }
        return debits;
    }

    private static long worth(CreditValue value, BigDecimal credits) {
        return cents(value.payable(credits));
    }

    private static List<Grant> without(List<Grant> grants, BurnDown burn) {
        List<Grant> left = new ArrayList<>();
        for (Grant grant : grants) {
            BigDecimal taken =
                    burn.parts().stream()
                            .filter(part -> part.grantId().equals(grant.id()))
                            .map(BurnDown.Part::credits)
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
            left.add(
                    new Grant(
                            grant.id(),
                            grant.creditsLeft().subtract(taken),
                            grant.expiresAt(),
                            grant.priority(),
                            grant.origin(),
                            grant.grantedAt()));
        }
        return left;
    }

    private static Answer rounding(Input in) {
        CreditPurchase purchase =
                CreditPurchase.of(
                        in.firstDecimal("paid_credits", "granted_credits"),
                        new CreditValue(in.decimal("rate_amount", "1"), LagoCharges.EUR));
        return Answer.of(
                "credit_amount", purchase.credits(), "amount_cents", cents(purchase.price()));
    }

    private static Answer topUp(Input in) {
        BigDecimal rate = in.decimal("rate", "1");
        BigDecimal balance = in.decimal("ongoing", "0").add(in.decimal("pending_credits", "0"));
        TopUpRule rule =
                in.has("target")
                        ? new TopUpRule.Target(in.decimal("target"))
                        : new TopUpRule.Fixed(in.decimal("paid", "0"), in.decimal("granted", "0"));
        TopUpRule.Bounds bounds =
                in.is("ignore_limits")
                        ? TopUpRule.Bounds.NONE
                        : new TopUpRule.Bounds(
                                bound(in, "min_top_up", rate), bound(in, "max_top_up", rate));
        Optional<TopUpRule.TopUp> topUp =
                in.text("trigger", "").equals("threshold")
                        ? rule.atThreshold(in.decimal("threshold"), balance, bounds)
                        : rule.atInterval(balance, bounds);
        return Answer.of(
                "paid_credits", topUp.map(TopUpRule.TopUp::paid).orElse(BigDecimal.ZERO),
                "granted_credits", topUp.map(TopUpRule.TopUp::granted).orElse(BigDecimal.ZERO),
                "triggered", topUp.isPresent());
    }

    /** A bound in credits, or in cents that are worth so many credits. */
    private static Optional<BigDecimal> bound(Input in, String name, BigDecimal rate) {
        return in.decimalIfAny(name)
                .or(
                        () ->
                                in.decimalIfAny(name + "_cents")
                                        .map(
                                                amount ->
                                                        new CreditValue(rate, LagoCharges.EUR)
                                                                .creditsFor(
                                                                        Money.ofMinor(
                                                                                amount
                                                                                        .longValueExact(),
                                                                                LagoCharges.EUR))));
    }
}
