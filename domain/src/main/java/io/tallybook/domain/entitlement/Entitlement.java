package io.tallybook.domain.entitlement;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** What a feature gives to whom it is granted. */
public sealed interface Entitlement {

    /** The feature is there. */
    record Switch() implements Entitlement {}

    /** The feature has a value, such as a support level. */
    record Static(String value) implements Entitlement {}

    /** The feature is configured. */
    record Config(Map<String, String> values) implements Entitlement {
        public Config {
            values = Map.copyOf(values);
        }
    }

    /**
     * The feature may be used so much.
     *
     * @param rollover the most that may be carried from one window to the next; absent if nothing
     *     is
     */
    record Metered(Limit limit, Renewal renewal, Hardness hardness, Optional<BigDecimal> rollover)
            implements Entitlement {
        /** Errors: IllegalArgumentException if the rollover cap is below 0. */
        public Metered {
            rollover.filter(cap -> cap.signum() < 0)
                    .ifPresent(
                            cap -> {
                                throw new IllegalArgumentException(
                                        "entitlement.rollover_cap: got "
                                                + cap.toPlainString()
                                                + ", expected 0 or more");
                            });
        }

        /** One whose windows are of one unit. */
        public Metered(Limit limit, Reset reset, Hardness hardness, Optional<BigDecimal> rollover) {
            this(limit, Renewal.each(reset), hardness, rollover);
        }

        public static Metered of(Limit limit, Reset reset) {
            return new Metered(limit, Renewal.each(reset), Hardness.SOFT, Optional.empty());
        }
    }
}
