package io.tallybook.api.flexprice.subscription;

import static io.tallybook.api.flexprice.subscription.Wishes.refused;

import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A price that a subscription is to be charged by.
 *
 * @param meter what counts its usage
 * @param ownerName of the plan or the addon that it comes with
 */
record AgreedPrice(PriceId id, PriceDocument price, @Nullable MeterView meter, String ownerName) {

    /**
     * A line of it.
     *
     * @param quantity as many as its least if absent
     * @param name its own if absent
     */
    LineItem line(LineItemId line, @Nullable BigDecimal quantity, @Nullable String name) {
        return new LineItem(
                line,
                id,
                price,
                meter == null ? null : meter.definition().newest(),
                name == null || name.isBlank() ? displayName() : name,
                ownerName,
                quantity(quantity));
    }

    private String displayName() {
        String own = price.displayName();
        if (own != null && !own.isBlank()) {
            return own;
        }
        return meter == null ? ownerName : meter.name();
    }

    private BigDecimal quantity(@Nullable BigDecimal wanted) {
        if (price.type() == PriceDocument.Type.USAGE) {
            if (wanted != null && wanted.signum() != 0) {
                throw refused(
                        "quantity",
                        "to be left out for a price of type USAGE: its usage is the quantity",
                        wanted.toPlainString());
            }
            return BigDecimal.ZERO;
        }
        BigDecimal minimum = price.conditions().minimumQuantity();
        if (wanted == null) {
            return Objects.requireNonNullElse(minimum, BigDecimal.ONE);
        }
        if (minimum != null && wanted.compareTo(minimum) < 0) {
            throw refused(
                    "quantity",
                    "at least the min_quantity of price '%s', %s"
                            .formatted(id, minimum.toPlainString()),
                    wanted.toPlainString());
        }
        return wanted;
    }
}
