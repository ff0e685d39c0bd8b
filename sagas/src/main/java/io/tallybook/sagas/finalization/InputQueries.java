package io.tallybook.sagas.finalization;

import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.sagas.duework.DueItem;
import io.tallybook.sagas.duework.Duty;
import io.tallybook.sagas.duework.Prepared;
import java.util.List;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;

/**
 * Answers what an invoice would be computed from now, by the way in which it is computed when it is
 * due.
 */
public final class InputQueries {
    private final ComputationInputs inputs;

    public InputQueries(ComputationInputs inputs) {
        this.inputs = inputs;
    }

    @QueryHandler
    public Optional<InvoiceQuery.Inputs> handle(InvoiceQuery.InputsNow query) {
        var item =
                new DueItem(
                        query.scope(),
                        query.at(),
                        new Duty.FinalizeInvoice(query.id(), query.opening()),
                        0);
        return inputs.collect(query.scope(), List.of(item), query.assuming()).stream()
                .findFirst()
                .flatMap(InputQueries::inputs);
    }

    private static Optional<InvoiceQuery.Inputs> inputs(Prepared prepared) {
        return switch (prepared) {
            case Prepared.Ready(var _, InvoiceCommand.Compute compute) ->
                    Optional.of(
                            new InvoiceQuery.Inputs(
                                    compute.conventions(), compute.lines(), compute.adjustments()));
            case Prepared.Ready _, Prepared.Unready _, Prepared.Postponed _, Prepared.Moot _ ->
                    Optional.empty();
        };
    }
}
