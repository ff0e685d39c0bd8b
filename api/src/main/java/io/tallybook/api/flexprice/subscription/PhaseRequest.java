package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.flexprice.coupon.Redeeming;
import io.tallybook.api.request.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A phase that is wished for.
 *
 * @param end absent for the start of the next one, or the end of the subscription
 * @param overrides of the plan's prices
 * @param lines beside those of the plan
 */
record PhaseRequest(
        Instant start,
        @Nullable Instant end,
        Overrides overrides,
        List<LineRequest> lines,
        List<Redeeming.Wish> coupons,
        Map<String, String> metadata) {
    private static final int MOST = 50;

    PhaseRequest {
        lines = List.copyOf(lines);
        coupons = List.copyOf(coupons);
        metadata = Map.copyOf(metadata);
    }

    /** In the order of time; the caller has to check the fields. */
    static List<PhaseRequest> of(Fields in) {
        List<PhaseRequest> phases = new ArrayList<>();
        for (Fields one : in.optional("phases").objects(MOST)) {
            PhaseRequest phase = phase(one);
            Instant start = phase.start();
            PhaseRequest before = phases.isEmpty() ? null : phases.getLast();
            if (start != null && before != null && before.start() != null) {
                Instant from = before.end() == null ? before.start().plusNanos(1) : before.end();
                if (start.isBefore(from)) {
                    one.complain(
                            "start_date",
                            "from the end of the phase before on, " + from,
                            "" + start);
                }
                if (before.end() == null) {
                    phases.set(phases.size() - 1, before.until(start));
                }
            }
            if (start != null && phase.end() != null && !start.isBefore(phase.end())) {
                one.complain("end_date", "a time after start_date, " + start, "" + phase.end());
            }
            phases.add(phase);
        }
        return List.copyOf(phases);
    }

    private static PhaseRequest phase(Fields in) {
        return new PhaseRequest(
                in.required("start_date").instant(),
                in.optional("end_date").instant(),
                Overrides.of(in),
                in.optional("line_items").objects(MOST).stream().map(LineRequest::of).toList(),
                Redeeming.of(in),
                in.optional("metadata").map(Wishes.LONG));
    }

    private PhaseRequest until(Instant moment) {
        return new PhaseRequest(start, moment, overrides, lines, coupons, metadata);
    }
}
