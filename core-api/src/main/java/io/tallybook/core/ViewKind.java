package io.tallybook.core;

/** The kinds of entity that have a view of their own. */
public enum ViewKind {
    ENVIRONMENT,
    API_KEY,
    TENANT,
    USER,
    ROLE,
    SETTING,
    CUSTOMER,
    METER,
    FEATURE,
    GROUP,
    PLAN,
    PRICE,
    PRICE_UNIT,
    ADDON,
    ENTITLEMENT,
    SUBSCRIPTION,
    INVOICE,
    WALLET,
    CREDIT_GRANT,
    PAYMENT,
    CREDIT_NOTE,
    COUPON,
    TAX_RATE,
    COUPON_ASSOCIATION,
    TAX_ASSOCIATION,
    ALERT_SETTINGS,
    ALERT,
    PLAN_SYNC,
    NOTICE
}
