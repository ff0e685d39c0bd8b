package io.tallybook.core.access;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The kinds of thing that a permission is about, in the words of the contract. */
public enum Resource {
    ADDON,
    ALERTSETTINGS,
    AUDIT,
    CHECKOUTSESSION,
    CLOCK,
    CONNECTION,
    COSTSHEET,
    COUPON,
    CREDITGRANT,
    CREDITNOTE,
    CUSTOMER,
    DASHBOARD,
    ENTITLEMENT,
    ENVIRONMENT,
    EVENT,
    FEATURE,
    GROUP,
    INTEGRATION,
    INVOICE,
    LEDGER,
    METER,
    PAYMENT,
    PLAN,
    PRICE,
    RBAC,
    SECRET,
    SETTING,
    SUBSCRIPTION,
    TASK,
    TAX,
    TENANT,
    USER,
    WALLET,
    WEBHOOK,
    WORKFLOW;

    /** Whoever may write one of these decides about the access of others. */
    public static final Set<Resource> ADMINISTRATION =
            Set.copyOf(EnumSet.of(ENVIRONMENT, RBAC, SECRET, SETTING, TENANT, USER));

    /** The word that travels. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Resource> of(String wire) {
        for (Resource resource : values()) {
            if (resource.wire().equals(wire)) {
                return Optional.of(resource);
            }
        }
        return Optional.empty();
    }
}
