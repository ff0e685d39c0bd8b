package io.tallybook.core.subscription;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What an environment has chosen for its subscriptions.
 *
 * @param hoursToPay how long the first invoice of what is held back may stay unpaid
 * @param unpaid what becomes of a subscription whose invoice stays unpaid
 * @param grace how long after its due date it may, before that
 * @param renewalLeads how many days before a renewal it is told of
 * @param endLeads how many days before an end it is told of
 */
public record SubscriptionPolicy(
        int hoursToPay,
        Unpaid unpaid,
        Duration grace,
        List<Integer> renewalLeads,
        List<Integer> endLeads) {
    /** The setting in which an environment says what it has chosen. */
    public static final String SETTING = "subscription_config";

    /** The part of it that says how many hours the first invoice may stay unpaid. */
    public static final String HOURS_TO_PAY = "incomplete_timeout_hours";

    /** The part of it that says how many days an invoice may be overdue. */
    public static final String GRACE_DAYS = "grace_period_days";

    /** The part of it that says whether a subscription is cancelled after that. */
    public static final String CANCELLED_UNPAID = "auto_cancellation_enabled";

    /** The part of it that says how many days before a renewal it is told of. */
    public static final String RENEWAL_LEADS = "renewal_notice_days";

    /** The part of it that says how many days before an end it is told of. */
    public static final String END_LEADS = "end_notice_days";

    /** Less than a day to pay first, so that what renews daily is never served unpaid. */
    public static final SubscriptionPolicy USUAL =
            new SubscriptionPolicy(23, Unpaid.SERVED, Duration.ofDays(3), List.of(), List.of());

    public SubscriptionPolicy {
        renewalLeads = List.copyOf(renewalLeads);
        endLeads = List.copyOf(endLeads);
    }

    /** What becomes of a subscription whose invoice stays unpaid. */
    public enum Unpaid {
        SERVED,
        CANCELLED
    }

    /** What a setting says; what it leaves out is as usual. */
    public static SubscriptionPolicy of(Map<String, String> setting) {
        String days = setting.get(GRACE_DAYS);
        return new SubscriptionPolicy(
                Integer.parseInt(
                        setting.getOrDefault(HOURS_TO_PAY, Integer.toString(USUAL.hoursToPay()))),
                "true".equals(setting.get(CANCELLED_UNPAID)) ? Unpaid.CANCELLED : Unpaid.SERVED,
                days == null ? USUAL.grace() : Duration.ofDays(Long.parseLong(days)),
                leads(setting.getOrDefault(RENEWAL_LEADS, "")),
                leads(setting.getOrDefault(END_LEADS, "")));
    }

    private static List<Integer> leads(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",")).map(Integer::valueOf).distinct().toList();
    }
}
