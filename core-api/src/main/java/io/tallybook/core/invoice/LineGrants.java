package io.tallybook.core.invoice;

import io.tallybook.core.entitlement.AllowanceWindows;
import io.tallybook.core.entitlement.Given;
import io.tallybook.core.entitlement.Grants;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.OpeningRequest;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.domain.entitlement.Limit;
import io.tallybook.domain.entitlement.Renewal;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What may be free of the usage of a line: as it stands at the last moment of the service period.
 *
 * <p>Where windows begin with a use, it has to be asked first which these are, and then how much
 * was used in each; see {@link AllowancePlan}.
 *
 * @param parts limits that count the same usage, at least one
 */
public record LineGrants(
        SubscriptionTerms terms,
        BillingPeriod period,
        ReadingRequest usage,
        List<Grants.Part> parts) {
    public LineGrants {
        parts = List.copyOf(parts);
    }

    /** Empty when nothing of the line's usage is free. */
    public static Optional<LineGrants> of(
            SubscriptionId id, SubscriptionTerms terms, BillableLines.Line line, Given given) {
        ReadingRequest usage = line.reading();
        if (usage == null) {
            return Optional.empty();
        }
        Instant last = line.servicePeriod().end().minus(1, ChronoUnit.MICROS);
        List<Grants.Part> parts =
                Grants.parts(Grants.ofMeter(id, terms, usage.meter().meterId(), given, last));
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(new LineGrants(terms, line.servicePeriod(), usage, parts));
    }

    /** What has to be asked before the windows are known; nothing where they follow time. */
    public List<OpeningRequest> openings() {
        return limited().stream()
                .flatMap(part -> openings(part.metered().renewal()).stream())
                .distinct()
                .toList();
    }

    private List<OpeningRequest> openings(Renewal renewal) {
        return AllowanceWindows.openings(terms, renewal, usage, period);
    }

    /**
     * What has to be read.
     *
     * @param opened of each of {@link #openings}, the uses with which windows begin
     */
    public AllowancePlan plan(Function<OpeningRequest, List<Instant>> opened) {
        List<Grants.Part> limited = limited();
        return limited.isEmpty()
                ? AllowancePlan.ofAll(parts)
                : AllowancePlan.of(
                        limited,
                        limited.stream()
                                .map(part -> windows(part.metered().renewal(), opened))
                                .toList(),
                        period,
                        usage);
    }

    private List<BillingPeriod> windows(
            Renewal renewal, Function<OpeningRequest, List<Instant>> opened) {
        if (!AllowanceWindows.opensWithUse(renewal)) {
            return AllowanceWindows.covering(terms, renewal, period);
        }
        List<BillingPeriod> windows = new ArrayList<>();
        for (OpeningRequest request : openings(renewal)) {
            request.tiles(opened.apply(request)).stream()
                    .filter(window -> window.end().isAfter(period.start()))
                    .filter(window -> window.start().isBefore(period.end()))
                    .forEach(windows::add);
        }
        return List.copyOf(windows);
    }

    private List<Grants.Part> limited() {
        return parts.stream().filter(part -> part.metered().limit() instanceof Limit.UpTo).toList();
    }
}
