package io.tallybook.sagas.alerting;

import io.tallybook.core.Scope;
import io.tallybook.core.alert.AlertCommand;
import io.tallybook.core.alert.AlertConfig;
import io.tallybook.core.alert.AlertSettingsDocument.EntityType;
import io.tallybook.core.alert.AlertSubject;
import io.tallybook.core.alert.AlertView;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.wallet.OpenCosts;
import io.tallybook.core.wallet.WalletBalance;
import io.tallybook.core.wallet.WalletView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a watched value is at a moment.
 *
 * <p>Balances are in the wallet's currency, low credit balances in credits, spend in the
 * subscription's currency, usage in the meter's unit.
 */
record Observation(AlertSubject subject, AlertConfig config, BigDecimal value) {

    /**
     * What is watched, of a customer whom it concerns.
     *
     * @param costs of the customer, with those of the subscription that is watched
     * @param wallets that are open
     * @param invoices all that are final and may have lines of the subscriptions whose lifetime is
     *     watched
     */
    static List<Observation> of(
            Watch watch,
            OpenCosts costs,
            List<WalletView> wallets,
            Map<SubscriptionId, List<InvoiceView>> invoices) {
        String entity = watch.settings().entityId();
        return switch (watch.settings().entityType()) {
            case WALLET ->
                    wallets.stream()
                            .filter(wallet -> wallet.id().value().equals(entity))
                            .flatMap(wallet -> ofWallet(watch, wallet, costs).stream())
                            .toList();
            case FEATURE ->
                    wallets.stream()
                            .filter(wallet -> maySpendOn(watch, wallet, costs))
                            .map(wallet -> ofFeature(watch, wallet, costs))
                            .toList();
            case SUBSCRIPTION -> List.of(ofSubscription(watch, costs, invoices));
            case SUBSCRIPTION_LINE_ITEM ->
                    bySubscription(
                            watch,
                            costs,
                            line ->
                                    line.lineItem() != null
                                            && line.lineItem().value().equals(entity),
                            AlertSubject.Type.SUBSCRIPTION_LINE_ITEM_SPEND,
                            AlertSubject.Type.SUBSCRIPTION_LINE_ITEM_USAGE);
            case GROUP ->
                    bySubscription(
                            watch,
                            costs,
                            line -> entity.equals(line.price().range().groupId()),
                            AlertSubject.Type.SUBSCRIPTION_GROUP_SPEND,
                            AlertSubject.Type.SUBSCRIPTION_GROUP_SPEND);
            // What is used of them is asked for by itself.
            case ENTITLEMENT_GRANT -> List.of();
            case METER ->
                    bySubscription(
                            watch,
                            costs,
                            line -> isOf(line.price(), entity),
                            AlertSubject.Type.METER_SPEND,
                            AlertSubject.Type.METER_USAGE);
        };
    }

    private static boolean isOf(PriceDocument price, String meter) {
        return price.meterId() != null && price.meterId().value().equals(meter);
    }

    private static List<Observation> ofWallet(Watch watch, WalletView wallet, OpenCosts costs) {
        return List.of(
                new Observation(
                        subject(watch, AlertSubject.Type.LOW_ONGOING_BALANCE, costs, null, null),
                        watch.config(),
                        WalletBalance.of(wallet, costs).ongoing()),
                new Observation(
                        subject(watch, AlertSubject.Type.LOW_CREDIT_BALANCE, costs, null, null),
                        watch.config(),
                        wallet.creditBalance()));
    }

    private static boolean maySpendOn(Watch watch, WalletView wallet, OpenCosts costs) {
        return watch.meter() != null
                && costs.lines().stream()
                        .filter(line -> isOf(line.price(), watch.meter().value()))
                        .filter(line -> line.amount().currency().equals(wallet.wallet().currency()))
                        .anyMatch(line -> wallet.wallet().agreed().reach().mayPay(line.price()));
    }

    private static Observation ofFeature(Watch watch, WalletView wallet, OpenCosts costs) {
        return new Observation(
                subject(
                        watch,
                        AlertSubject.Type.FEATURE_WALLET_BALANCE,
                        costs,
                        EntityType.WALLET,
                        wallet.id().value()),
                watch.config(),
                WalletBalance.of(wallet, costs).ongoing());
    }

    private static Observation ofSubscription(
            Watch watch, OpenCosts costs, Map<SubscriptionId, List<InvoiceView>> invoices) {
        SubscriptionId id = new SubscriptionId(watch.settings().entityId());
        boolean lifetime = watch.comparesLifetime();
        return new Observation(
                subject(
                        watch,
                        lifetime
                                ? AlertSubject.Type.SUBSCRIPTION_LIFETIME_SPEND
                                : AlertSubject.Type.SUBSCRIPTION_SPEND,
                        costs,
                        null,
                        null),
                watch.config(),
                lifetime
                        ? LifetimeSpend.of(id, costs, invoices.getOrDefault(id, List.of()))
                        : LifetimeSpend.used(id, costs.lines()));
    }

    private static List<Observation> bySubscription(
            Watch watch,
            OpenCosts costs,
            Predicate<OpenCosts.Line> which,
            AlertSubject.Type spend,
            AlertSubject.Type usage) {
        String parent = watch.settings().parentId();
        boolean counts = watch.config().measure() == AlertConfig.Measure.USAGE;
        List<Observation> all = new ArrayList<>();
        List<OpenCosts.Line> lines =
                costs.lines().stream()
                        .filter(which)
                        .filter(
                                line ->
                                        parent == null
                                                || parent.equals(line.subscription().value()))
                        .toList();
        lines.stream()
                .map(OpenCosts.Line::subscription)
                .distinct()
                .forEach(
                        subscription ->
                                all.add(
                                        new Observation(
                                                subject(
                                                        watch,
                                                        counts ? usage : spend,
                                                        costs,
                                                        EntityType.SUBSCRIPTION,
                                                        subscription.value()),
                                                watch.config(),
                                                lines.stream()
                                                        .filter(
                                                                line ->
                                                                        line.subscription()
                                                                                .equals(
                                                                                        subscription))
                                                        .map(
                                                                line ->
                                                                        counts
                                                                                ? line.quantity()
                                                                                : line.amount()
                                                                                        .toDecimal())
                                                        .reduce(
                                                                BigDecimal.ZERO,
                                                                BigDecimal::add))));
        return all;
    }

    private static AlertSubject subject(
            Watch watch,
            AlertSubject.Type type,
            OpenCosts costs,
            @Nullable EntityType parentType,
            @Nullable String parentId) {
        return new AlertSubject(
                watch.id(),
                type,
                watch.settings().entityType(),
                watch.settings().entityId(),
                parentType,
                parentId,
                costs.customer());
    }

    /**
     * What has to be said to the alert; nothing if it stands as the value says.
     *
     * @param before how it stands; absent if it never changed
     */
    Optional<AlertCommand.Observe> news(Scope scope, Instant at, @Nullable AlertView before) {
        Map<String, Integer> was = before == null ? Map.of() : before.across();
        Map<String, Integer> now = config.across(value);
        boolean further =
                now.entrySet().stream()
                        .anyMatch(e -> e.getValue() > was.getOrDefault(e.getKey(), 0));
        boolean again =
                before != null
                        && config.isToldAgain(
                                value, at, before.value(), before.stamp().updatedAt());
        return !further && !again && now.keySet().containsAll(was.keySet())
                ? Optional.empty()
                : Optional.of(
                        new AlertCommand.Observe(
                                subject.alert(scope),
                                scope,
                                at,
                                subject,
                                config,
                                value,
                                before == null ? -1 : before.stamp().version()));
    }
}
