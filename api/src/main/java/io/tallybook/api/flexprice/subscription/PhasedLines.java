package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.flexprice.price.OwnPrices;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.Phase;
import io.tallybook.core.subscription.PhaseId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a new subscription, phase by phase.
 *
 * <pre>
 *  subscription  ├──────────────────────────────────── ...
 *  phases             ╞══ 1 ══╪════ 2 ════╡
 *  the plan's    ╞════╡                   ╞═══════════ ...
 * </pre>
 *
 * <p>In a phase the prices of the plan hold as the phase overrides them; outside of phases as the
 * subscription does.
 */
record PhasedLines(List<LineItem> lines, List<OwnPrices.Wanted> prices, List<Phase> phases) {
    PhasedLines {
        lines = List.copyOf(lines);
        prices = List.copyOf(prices);
        phases = List.copyOf(phases);
    }

    /** Lines as they come together, in the order of time. */
    static final class Building {
        private final Call call;
        private final SubscriptionId id;
        private final SubscriptionTerms bare;
        private final List<AgreedPrice> offered;
        private final Overrides overrides;
        private final List<LineItem> lines = new ArrayList<>();
        private final List<OwnPrices.Wanted> prices = new ArrayList<>();
        private final List<Phase> phases = new ArrayList<>();
        private @Nullable Instant reached;

        /**
         * @param offered the prices of the plan
         * @param overrides of them, outside of phases
         */
        Building(
                Call call,
                SubscriptionId id,
                SubscriptionTerms bare,
                List<AgreedPrice> offered,
                Overrides overrides) {
            this.call = call;
            this.id = id;
            this.bare = bare;
            this.offered = offered;
            this.overrides = overrides;
            this.reached = bare.startDate();
        }

        /** One more phase, with lines beside those of the plan. */
        void phase(PhaseRequest phase, List<LineItem> beside, List<OwnPrices.Wanted> own) {
            Instant start = phase.start();
            if (start.isBefore(bare.startDate())) {
                throw Wishes.refused(
                        "phases.start_date",
                        "from the start of the subscription on, " + bare.startDate(),
                        start.toString());
            }
            if (reached != null && reached.isBefore(start)) {
                plan(overrides, reached, start);
            }
            List<LineItemId> held = new ArrayList<>(plan(phase.overrides(), start, phase.end()));
            for (LineItem line : beside) {
                within(line, start, phase.end())
                        .forEach(
                                part -> {
                                    lines.add(part);
                                    held.add(part.id());
                                });
            }
            prices.addAll(own);
            phases.add(
                    new Phase(
                            PhaseId.of(call.ids().next()),
                            start,
                            phase.end(),
                            held,
                            phase.metadata()));
            reached = phase.end();
        }

        /** All of them, with what is promised of them, and lines that hold through all phases. */
        PhasedLines done(
                CommitmentRequest promised, List<LineItem> through, List<OwnPrices.Wanted> own) {
            if (reached != null) {
                plan(overrides, reached, null);
            }
            Agreement.Agreed agreed = promised.of(call, id, lines);
            prices.addAll(agreed.prices());
            List<LineItem> all = new ArrayList<>(agreed.lines());
            all.addAll(through);
            prices.addAll(own);
            return new PhasedLines(all, prices, phases);
        }

        private List<LineItemId> plan(Overrides agreed, Instant from, @Nullable Instant until) {
            Agreement.Agreed all =
                    new Agreement(call, id, agreed).lines(offered, PhasedLines::asPriced);
            prices.addAll(all.prices());
            List<LineItemId> held = new ArrayList<>();
            for (LineItem line : all.lines()) {
                for (LineItem part : within(line, from, until)) {
                    lines.add(part);
                    held.add(part.id());
                }
            }
            return held;
        }

        // None where it would be empty.
        private List<LineItem> within(LineItem line, Instant from, @Nullable Instant until) {
            Instant start = line.startDate();
            Instant begin = start == null || start.isBefore(from) ? from : start;
            Instant end = earlier(line.endDate(), until);
            if (end != null && !begin.isBefore(end)) {
                return List.of();
            }
            return List.of(line.holding(begin.equals(bare.startDate()) ? null : begin, end));
        }
    }

    private static LineItem asPriced(LineItem line) {
        return line.holding(line.price().range().startDate(), line.price().range().endDate());
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
