package io.tallybook.core.invoice;

import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.entitlement.Grants;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.entitlement.Limit;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What has to be read to know how much of a line's usage is free.
 *
 * <pre>
 *                 ├───── service period ─────┤
 *  window    ├────┼───────┤──────────┤───────┼──┤
 *     before ╘════╛
 *     used   ╘════════════╛╘═════════╛╘══════╛
 * </pre>
 *
 * <p>Of limits that count side by side, each is cut where a window of any of them ends. A preview
 * and a final invoice both make theirs of {@link LineGrants}.
 *
 * @param parts one for each limit; a single one without a limit if all is free
 */
public record AllowancePlan(List<Part> parts) {
    public AllowancePlan {
        parts = List.copyOf(parts);
    }

    /** One limit and what it is read against. */
    record Part(Optional<BigDecimal> limit, List<EntitlementId> entitlements, List<Cut> cuts) {
        Part {
            entitlements = List.copyOf(entitlements);
            cuts = List.copyOf(cuts);
        }

        private List<LineAllowance.Window> with(Function<ReadingRequest, UsageReading> readings) {
            return cuts.stream()
                    .map(
                            cut ->
                                    new LineAllowance.Window(
                                            cut.window(),
                                            readings.apply(cut.used()),
                                            cut.before() == null
                                                    ? null
                                                    : readings.apply(cut.before())))
                    .toList();
        }
    }

    /** One window and what is read of it. */
    record Cut(BillingPeriod window, ReadingRequest used, @Nullable ReadingRequest before) {}

    /**
     * Of limits that count side by side, each with its windows.
     *
     * @param windows of each limit, tiling the period
     */
    static AllowancePlan of(
            List<Grants.Part> limited,
            List<List<BillingPeriod>> windows,
            BillingPeriod period,
            ReadingRequest request) {
        List<BillingPeriod> stretches = stretches(windows, period);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < limited.size(); i++) {
            parts.add(
                    new Part(
                            limit(limited.get(i)),
                            ids(List.of(limited.get(i))),
                            cuts(windows.get(i), stretches, request)));
        }
        return new AllowancePlan(parts);
    }

    /** All is free. */
    static AllowancePlan ofAll(List<Grants.Part> parts) {
        return new AllowancePlan(List.of(new Part(Optional.empty(), ids(parts), List.of())));
    }

    private static Optional<BigDecimal> limit(Grants.Part part) {
        return switch (part.metered().limit()) {
            case Limit.Unlimited _ -> Optional.empty();
            case Limit.UpTo(BigDecimal limit) -> Optional.of(limit);
        };
    }

    private static List<EntitlementId> ids(List<Grants.Part> parts) {
        return parts.stream()
                .flatMap(part -> part.sources().stream())
                .map(source -> source.entitlement().id())
                .toList();
    }

    /** The period, cut where a window ends. */
    private static List<BillingPeriod> stretches(
            List<List<BillingPeriod>> windows, BillingPeriod period) {
        NavigableSet<Instant> edges = new TreeSet<>();
        windows.forEach(all -> all.forEach(window -> edges.add(window.end())));
        List<BillingPeriod> stretches = new ArrayList<>();
        Instant start = period.start();
        for (Instant edge : edges.headSet(period.end(), false)) {
            stretches.add(new BillingPeriod(start, edge));
            start = edge;
        }
        stretches.add(new BillingPeriod(start, period.end()));
        return stretches;
    }

    private static List<Cut> cuts(
            List<BillingPeriod> windows, List<BillingPeriod> stretches, ReadingRequest request) {
        List<Cut> cuts = new ArrayList<>();
        int i = 0;
        for (BillingPeriod stretch : stretches) {
            while (!windows.get(i).contains(stretch.start())) {
                i++;
            }
            Instant start = windows.get(i).start();
            cuts.add(
                    new Cut(
                            windows.get(i),
                            request.during(new BillingPeriod(start, stretch.end())),
                            start.isBefore(stretch.start())
                                    ? request.during(new BillingPeriod(start, stretch.start()))
                                    : null));
        }
        return cuts;
    }

    /** Everything that has to be read. */
    public List<ReadingRequest> requests() {
        List<ReadingRequest> requests = new ArrayList<>();
        for (Part part : parts) {
            for (Cut cut : part.cuts()) {
                requests.add(cut.used());
                if (cut.before() != null) {
                    requests.add(cut.before());
                }
            }
        }
        return requests.stream().distinct().toList();
    }

    /** What is free, once it was read. */
    public LineAllowance with(Function<ReadingRequest, UsageReading> readings) {
        Part first = parts.getFirst();
        return new LineAllowance(
                first.limit().orElse(null),
                first.entitlements(),
                first.with(readings),
                parts.subList(1, parts.size()).stream()
                        .map(
                                part ->
                                        new LineAllowance.Beside(
                                                part.limit().orElseThrow(),
                                                part.entitlements(),
                                                part.with(readings)))
                        .toList());
    }
}
