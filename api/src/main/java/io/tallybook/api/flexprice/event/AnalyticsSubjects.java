package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureQuery;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.GroupView;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.invoice.PricedUsage;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Finds what counts the usage that analytics are asked of, and what charges it. */
final class AnalyticsSubjects {
    private static final int MOST = 500;

    private final Dispatch dispatch;
    private final Directory directory;

    AnalyticsSubjects(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    /**
     * What was found.
     *
     * @param groups of features, by id, where they are to be shown
     */
    record Found(List<AnalyticsItem.Counted> counted, Map<String, GroupView> groups) {
        Found {
            counted = List.copyOf(counted);
            groups = Map.copyOf(groups);
        }
    }

    /** Errors: ProblemException (404) if the customer or a feature is unknown. */
    Mono<Found> of(Call call, AnalyticsQuestion question) {
        return customers(call, question)
                .flatMap(customers -> counted(call, question, customers))
                .flatMap(
                        counted ->
                                groups(call, question, counted)
                                        .map(groups -> new Found(counted, groups)));
    }

    /** The customer, and those that belong to it if they are asked for. */
    private Mono<List<String>> customers(Call call, AnalyticsQuestion question) {
        String customer = question.customer();
        if (customer == null) {
            return Mono.just(List.of());
        }
        return directory
                .customerNamed(call, customer)
                .flatMap(
                        found ->
                                question.withChildren()
                                        ? withChildren(call, found)
                                        : Mono.just(List.of(customer)));
    }

    private Mono<List<String>> withChildren(Call call, CustomerView parent) {
        var theirs = new Criterion("parent_customer_id", Operator.EQ, List.of(parent.id().value()));
        return dispatch.ask(
                        new CustomerQuery.Search(call.scope(), oldest(theirs)),
                        CustomerQuery.Page.class)
                .map(
                        page ->
                                Stream.concat(Stream.of(parent), page.items().stream())
                                        .map(CustomerView::externalId)
                                        .toList());
    }

    private Mono<List<AnalyticsItem.Counted>> counted(
            Call call, AnalyticsQuestion question, List<String> customers) {
        Mono<List<SubscriptionView>> subscriptions =
                customers.isEmpty() ? Mono.just(List.of()) : subscriptions(call, customers);
        return subscriptions.flatMap(
                held ->
                        features(call, question, held)
                                .flatMap(
                                        features ->
                                                directory
                                                        .meters(call, meterIds(features, held))
                                                        .map(
                                                                meters ->
                                                                        counted(
                                                                                question, customers,
                                                                                held, features,
                                                                                meters))));
    }

    private Mono<Map<String, GroupView>> groups(
            Call call, AnalyticsQuestion question, List<AnalyticsItem.Counted> counted) {
        if (!question.byGroup() && !question.expand().contains("group")) {
            return Mono.just(Map.of());
        }
        return directory.groups(
                call, counted.stream().flatMap(one -> one.group().stream()).distinct().toList());
    }

    private Mono<List<SubscriptionView>> subscriptions(Call call, List<String> customers) {
        return dispatch.ask(
                        new SubscriptionQuery.Search(
                                call.scope(),
                                oldest(
                                        new Criterion(
                                                "external_customer_id", Operator.IN, customers))),
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

    private static List<MeterId> meterIds(List<FeatureView> features, List<SubscriptionView> held) {
        return Stream.concat(
                        features.stream().map(f -> f.feature().meterId()).filter(Objects::nonNull),
                        meters(held).stream().map(MeterId::new))
                .distinct()
                .toList();
    }

    /** As it is agreed, or as its meter says it today. */
    private static LineItem counting(
            AnalyticsQuestion question, LineItem item, Map<String, MeterView> meters) {
        MeterDefinition agreed = item.meter();
        MeterView meter = agreed == null ? null : meters.get(agreed.meterId().value());
        return meter == null || question.definition() instanceof AskedDefinition.Agreed
                ? item
                : item.counting(question.definition().of(meter));
    }

    private static List<AnalyticsItem.Counted> counted(
            AnalyticsQuestion question,
            List<String> customers,
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
        Map<MeterId, Set<String>> charged = new HashMap<>();
        List<AnalyticsItem.Counted> counted = new ArrayList<>();
        for (SubscriptionView subscription : held) {
            for (LineItem item : subscription.terms().lineItems()) {
                PricedUsage.of(
                                subscription.terms(),
                                counting(question, item, meters),
                                question.asked().period(),
                                subscription.cancelAt())
                        .filter(usage -> all || byMeter.containsKey(usage.meter().meterId()))
                        .ifPresent(
                                usage -> {
                                    String customer = subscription.terms().externalCustomerId();
                                    charged.computeIfAbsent(
                                                    usage.meter().meterId(), _ -> new HashSet<>())
                                            .add(customer);
                                    counted.add(
                                            new AnalyticsItem.Counted(
                                                    Optional.ofNullable(
                                                            byMeter.get(usage.meter().meterId())),
                                                    usage.meter(),
                                                    List.of(customer),
                                                    Optional.of(subscription),
                                                    Optional.of(usage)));
                                });
            }
        }
        byMeter.forEach(
                (id, feature) -> {
                    MeterView meter = meters.get(id.value());
                    List<String> others =
                            customers.stream()
                                    .filter(c -> !charged.getOrDefault(id, Set.of()).contains(c))
                                    .toList();
                    if (meter != null && (customers.isEmpty() || !others.isEmpty())) {
                        counted.add(
                                new AnalyticsItem.Counted(
                                        Optional.of(feature),
                                        question.definition().of(meter),
                                        others,
                                        Optional.empty(),
                                        Optional.empty()));
                    }
                });
        return counted;
    }

    private static SearchSpec oldest(Criterion criterion) {
        return new SearchSpec(
                List.of(criterion), List.of(new Order("created_at", Direction.ASC)), MOST, 0);
    }
}
