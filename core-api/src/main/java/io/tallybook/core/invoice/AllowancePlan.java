package io.tallybook.core.invoice;

import io.tallybook.core.entitlement.AllowanceWindows;
import io.tallybook.core.entitlement.Given;
import io.tallybook.core.entitlement.GrantSource;
import io.tallybook.core.entitlement.Grants;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.entitlement.Entitlement;
import io.tallybook.domain.entitlement.Limit;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * <p>A preview and a final invoice both ask here. What is given counts as it stands at the last
 * moment of the service period.
 */
public record AllowancePlan(Optional<BigDecimal> limit, List<GrantSource> sources, List<Cut> cuts) {
    public AllowancePlan {
        sources = List.copyOf(sources);
        cuts = List.copyOf(cuts);
    }

    /** One window and what is read of it. */
    record Cut(BillingPeriod window, ReadingRequest used, @Nullable ReadingRequest before) {}

    /** Empty when nothing of the line's usage is free. */
    public static Optional<AllowancePlan> of(
            SubscriptionId id, SubscriptionTerms terms, BillableLines.Line line, Given given) {
        ReadingRequest request = line.reading();
        if (request == null) {
            return Optional.empty();
        }
        Instant last = line.servicePeriod().end().minus(1, ChronoUnit.MICROS);
        List<GrantSource> sources =
                Grants.ofMeter(id, terms, request.meter().meterId(), given, last);
        return Grants.combined(sources)
                .filter(Entitlement.Metered.class::isInstance)
                .map(Entitlement.Metered.class::cast)
                .map(
                        metered ->
                                switch (metered.limit()) {
                                    case Limit.Unlimited _ ->
                                            new AllowancePlan(Optional.empty(), sources, List.of());
                                    case Limit.UpTo(BigDecimal limit) ->
                                            new AllowancePlan(
                                                    Optional.of(limit),
                                                    sources,
                                                    cuts(
                                                            AllowanceWindows.covering(
                                                                    terms,
                                                                    metered.renewal(),
                                                                    line.servicePeriod()),
                                                            line.servicePeriod(),
                                                            request));
                                });
    }

    private static List<Cut> cuts(
            List<BillingPeriod> windows, BillingPeriod period, ReadingRequest request) {
        List<Cut> cuts = new ArrayList<>();
        for (BillingPeriod window : windows) {
            Instant end = window.end().isBefore(period.end()) ? window.end() : period.end();
            boolean begunBefore = window.start().isBefore(period.start());
            cuts.add(
                    new Cut(
                            window,
                            request.during(new BillingPeriod(window.start(), end)),
                            begunBefore
                                    ? request.during(
                                            new BillingPeriod(window.start(), period.start()))
                                    : null));
        }
        return cuts;
    }

    /** Everything that has to be read. */
    public List<ReadingRequest> requests() {
        List<ReadingRequest> requests = new ArrayList<>();
        for (Cut cut : cuts) {
            requests.add(cut.used());
            if (cut.before() != null) {
                requests.add(cut.before());
            }
        }
        return List.copyOf(requests);
    }

    /** What is free, once it was read. */
    public LineAllowance with(Function<ReadingRequest, UsageReading> readings) {
        return new LineAllowance(
                limit.orElse(null),
                Grants.effective(sources).stream().map(s -> s.entitlement().id()).toList(),
                cuts.stream()
                        .map(
                                cut ->
                                        new LineAllowance.Window(
                                                cut.window(),
                                                readings.apply(cut.used()),
                                                cut.before() == null
                                                        ? null
                                                        : readings.apply(cut.before())))
                        .toList());
    }
}
