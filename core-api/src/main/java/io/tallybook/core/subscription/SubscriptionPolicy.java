package io.tallybook.core.subscription;

import java.util.Map;

/**
 * What an environment has chosen for its subscriptions.
 *
 * @param hoursToPay how long the first invoice of what is held back may stay unpaid
 */
public record SubscriptionPolicy(int hoursToPay) {
    /** The setting in which an environment says what it has chosen. */
    public static final String SETTING = "subscription_config";

    /** The part of it that says how many hours the first invoice may stay unpaid. */
    public static final String HOURS_TO_PAY = "incomplete_timeout_hours";

    /** Less than a day, so that what renews daily is never served unpaid. */
    public static final SubscriptionPolicy USUAL = new SubscriptionPolicy(23);

    /** What a setting says; what it leaves out is as usual. */
    public static SubscriptionPolicy of(Map<String, String> setting) {
        return new SubscriptionPolicy(number(setting, HOURS_TO_PAY, USUAL.hoursToPay()));
    }

    private static int number(Map<String, String> setting, String name, int otherwise) {
        String text = setting.get(name);
        return text == null ? otherwise : Integer.parseInt(text);
    }
}
