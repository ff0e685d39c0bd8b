package io.tallybook.domain.planted;

import java.time.Instant;

/** A rule whose answer changes while nobody looks. */
final class AsksTheMachineForTheTime {
    private AsksTheMachineForTheTime() {}

    static boolean isLate(Instant due) {
        return Instant.now().isAfter(due);
    }
}
