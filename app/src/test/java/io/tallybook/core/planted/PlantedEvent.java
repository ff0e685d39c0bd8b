package io.tallybook.core.planted;

import io.tallybook.domain.invoice.InvoiceDraft;

/** An event that carries a rich type: the next release could not read it. */
sealed interface PlantedEvent {
    /** Carries what it must not. */
    record Computed(InvoiceDraft draft) implements PlantedEvent {}
}
