package io.tallybook.domain.entitlement;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a customer has of one feature, from all sources together. */
public final class Entitlements {
    private Entitlements() {}

    /**
     * Combines the sources of one feature that add up.
     *
     * <p>An override removes what it names; sources granted zero times grant nothing. Allowances
     * add up, unlimited wins, addons count once per instance; the windows that most sources name
     * win, of equally many the shorter; one soft source makes it soft; rollover caps add up. Of
     * static values the last level speaks (subscription over addon over plan); configurations are
     * merged in that order. Errors: IllegalArgumentException if sources differ in kind. Source:
     * docs/conventions.md#entitlements.
     */
    public static Optional<Entitlement> combine(List<EntitlementSource> sources) {
        Set<String> replaced = new HashSet<>();
        sources.forEach(source -> source.overrides().ifPresent(replaced::add));
        List<EntitlementSource> live =
                sources.stream()
                        .filter(source -> source.instances() > 0 && !replaced.contains(source.id()))
                        .sorted(
                                Comparator.comparing(EntitlementSource::level)
                                        .thenComparing(EntitlementSource::id))
                        .toList();
        if (live.isEmpty()) {
            return Optional.empty();
        }
        Entitlement combined = multiplied(live.getFirst());
        for (EntitlementSource source : live.subList(1, live.size())) {
            combined = plus(combined, multiplied(source), source);
        }
        return Optional.of(
                combined instanceof Entitlement.Metered metered
                        ? withRenewal(metered, live)
                        : combined);
    }

    private static Entitlement multiplied(EntitlementSource source) {
        return switch (source.entitlement()) {
            case Entitlement.Metered m ->
                    new Entitlement.Metered(
                            m.limit().times(source.instances()),
                            m.renewal(),
                            m.hardness(),
                            m.rollover()
                                    .map(
                                            cap ->
                                                    cap.multiply(
                                                            BigDecimal.valueOf(
                                                                    source.instances()))));
            case Entitlement.Switch s -> s;
            case Entitlement.Static s -> s;
            case Entitlement.Config c -> c;
        };
    }

    private static Entitlement plus(Entitlement sum, Entitlement next, EntitlementSource source) {
        return switch (sum) {
            case Entitlement.Metered a when next instanceof Entitlement.Metered b -> sum(a, b);
            case Entitlement.Switch a when next instanceof Entitlement.Switch -> a;
            case Entitlement.Static _ when next instanceof Entitlement.Static b -> b;
            case Entitlement.Config a when next instanceof Entitlement.Config b -> {
                Map<String, String> merged = new TreeMap<>(a.values());
                merged.putAll(b.values());
                yield new Entitlement.Config(merged);
            }
            case Entitlement.Metered _,
                    Entitlement.Switch _,
                    Entitlement.Static _,
                    Entitlement.Config _ ->
                    throw new IllegalArgumentException(
                            "entitlement of "
                                    + source.id()
                                    + ": got "
                                    + next
                                    + ", expected the kind of the feature's other sources, "
                                    + sum);
        };
    }

    private static Entitlement.Metered sum(Entitlement.Metered a, Entitlement.Metered b) {
        boolean soft = a.hardness() == Hardness.SOFT || b.hardness() == Hardness.SOFT;
        Optional<BigDecimal> rollover =
                a.rollover().isPresent() && b.rollover().isPresent()
                        ? Optional.of(a.rollover().get().add(b.rollover().get()))
                        : a.rollover().or(b::rollover);
        return new Entitlement.Metered(
                a.limit().plus(b.limit()),
                a.renewal(),
                soft ? Hardness.SOFT : Hardness.HARD,
                rollover);
    }

    private static Entitlement withRenewal(
            Entitlement.Metered metered, List<EntitlementSource> live) {
        Map<Renewal, Integer> votes = new TreeMap<>(Renewal.SHORTER_FIRST);
        for (EntitlementSource source : live) {
            if (source.entitlement() instanceof Entitlement.Metered m) {
                votes.merge(m.renewal(), 1, Integer::sum);
            }
        }
        Renewal winner = metered.renewal();
        int standing = 0;
        for (Map.Entry<Renewal, Integer> vote : votes.entrySet()) {
            if (vote.getValue() > standing) {
                winner = vote.getKey();
                standing = vote.getValue();
            }
        }
        return new Entitlement.Metered(
                metered.limit(), winner, metered.hardness(), metered.rollover());
    }
}
