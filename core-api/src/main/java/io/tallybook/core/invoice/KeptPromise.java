package io.tallybook.core.invoice;

import io.tallybook.domain.invoice.Charge;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of a promise of spend on one line, read from the steps of its amount.
 *
 * <p>Guarantee: utilized + overage + true-up is the line's precise amount, with what earlier
 * invoices of the same stretch of service have billed of it.
 *
 * @param utilized what counted towards the promise
 * @param overage what went beyond it, with its factor
 * @param trueUp what was charged because the promise was not kept
 */
public record KeptPromise(BigDecimal utilized, BigDecimal overage, BigDecimal trueUp) {
    private static final String OVERAGE = "commitment.overage";
    private static final String TRUE_UP = "commitment.true.up";

    /** Empty of a line that no promise holds for. */
    public static Optional<KeptPromise> of(InvoiceLine line) {
        if (line.input().promise() == null) {
            return Optional.empty();
        }
        if (line.input().plain() != null) {
            return Optional.of(new KeptPromise(BigDecimal.ZERO, BigDecimal.ZERO, line.precise()));
        }
        BigDecimal beyond = BigDecimal.ZERO;
        BigDecimal overage = BigDecimal.ZERO;
        BigDecimal trueUp = BigDecimal.ZERO;
        BigDecimal plain = BigDecimal.ZERO;
        for (InvoiceLine.Step step : line.steps()) {
            switch (rule(step)) {
                case OVERAGE -> {
                    beyond = beyond.add(step.quantity());
                    overage = overage.add(step.quantity()).add(step.amount());
                }
                case TRUE_UP -> trueUp = trueUp.add(step.amount());
                case Charge.BILLED_BEFORE -> {} // kept by the whole stretch, whoever billed it
                default -> plain = plain.add(step.amount());
            }
        }
        return Optional.of(new KeptPromise(plain.subtract(beyond), overage, trueUp));
    }

    /** What a line costs at the plain price, in whole minor units: what counts as spent by it. */
    static Money spentBy(InvoiceLine line, CurrencyCode currency) {
        BigDecimal plain = BigDecimal.ZERO;
        if (line.input().plain() == null) {
            for (InvoiceLine.Step step : line.steps()) {
                plain = isPlain(step) ? plain.add(step.amount()) : plain;
            }
        }
        return Rounding.HALF_UP.toMoney(plain, currency);
    }

    private static boolean isPlain(InvoiceLine.Step step) {
        return switch (rule(step)) {
            case OVERAGE, TRUE_UP, Charge.BILLED_BEFORE -> false;
            default -> true;
        };
    }

    // Steps of some hours of the day are named by these.
    private static String rule(InvoiceLine.Step step) {
        return Stream.of(OVERAGE, TRUE_UP)
                .filter(rule -> step.rule().endsWith("." + rule))
                .findFirst()
                .orElse(step.rule());
    }
}
