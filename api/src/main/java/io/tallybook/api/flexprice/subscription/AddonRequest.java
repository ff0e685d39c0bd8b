package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.subscription.Settling;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An instance of an addon that is wished for.
 *
 * @param start absent for now, or for the start of a subscription that is being made
 */
record AddonRequest(
        String addon,
        Cadence cadence,
        @Nullable Instant start,
        Map<String, String> metadata,
        Overrides overrides,
        CommitmentRequest commitments,
        Settling settling) {
    private static final Choice<Cadence> CADENCES =
            Choice.of(Map.of("onetime", Cadence.ONETIME, "recurring", Cadence.RECURRING));

    AddonRequest {
        metadata = Map.copyOf(metadata);
    }

    /** How long it holds. */
    enum Cadence {
        /** Until the open period ends. */
        ONETIME,
        RECURRING
    }

    /** The caller has to check the fields. */
    static AddonRequest of(Fields in) {
        return new AddonRequest(
                in.required("addon_id").text(Wishes.SHORT),
                in.optional("cadence").choice(CADENCES, Cadence.RECURRING),
                in.optional("start_date").instant(),
                in.optional("metadata").looseMap(Wishes.LONG),
                Overrides.of(in),
                CommitmentRequest.of(in),
                Wishes.settling(in));
    }
}
