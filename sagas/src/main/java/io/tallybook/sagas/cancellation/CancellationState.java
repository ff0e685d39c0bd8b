package io.tallybook.sagas.cancellation;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tallybook.core.invoice.InvoiceId;

/** Where the ending of a subscription stands. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "stage")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CancellationState.NotBegun.class, name = "not_begun"),
    @JsonSubTypes.Type(value = CancellationState.Invoicing.class, name = "invoicing"),
    @JsonSubTypes.Type(value = CancellationState.Done.class, name = "done")
})
public sealed interface CancellationState {
    /** The subscription has not ended. */
    record NotBegun() implements CancellationState {}

    /** The last invoice was asked for. */
    record Invoicing(InvoiceId invoiceId) implements CancellationState {}

    /** Nothing is left to be done. */
    record Done() implements CancellationState {}
}
