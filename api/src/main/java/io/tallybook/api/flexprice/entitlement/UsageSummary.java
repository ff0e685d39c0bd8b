package io.tallybook.api.flexprice.entitlement;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.feature.FeatureJson;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.entitlement.AllowanceWindows;
import io.tallybook.core.entitlement.Grants;
import io.tallybook.core.entitlement.LimitReading;
import io.tallybook.core.entitlement.LimitReadings;
import io.tallybook.core.usage.OpeningQuery;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.domain.entitlement.Allowance;
import io.tallybook.domain.entitlement.Entitlement;
import io.tallybook.domain.entitlement.Hardness;
import io.tallybook.domain.entitlement.Limit;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The route by which a customer's use of each feature is read against its limit. */
@RestController
public final class UsageSummary {

    /** What Flexprice says of a limit that has nothing in it. */
    private static final BigDecimal ALL_OF_NOTHING = new BigDecimal("100");

    private static final int MOST = 1_000;
    private static final int SHORT = 255;

    private final Dispatch dispatch;
    private final Directory directory;
    private final Holdings holdings;

    public UsageSummary(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.holdings = new Holdings(dispatch, directory);
    }

    @GetMapping("/v1/customers/usage")
    Mono<ResponseEntity<byte[]>> ofCustomer(Call call, Params params) {
        String id = params.optional("customer_id").text(SHORT);
        String key = params.optional("customer_lookup_key").text(SHORT);
        List<String> features = params.optional("feature_ids").texts(MOST, SHORT);
        List<String> keys = params.optional("feature_lookup_keys").texts(MOST, SHORT);
        List<String> subscriptions = params.optional("subscription_ids").texts(MOST, SHORT);
        if (id == null && key == null) {
            params.complain("customer_id", "a customer_id or a customer_lookup_key", "neither");
        }
        params.check();
        return (id == null
                        ? directory.customerNamed(call, String.valueOf(key))
                        : directory.customer(call, Named.id("customer", id, CustomerId::new)))
                .flatMap(
                        customer ->
                                holdings.of(call, customer.id(), Set.copyOf(subscriptions))
                                        .flatMap(
                                                holding ->
                                                        summary(
                                                                call,
                                                                customer,
                                                                holding,
                                                                wanted(holding, features, keys))));
    }

    private static List<Holding.Feature> wanted(
            Holding holding, List<String> ids, List<String> keys) {
        return holding.features().stream()
                .filter(
                        f ->
                                (ids.isEmpty() && keys.isEmpty())
                                        || ids.contains(f.feature().id().value())
                                        || keys.contains(f.feature().feature().lookupKey()))
                .toList();
    }

    private Mono<ResponseEntity<byte[]>> summary(
            Call call, CustomerView customer, Holding holding, List<Holding.Feature> features) {
        List<Held> held = new ArrayList<>();
        for (Holding.Feature feature : features) {
            for (Grants.Part part : feature.parts()) {
                held.add(new Held(feature, part, reading(customer, holding, feature, part)));
            }
        }
        var readings = new LimitReadings(held.stream().map(Held::reading).toList());
        return used(call, readings, holding.at())
                .map(
                        used ->
                                Answer.ok(
                                        Json.object()
                                                .put("customer_id", customer.id())
                                                .list(
                                                        "features",
                                                        features,
                                                        f -> json(holding, f, held, used))
                                                .set("period", period(holding))
                                                .set("pagination", pagination(features.size()))
                                                .node()));
    }

    /** One of the limits of a feature, and what is read against it. */
    private record Held(Holding.Feature feature, Grants.Part part, LimitReading reading) {
        BigDecimal percent(LimitReadings.Answer used) {
            return UsageSummary.percent(part.metered().limit(), used.of(reading).used());
        }
    }

    private static LimitReading reading(
            CustomerView customer, Holding holding, Holding.Feature feature, Grants.Part part) {
        if (feature.meter() == null) {
            throw new IllegalStateException(
                    "metered feature " + feature.feature().id() + " has no meter");
        }
        return holding.reading(part, feature.meter().definition(), customer.externalId());
    }

    private Mono<LimitReadings.Answer> used(Call call, LimitReadings readings, Instant at) {
        var inWindows = readings.inWindows(call.scope(), Freshness.CURRENT);
        var fromUse = readings.fromUse(call.scope(), at, Freshness.CURRENT);
        return Mono.zip(
                inWindows.requests().isEmpty()
                        ? Mono.just(LimitReadings.Answer.NONE)
                        : dispatch.ask(inWindows, UsageQuery.LiveReadings.class)
                                .map(live -> LimitReadings.answer(inWindows, live)),
                fromUse.requests().isEmpty()
                        ? Mono.just(LimitReadings.Answer.NONE)
                        : dispatch.ask(fromUse, OpeningQuery.OpenWindows.class)
                                .map(live -> LimitReadings.answer(fromUse, live)),
                LimitReadings.Answer::and);
    }

    // Of limits side by side the one that is used most is shown: it is reached first.
    private static ObjectNode json(
            Holding holding, Holding.Feature feature, List<Held> all, LimitReadings.Answer used) {
        Optional<Held> shown =
                all.stream()
                        .filter(held -> held.feature().equals(feature))
                        .max(Comparator.comparing(held -> held.percent(used)));
        Optional<LimitReading.Counted> counted = shown.map(held -> used.of(held.reading()));
        Optional<Entitlement.Metered> metered = shown.map(held -> held.part().metered());
        return Json.object()
                .set("feature", FeatureJson.of(feature.feature(), feature.meter()))
                .put(
                        "current_usage",
                        counted.map(LimitReading.Counted::used).orElse(BigDecimal.ZERO))
                .put("total_limit", metered.map(m -> HoldingJson.limit(m.limit())).orElse(null))
                .put("usage_percent", shown.map(held -> held.percent(used)).orElse(null))
                .put("is_enabled", feature.entitlement().isPresent())
                .put("is_soft_limit", metered.map(m -> m.hardness() == Hardness.SOFT).orElse(false))
                .put(
                        "is_unlimited",
                        metered.map(m -> m.limit() instanceof Limit.Unlimited).orElse(false))
                .put("next_usage_reset_at", counted.map(it -> reset(it.window())).orElse(null))
                .list("sources", feature.sources(), s -> HoldingJson.source(holding, s))
                .node();
    }

    // A fraction, in spite of its name: Flexprice's.
    private static BigDecimal percent(Limit limit, BigDecimal used) {
        return switch (limit) {
            case Limit.Unlimited _ -> BigDecimal.ZERO;
            case Limit.UpTo _ -> Allowance.usedShare(limit, used).orElse(ALL_OF_NOTHING);
        };
    }

    private static @Nullable Instant reset(@Nullable BillingPeriod window) {
        return window == null || window.end().equals(AllowanceWindows.NEVER) ? null : window.end();
    }

    private static ObjectNode period(Holding holding) {
        BillingPeriod period = holding.period().orElse(null);
        return Json.object()
                .put("start_time", period == null ? null : period.start())
                .put("end_time", period == null ? null : period.end())
                .put(
                        "period",
                        holding.subscriptions().isEmpty()
                                ? null
                                : holding.subscriptions().getFirst().terms().billingPeriod().name())
                .node();
    }

    private static ObjectNode pagination(int total) {
        return Json.object()
                .put("total", total)
                .put("limit", Math.max(1, total))
                .put("offset", 0)
                .nulls("next_cursor")
                .node();
    }
}
