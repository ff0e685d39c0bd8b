package io.tallybook.domain.catalogue;

import java.math.BigDecimal;
import java.util.List;

/**
 * A price model of one's own: from a quantity to the rows of its price.
 *
 * <p>A formula is pure: the same quantity gives the same rows. It states what is charged and how
 * much per unit; the arithmetic (quantity times unit amount plus flat amount, summed, rounded once)
 * stays here, so that the explanation still adds up.
 */
@FunctionalInterface
public interface CustomFormula {

    /** Shapes: quantity above 0; each row at least 0. */
    List<Row> rows(BigDecimal quantity);

    /** One row of the price: {@code quantity} times {@code unitAmount} plus {@code flatAmount}. */
    record Row(String key, BigDecimal quantity, BigDecimal unitAmount, BigDecimal flatAmount) {}
}
