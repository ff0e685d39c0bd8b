package io.tallybook.core.invoice;

import java.time.Instant;
import java.util.List;

/** Why an invoice waits for an operator. */
public record Parking(Instant since, List<Breach> breaches) {
    public Parking {
        breaches = List.copyOf(breaches);
    }
}
