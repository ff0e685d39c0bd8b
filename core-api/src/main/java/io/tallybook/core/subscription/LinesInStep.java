package io.tallybook.core.subscription;

import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.invoice.BillableLines;
import io.tallybook.core.subscription.SubscriptionCommand.PriceEnd;
import io.tallybook.core.subscription.SubscriptionCommand.SyncLines;
import io.tallybook.core.subscription.SubscriptionEvent.LineEnd;
import io.tallybook.core.subscription.SubscriptionEvent.LinesChanged;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which lines begin and end for a subscription to be in step with the prices of its plan.
 *
 * <pre>
 *  usage, or paid in arrear   ═══════╡╞═══════    at the moment the version begins, but never
 *                                                  before the open period: what is closed stays
 *  paid in advance            ══════════════╡╞══   when the period that was paid for has ended
 * </pre>
 *
 * <p>Guarantee: a version's line begins where the line of the version before ends.
 */
public final class LinesInStep {
    private LinesInStep() {}

    /** Empty when the lines are in step. */
    public static Optional<LinesChanged> change(
            SubscriptionId id, SubscriptionTerms terms, BillingPeriod open, SyncLines c) {
        List<LineEnd> ended = new ArrayList<>();
        for (LineItem line : terms.lineItems()) {
            if (line.addon() == null && line.price().billingPeriod() != null) {
                end(terms, open, line, c)
                        .ifPresent(moment -> ended.add(new LineEnd(line.id(), moment)));
            }
        }
        List<LineItem> lines =
                new ArrayList<>(terms.after(new LinesChanged(id, List.of(), ended)).lineItems());
        List<LineItem> added = new ArrayList<>();
        for (LineItem wanted : c.additions()) {
            if (lines.stream().noneMatch(line -> isOf(line, wanted.priceId()))) {
                added(lines, open, wanted, c.at())
                        .ifPresent(
                                line -> {
                                    lines.add(line);
                                    added.add(line);
                                });
            }
        }
        return added.isEmpty() && ended.isEmpty()
                ? Optional.empty()
                : Optional.of(new LinesChanged(id, added, ended));
    }

    private static Optional<Instant> end(
            SubscriptionTerms terms, BillingPeriod open, LineItem line, SyncLines c) {
        return c.ends().stream()
                .filter(end -> end.priceId().equals(line.priceId()))
                .map(PriceEnd::endDate)
                .findFirst()
                .map(end -> effective(terms, open, line, end, c.at()))
                .filter(end -> line.endDate() == null || end.isBefore(line.endDate()));
    }

    private static Instant effective(
            SubscriptionTerms terms, BillingPeriod open, LineItem line, Instant end, Instant at) {
        Instant earliest = later(end, at);
        return BillableLines.paidInAdvance(terms, line, earliest)
                .map(paid -> paid.start().isAfter(at) ? end : paid.end())
                .orElseGet(() -> later(end, open.start()));
    }

    private static Optional<LineItem> added(
            List<LineItem> lines, BillingPeriod open, LineItem wanted, Instant at) {
        Instant start = start(lines, open, wanted, at);
        Instant end = wanted.price().range().endDate();
        return end != null && !start.isBefore(end)
                ? Optional.empty()
                : Optional.of(wanted.holding(start, end).agreedAt(at));
    }

    private static Instant start(
            List<LineItem> lines, BillingPeriod open, LineItem wanted, Instant at) {
        Instant followed = null;
        for (LineItem line : lines) {
            if (line.addon() == null && first(line).equals(first(wanted))) {
                followed = latest(followed, line.endDate());
            }
        }
        if (followed != null) {
            return followed;
        }
        Instant from = wanted.price().range().startDate();
        boolean advance =
                wanted.price().type() == PriceDocument.Type.FIXED
                        && wanted.price().invoiceCadence() == PriceDocument.InvoiceCadence.ADVANCE;
        return from == null || advance
                ? later(Objects.requireNonNullElse(from, at), at)
                : later(from, open.start());
    }

    private static boolean isOf(LineItem line, PriceId price) {
        return line.addon() == null && line.priceId().equals(price);
    }

    private static PriceId first(LineItem line) {
        PriceId parent = line.price().range().parentPriceId();
        return parent == null ? line.priceId() : parent;
    }

    private static @Nullable Instant latest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return later(one, other);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
