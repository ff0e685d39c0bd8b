package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.request.Body;
import io.tallybook.api.response.Answer;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureQuery;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.invoice.PricedUsage;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.usage.EventSelection;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The routes that say what was used and what it costs: of a customer by line item, of everybody by
 * feature; by groups and by windows. Costs are those of an invoice, before allowances and
 * discounts.
 */
@RestController
public final class Analytics {
    private static final int MOST = 500;
    private static final int AT_ONCE = 4;

    private final Dispatch dispatch;
    private final Directory directory;

    public Analytics(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    @PostMapping({"/v1/events/analytics", "/v1/meter-usage/analytics"})
    Mono<ResponseEntity<byte[]>> analytics(Call call, Body body) {
        return answered(call, body, UnaryOperator.identity());
    }

    @PostMapping("/v1/meter-usage/detailed-analytics")
    Mono<ResponseEntity<byte[]>> inDetail(Call call, Body body) {
        return answered(call, body, AnalyticsQuestion::inDetail);
    }

    private Mono<ResponseEntity<byte[]>> answered(
            Call call, Body body, UnaryOperator<AnalyticsQuestion> meant) {
        return dispatch.now(call)
                .flatMap(
                        now -> {
                            AnalyticsQuestion question =
                                    meant.apply(AnalyticsQuestion.of(body, now));
                            body.check();
                            return counted(call, question)
                                    .flatMapMany(Flux::fromIterable)
                                    .flatMapSequential(
                                            counted -> items(call, question, counted), AT_ONCE)
                                    .collectList()
                                    .map(
                                            items ->
                                                    AnalyticsJson.of(
                                                            question,
                                                            items.stream()
                                                                    .flatMap(List::stream)
                                                                    .toList()));
                        })
                .map(Answer::ok);
    }

    /** What counts the usage that is asked for, and what charges it. */
    private Mono<List<AnalyticsItem.Counted>> counted(Call call, AnalyticsQuestion question) {
        String customer = question.customer();
        Mono<List<SubscriptionView>> subscriptions =
                customer == null
                        ? Mono.just(List.of())
                        : directory
                                .customerNamed(call, customer)
                                .flatMap(_ -> subscriptions(call, customer));
        return subscriptions.flatMap(
                held ->
                        features(call, question, held)
                                .flatMap(
                                        features ->
                                                directory
                                                        .meters(call, meterIds(features))
                                                        .map(
                                                                meters ->
                                                                        counted(
                                                                                question, held,
                                                                                features,
                                                                                meters))));
    }

    private Mono<List<SubscriptionView>> subscriptions(Call call, String customer) {
        return dispatch.ask(
                        new SubscriptionQuery.Search(
                                call.scope(),
                                oldest(
                                        new Criterion(
                                                "external_customer_id",
                                                Operator.EQ,
                                                List.of(customer)))),
                        SubscriptionQuery.Page.class)
                .map(SubscriptionQuery.Page::items);
    }

    /** Those asked for, or those of the customer's line items, or all. */
    private Mono<List<FeatureView>> features(
            Call call, AnalyticsQuestion question, List<SubscriptionView> held) {
        if (!question.featureIds().isEmpty()) {
            List<FeatureId> ids =
                    question.featureIds().stream()
                            .map(id -> Named.id("feature", id, FeatureId::new))
                            .toList();
            return directory
                    .features(call, ids)
                    .flatMap(
                            found ->
                                    ids.stream()
                                            .filter(id -> !found.containsKey(id.value()))
                                            .findFirst()
                                            .<Mono<List<FeatureView>>>map(
                                                    id -> Named.missing("feature", id))
                                            .orElse(Mono.just(List.copyOf(found.values()))));
        }
        Criterion which =
                question.customer() == null
                        ? new Criterion("type", Operator.EQ, List.of("metered"))
                        : new Criterion("meter_id", Operator.IN, meters(held));
        return which.values().isEmpty()
                ? Mono.just(List.of())
                : dispatch.ask(
                                new FeatureQuery.Search(call.scope(), oldest(which)),
                                FeatureQuery.Page.class)
                        .map(FeatureQuery.Page::items);
    }

    private static List<String> meters(List<SubscriptionView> held) {
        return held.stream()
                .flatMap(s -> s.terms().lineItems().stream())
                .map(LineItem::meter)
                .filter(Objects::nonNull)
                .map(meter -> meter.meterId().value())
                .distinct()
                .toList();
    }

    private static List<MeterId> meterIds(List<FeatureView> features) {
        return features.stream()
                .map(f -> f.feature().meterId())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static List<AnalyticsItem.Counted> counted(
            AnalyticsQuestion question,
            List<SubscriptionView> held,
            List<FeatureView> features,
            Map<String, MeterView> meters) {
        Map<MeterId, FeatureView> byMeter =
                features.stream()
                        .filter(f -> f.feature().meterId() != null)
                        .collect(
                                Collectors.toMap(
                                        f -> Objects.requireNonNull(f.feature().meterId()),
                                        Function.identity(),
                                        (first, _) -> first));
        boolean all = question.featureIds().isEmpty();
        Set<MeterId> charged = new HashSet<>();
        List<AnalyticsItem.Counted> counted = new ArrayList<>();
        for (SubscriptionView subscription : held) {
            for (LineItem item : subscription.terms().lineItems()) {
                PricedUsage.of(
                                subscription.terms(),
                                item,
                                question.asked().period(),
                                subscription.cancelAt())
                        .filter(usage -> all || byMeter.containsKey(usage.meter().meterId()))
                        .ifPresent(
                                usage -> {
                                    charged.add(usage.meter().meterId());
                                    counted.add(
                                            new AnalyticsItem.Counted(
                                                    Optional.ofNullable(
                                                            byMeter.get(usage.meter().meterId())),
                                                    usage.meter(),
                                                    Optional.of(subscription),
                                                    Optional.of(usage)));
                                });
            }
        }
        byMeter.forEach(
                (id, feature) -> {
                    MeterView meter = meters.get(id.value());
                    if (meter != null && !charged.contains(id)) {
                        counted.add(
                                new AnalyticsItem.Counted(
                                        Optional.of(feature),
                                        meter.definition(),
                                        Optional.empty(),
                                        Optional.empty()));
                    }
                });
        return counted;
    }

    private Mono<List<AnalyticsItem>> items(
            Call call, AnalyticsQuestion question, AnalyticsItem.Counted counted) {
        UsageQuery.ByGroup shown =
                query(
                        call,
                        question,
                        counted,
                        counted.charged().orElse(null),
                        List.copyOf(question.by().values()));
        return dispatch.ask(shown, UsageQuery.Groups.class)
                .flatMap(
                        groups ->
                                cost(call, question, counted, groups)
                                        .map(
                                                cost ->
                                                        AnalyticsItem.of(
                                                                counted,
                                                                groups,
                                                                cost.orElse(null))));
    }

    private Mono<Optional<Money>> cost(
            Call call,
            AnalyticsQuestion question,
            AnalyticsItem.Counted counted,
            UsageQuery.Groups groups) {
        if (counted.charged().isEmpty()) {
            return Mono.just(Optional.empty());
        }
        PricedUsage usage = counted.charged().get();
        List<PricedUsage> parts = usage.charged();
        if (parts.size() == 1
                && parts.getFirst().basis().equals(usage.basis())
                && parts.getFirst().period().equals(usage.period())) {
            return Mono.just(Optional.of(usage.cost(groups.value(), groups.buckets())));
        }
        return Flux.fromIterable(parts)
                .concatMap(
                        part ->
                                dispatch.ask(
                                                query(call, question, counted, part, List.of()),
                                                UsageQuery.Groups.class)
                                        .map(read -> part.cost(read.value(), read.buckets())))
                .reduce(Money.zero(usage.terms().currency()), Money::plus)
                .map(Optional::of);
    }

    private static UsageQuery.ByGroup query(
            Call call,
            AnalyticsQuestion question,
            AnalyticsItem.Counted counted,
            @Nullable PricedUsage part,
            List<UsageQuery.GroupKey> by) {
        List<MeterDefinition.Filter> filters = new ArrayList<>(counted.meter().filters());
        filters.addAll(question.filters());
        BillingPeriod period = part == null ? question.asked().period() : part.period();
        return new UsageQuery.ByGroup(
                call.scope(),
                counted.meter().filtered(filters),
                question.customer() == null ? List.of() : List.of(question.customer()),
                period,
                part == null ? EventSelection.ALL : part.selection(),
                question.sources(),
                by,
                question.asked().size(),
                question.asked().zone(),
                part == null ? null : part.basis());
    }

    private static SearchSpec oldest(Criterion criterion) {
        return new SearchSpec(
                List.of(criterion), List.of(new Order("created_at", Direction.ASC)), MOST, 0);
    }
}
