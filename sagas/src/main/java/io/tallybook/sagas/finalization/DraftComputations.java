package io.tallybook.sagas.finalization;

import io.tallybook.core.Scope;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.sagas.duework.DueItem;
import io.tallybook.sagas.duework.Duty;
import io.tallybook.sagas.duework.Preparation;
import io.tallybook.sagas.duework.Prepared;
import java.util.List;

/**
 * Collects what drafts are computed from that somebody wants to see: as if they were due now,
 * without using up what lasts for one invoice.
 */
public final class DraftComputations implements Preparation {
    private final ComputationInputs inputs;

    public DraftComputations(ComputationInputs inputs) {
        this.inputs = inputs;
    }

    @Override
    public List<Prepared> prepare(Scope scope, List<DueItem> items) {
        return items.stream().map(item -> prepared(scope, item)).toList();
    }

    private Prepared prepared(Scope scope, DueItem item) {
        if (!(item.duty() instanceof Duty.ComputeDraft(var invoice, var opening))) {
            throw new IllegalStateException(item + " asks for no draft");
        }
        var due = new DueItem(scope, item.dueAt(), new Duty.FinalizeInvoice(invoice, opening), 0);
        return switch (inputs.collect(scope, List.of(due), null).getFirst()) {
            case Prepared.Ready(var _, InvoiceCommand.Compute compute) ->
                    new Prepared.Ready(item, InvoiceCommand.ComputeDraft.of(compute));
            case Prepared.Unready(var _, var reason) -> new Prepared.Unready(item, reason);
            case Prepared.Postponed(var _, var until, var waitsFor) ->
                    new Prepared.Postponed(item, until, waitsFor);
            case Prepared.Moot _ -> new Prepared.Moot(item);
            case Prepared.Ready other ->
                    throw new IllegalStateException("no computation: " + other.command());
        };
    }
}
