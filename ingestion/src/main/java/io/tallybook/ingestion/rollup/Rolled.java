package io.tallybook.ingestion.rollup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The steps that together add up the log from its beginning, each position once.
 *
 * <pre>
 *  log  0 ───────────────────────────── upTo ───────────►
 *       │    step 7    │ step 9 │ step 12 │ not yet added up
 * </pre>
 *
 * @param steps in the order of the log
 * @param upTo the offset of each partition before which everything is added up
 */
public record Rolled(List<Step> steps, SortedMap<Integer, Long> upTo) {
    public Rolled {
        steps = List.copyOf(steps);
    }

    /** A finished step: all positions from {@code begins} on and before {@code ends}. */
    public record Step(long id, SortedMap<Integer, Long> begins, SortedMap<Integer, Long> ends) {
        /** How many positions of the log it covers. */
        long size() {
            return total(ends) - total(begins);
        }

        /** Whether all of {@code other} is in this one, which is the one that is read. */
        boolean replaces(Step other) {
            boolean covers =
                    other.ends.entrySet().stream()
                                    .allMatch(
                                            end ->
                                                    ends.getOrDefault(end.getKey(), 0L)
                                                            >= end.getValue())
                            && begins.entrySet().stream()
                                    .allMatch(
                                            begin ->
                                                    begin.getValue()
                                                            <= other.begins.getOrDefault(
                                                                    begin.getKey(), 0L));
            return covers && (size() > other.size() || (size() == other.size() && id < other.id));
        }
    }

    /**
     * Chooses from all finished steps: of several that begin at one place, the longest. The shorter
     * ones have been put together into it, or were made by two at once.
     */
    static Rolled of(Collection<Step> all) {
        Map<SortedMap<Integer, Long>, Step> longest = new HashMap<>();
        all.forEach(step -> longest.merge(step.begins(), step, Rolled::longer));
        List<Step> steps = new ArrayList<>();
        SortedMap<Integer, Long> at = new TreeMap<>();
        Step next = longest.get(at);
        while (next != null) {
            steps.add(next);
            at = next.ends();
            next = longest.get(at);
        }
        return new Rolled(steps, at);
    }

    private static Step longer(Step one, Step other) {
        return Comparator.comparingLong(Step::size)
                                .thenComparing(Step::id, Comparator.reverseOrder())
                                .compare(one, other)
                        >= 0
                ? one
                : other;
    }

    private static long total(SortedMap<Integer, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The ids of the steps, with commas; 0, which no step has, if there are none. */
    public String ids() {
        return steps.isEmpty()
                ? "0"
                : String.join(",", steps.stream().map(step -> Long.toString(step.id())).toList());
    }
}
