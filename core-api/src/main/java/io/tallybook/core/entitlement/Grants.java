package io.tallybook.core.entitlement;

import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.domain.entitlement.Entitlement;
import io.tallybook.domain.entitlement.EntitlementSource;
import io.tallybook.domain.entitlement.Entitlements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a subscription has of its features, from its plan, its addons and itself.
 *
 * <p>An invoice, a list of entitlements and a check before a use all ask here, so that they cannot
 * differ.
 */
public final class Grants {
    private Grants() {}

    /**
     * Whoever gives or gave or will give to a subscription. What was given to one that it follows
     * is given to it.
     */
    public static Map<String, Long> givers(SubscriptionId id, SubscriptionTerms terms) {
        Map<String, Long> givers = own(id, terms);
        terms.addons().forEach(addon -> givers.merge(addon.addonId().value(), 1L, Long::sum));
        return givers;
    }

    // With how many times over: an addon as often as it holds at that moment.
    private static Map<String, Long> givers(
            SubscriptionId id, SubscriptionTerms terms, Instant moment) {
        Map<String, Long> givers = own(id, terms);
        terms.addons().stream()
                .filter(addon -> addon.holdsAt(moment))
                .forEach(addon -> givers.merge(addon.addonId().value(), 1L, Long::sum));
        return givers;
    }

    private static Map<String, Long> own(SubscriptionId id, SubscriptionTerms terms) {
        Map<String, Long> givers = new LinkedHashMap<>();
        givers.put(terms.planId().value(), 1L);
        terms.lineage(id).forEach(one -> givers.put(one.value(), 1L));
        return givers;
    }

    /** The entitlements that a subscription has at a moment, those that are disabled included. */
    public static List<GrantSource> sources(
            SubscriptionId id, SubscriptionTerms terms, Given given, Instant moment) {
        Map<String, Long> givers = givers(id, terms, moment);
        List<GrantSource> sources = new ArrayList<>();
        for (EntitlementView view : given.items()) {
            Long instances = givers.get(view.entitlement().entityId());
            if (instances != null && view.isGivenAt(moment)) {
                sources.add(
                        new GrantSource(
                                id,
                                view,
                                instances,
                                BoughtUnits.of(view.entitlement(), terms, given, moment)));
            }
        }
        return List.copyOf(sources);
    }

    /** Whether a subscription gives anything: begun, and neither cancelled nor over by then. */
    public static boolean isActive(SubscriptionView subscription, Instant at) {
        Instant end = subscription.terms().endDate();
        Instant cancelled = subscription.cancelAt();
        return subscription.status().isRunning()
                && !at.isBefore(subscription.terms().startDate())
                && (end == null || at.isBefore(end))
                && (cancelled == null || at.isBefore(cancelled));
    }

    /** Those of them that count: enabled, and without an override. */
    public static List<GrantSource> effective(List<GrantSource> sources) {
        Set<String> replaced = new HashSet<>();
        sources.forEach(s -> s.source().overrides().ifPresent(replaced::add));
        return sources.stream()
                .filter(s -> s.source().instances() > 0)
                .filter(s -> !replaced.contains(s.source().id()))
                .toList();
    }

    /** By feature, in the order in which they come. */
    public static Map<FeatureId, List<GrantSource>> byFeature(List<GrantSource> sources) {
        Map<FeatureId, List<GrantSource>> features = new LinkedHashMap<>();
        sources.forEach(
                source ->
                        features.computeIfAbsent(
                                        source.entitlement().entitlement().featureId(),
                                        _ -> new ArrayList<>())
                                .add(source));
        return features;
    }

    /**
     * What the sources of one feature come to; empty if they give nothing.
     *
     * <p>Of a static feature given as a value by one source and as a configuration by another, the
     * level that speaks last decides which of the two it is.
     */
    public static Optional<Entitlement> combined(List<GrantSource> sources) {
        List<EntitlementSource> all = sources.stream().map(GrantSource::source).toList();
        return Entitlements.combine(ofOneKind(all));
    }

    /**
     * One of the limits that count the same usage.
     *
     * @param sources whose sum it is
     */
    public record Part(Entitlement.Metered metered, List<GrantSource> sources) {
        public Part {
            sources = List.copyOf(sources);
        }
    }

    /**
     * The limits of one feature, which count its usage side by side: what all that adds up comes
     * to, and then each source that stands by itself. None unless it is metered.
     */
    public static List<Part> parts(List<GrantSource> sources) {
        List<GrantSource> counting = effective(sources);
        List<Part> parts = new ArrayList<>();
        part(counting.stream().filter(s -> !s.isParallel()).toList()).ifPresent(parts::add);
        counting.stream()
                .filter(GrantSource::isParallel)
                .forEach(source -> part(List.of(source)).ifPresent(parts::add));
        return List.copyOf(parts);
    }

    private static Optional<Part> part(List<GrantSource> sources) {
        return combined(sources)
                .filter(Entitlement.Metered.class::isInstance)
                .map(metered -> new Part((Entitlement.Metered) metered, sources));
    }

    /** What a subscription may use at a moment of what a meter counts. */
    public static List<GrantSource> ofMeter(
            SubscriptionId id,
            SubscriptionTerms terms,
            MeterId meter,
            Given given,
            Instant moment) {
        Set<FeatureId> features = new HashSet<>();
        for (FeatureView feature : given.features()) {
            if (meter.equals(feature.feature().meterId())) {
                features.add(feature.id());
            }
        }
        return sources(id, terms, given, moment).stream()
                .filter(s -> features.contains(s.entitlement().entitlement().featureId()))
                .toList();
    }

    private static List<EntitlementSource> ofOneKind(List<EntitlementSource> all) {
        Optional<EntitlementSource> last =
                all.stream()
                        .filter(s -> s.instances() > 0)
                        .max(
                                Comparator.comparing(EntitlementSource::level)
                                        .thenComparing(EntitlementSource::id));
        return last.map(
                        decides ->
                                all.stream()
                                        .filter(
                                                s ->
                                                        s.instances() == 0
                                                                || s.entitlement().getClass()
                                                                        == decides.entitlement()
                                                                                .getClass())
                                        .toList())
                .orElse(all);
    }
}
