package io.tallybook.core.invoice;

import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing charged, and how its amount came to be.
 *
 * @param precise the amount before it was rounded
 * @param amount what is owed for it, before discounts, credits and taxes
 * @param steps from which alone {@code precise} can be added up again
 */
public record InvoiceLine(
        InvoiceLineInput input, BigDecimal precise, Money amount, List<Step> steps) {
    public InvoiceLine {
        steps = List.copyOf(steps);
    }

    /**
     * One piece of the amount: {@code quantity * unitAmount + flatAmount = amount}.
     *
     * @param rule the name of the rule, as {@code tier} or {@code package}
     * @param from where the piece begins on the scale of the quantity
     * @param to where it ends; absent when it has no end
     */
    public record Step(
            String rule,
            BigDecimal from,
            @Nullable BigDecimal to,
            BigDecimal quantity,
            BigDecimal unitAmount,
            BigDecimal flatAmount,
            BigDecimal amount) {}
}
