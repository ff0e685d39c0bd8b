package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.flexprice.customer.CustomerJson;
import io.tallybook.api.flexprice.price.Periods;
import io.tallybook.api.flexprice.price.PriceJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.Phase;
import io.tallybook.core.subscription.SpendCommitment;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A subscription as the contract shows it. */
public final class SubscriptionJson {

    private SubscriptionJson() {}

    /**
     * @param customer its customer in full, where it is to be shown
     * @param plan its plan in full, where it is to be shown
     */
    public static ObjectNode of(
            SubscriptionView view, @Nullable CustomerView customer, @Nullable JsonNode plan) {
        SubscriptionTerms terms = view.terms();
        Json json =
                BaseJson.of(view)
                        .put("customer_id", terms.customerId())
                        .put("external_customer_id", terms.externalCustomerId())
                        .put("invoicing_customer_id", terms.payer())
                        .put("parent_subscription_id", terms.related().belongsTo())
                        .set("customer", customer == null ? null : CustomerJson.of(customer))
                        .put("plan_id", terms.planId())
                        .set("plan", plan)
                        .put("currency", terms.currency().code().toLowerCase(Locale.ROOT))
                        .put("lookup_key", terms.lookupKey())
                        .map("metadata", metadata(view))
                        .many("line_items", terms.lineItems(), line -> line(view, line));
        return unset(arrangement(life(schedule(json, view), view), view.terms())).node();
    }

    /**
     * The same without what it has come to, as the second version shows it.
     *
     * @param current the prices that its plan has now
     */
    public static ObjectNode second(
            SubscriptionView view,
            @Nullable CustomerView customer,
            @Nullable JsonNode plan,
            List<PriceView> current,
            Instant now) {
        ObjectNode node = of(view, customer, plan);
        node.remove(List.of("checkout_session", "entitlements", "latest_invoice"));
        Set<PriceId> held =
                view.terms().lineItems().stream()
                        .flatMap(line -> Stream.of(line.priceId(), parent(line)))
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        node.put(
                "plan_prices_out_of_sync",
                current.stream().anyMatch(p -> !held.contains(p.id()) && isDue(view, p, now)));
        return node;
    }

    private static @Nullable PriceId parent(LineItem line) {
        return line.price().range().parentPriceId();
    }

    private static boolean isDue(SubscriptionView view, PriceView price, Instant now) {
        SubscriptionTerms terms = view.terms();
        PriceDocument wanted = price.price();
        return wanted.currency().equals(terms.currency())
                && wanted.range().holdsAt(now)
                && (wanted.billingPeriod() == null
                        || (wanted.billingPeriod() == terms.billingPeriod()
                                && wanted.billingPeriodCount() == terms.billingPeriodCount()));
    }

    // The contract has no field for what follows what: its clients find it among their own words.
    private static Map<String, String> metadata(SubscriptionView view) {
        Map<String, String> words = new TreeMap<>(view.terms().metadata());
        SubscriptionId next = view.successor();
        SubscriptionId before = view.terms().arranged().follows();
        if (next != null) {
            words.putIfAbsent("followed_by_subscription_id", next.value());
        }
        if (before != null) {
            words.putIfAbsent("follows_subscription_id", before.value());
        }
        return words;
    }

    private static Json schedule(Json json, SubscriptionView view) {
        SubscriptionTerms terms = view.terms();
        return json.put("start_date", terms.startDate())
                .put("end_date", terms.endDate())
                .put("billing_anchor", terms.billingAnchor())
                .put("billing_cycle", terms.billingCycle().name().toLowerCase(Locale.ROOT))
                .put("billing_cadence", "RECURRING")
                .put("billing_period", terms.billingPeriod().name())
                .put("billing_period_count", terms.billingPeriodCount())
                .put("current_period_start", view.currentPeriod().start())
                .put("current_period_end", view.currentPeriod().end())
                .put("timezone", terms.timezone())
                .put("customer_timezone", terms.timezone());
    }

    private static Json life(Json json, SubscriptionView view) {
        boolean cancelled = view.status().isOver();
        return json.put("subscription_status", view.status().name().toLowerCase(Locale.ROOT))
                .put("subscription_type", word(view.terms().type()))
                .put("cancel_at", view.cancelAt())
                .put(
                        "cancel_at_period_end",
                        view.cancellationType() == CancellationType.END_OF_PERIOD)
                .put("cancelled_at", cancelled ? cancelledAt(view) : null)
                .put("pause_status", PauseJson.status(view.agenda()))
                .put("active_pause_id", PauseJson.activeId(view.agenda()))
                .list("pauses", view.agenda().pauses(), pause -> PauseJson.of(view, pause))
                .list("phases", view.terms().arranged().phases(), phase -> phase(view, phase))
                .put("version", view.stamp().version());
    }

    private static Json arrangement(Json json, SubscriptionTerms terms) {
        Arrangement agreed = terms.arranged();
        Optional<BillingPeriod> trial = SubscriptionPeriods.of(terms).trial();
        Optional<SpendCommitment> commitment = Optional.ofNullable(agreed.commitment());
        return json.put("collection_method", word(agreed.collectionMethod()))
                .put("payment_behavior", word(agreed.paymentBehavior()))
                .put("proration_behavior", word(agreed.prorationBehavior()))
                .put("payment_terms", PaymentWords.of(agreed.paymentTerms()))
                .put("gateway_payment_method_id", agreed.paymentMethodId())
                .put("auto_invoice_threshold", agreed.threshold())
                .put("trial_start", trial.map(BillingPeriod::start).orElse(null))
                .put("trial_end", trial.map(BillingPeriod::end).orElse(null))
                .put("commitment_amount", commitment.map(SpendCommitment::amount).orElse(null))
                .put(
                        "commitment_duration",
                        commitment
                                .map(SpendCommitment::duration)
                                .map(PeriodUnit::name)
                                .orElse(null))
                .put("overage_factor", commitment.map(SpendCommitment::overageFactor).orElse(null))
                .put(
                        "enable_true_up",
                        commitment
                                .filter(it -> it.shortfall() == SpendCommitment.Shortfall.CHARGED)
                                .isPresent());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Instant cancelledAt(SubscriptionView view) {
        return view.cancelRequestedAt() == null ? view.cancelAt() : view.cancelRequestedAt();
    }

    private static Json unset(Json json) {
        return json.nulls("checkout_session")
                .nulls("coupon_associations", "credit_grants", "entitlements")
                .nulls("latest_invoice")
                .nulls("synced_price_sequence");
    }

    private static ObjectNode phase(SubscriptionView view, Phase phase) {
        return BaseJson.add(Json.object(), view)
                .put("id", phase.id())
                .put("subscription_id", view.id())
                .put("start_date", phase.startDate())
                .put("end_date", phase.endDate())
                .map("metadata", phase.metadata())
                .node();
    }

    /** One of its line items. */
    public static ObjectNode line(SubscriptionView view, LineItem line) {
        SubscriptionTerms terms = view.terms();
        MeterDefinition meter = line.meter();
        PriceDocument.WrittenIn unit = line.price().conditions().unit();
        Json base = BaseJson.add(Json.object(), view);
        return CommitmentJson.ofLine(base, line)
                .put("id", line.id())
                .put("subscription_id", view.id())
                .put("customer_id", terms.customerId())
                .put("entity_id", line.price().ownerId())
                .put("entity_type", owner(line))
                .put("plan_display_name", line.planName())
                .put("display_name", line.displayName())
                .put("price_id", line.priceId())
                .put("price_type", line.price().type().name())
                .set("price", PriceJson.frozen(line.priceId(), line.price()))
                .put("meter_id", meter == null ? null : meter.meterId())
                .put("meter_display_name", meter == null ? null : line.displayName())
                .put("quantity", line.quantity())
                .put("currency", terms.currency().code().toLowerCase(Locale.ROOT))
                .put("billing_period", Periods.word(line.price().billingPeriod()))
                .put("billing_period_count", line.price().billingPeriodCount())
                .put("invoice_cadence", line.price().invoiceCadence().name())
                .put("start_date", line.startDate() == null ? terms.startDate() : line.startDate())
                .put("end_date", line.endDate() == null ? terms.endDate() : line.endDate())
                .put("addon_association_id", line.addon())
                .put("price_unit", unit == null ? null : unit.code())
                .put("price_unit_id", unit == null ? null : unit.priceUnitId())
                .map("metadata", line.agreement().metadata())
                .put(
                        "subscription_phase_id",
                        terms.arranged().phaseOf(line.id()).map(Phase::id).orElse(null))
                .nulls("meter", "trial_period")
                .node();
    }

    private static String owner(LineItem line) {
        return line.addon() != null
                ? "addon"
                : line.price().owner().name().toLowerCase(Locale.ROOT);
    }
}
