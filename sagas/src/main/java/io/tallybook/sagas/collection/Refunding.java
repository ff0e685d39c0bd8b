package io.tallybook.sagas.collection;

import io.tallybook.core.Scope;
import io.tallybook.core.payment.PaymentCommand;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentQuery;
import io.tallybook.core.payment.PaymentView;
import io.tallybook.core.payment.RefundId;
import io.tallybook.domain.money.Money;
import io.tallybook.sagas.Replies;
import io.tallybook.sagas.duework.DueItem;
import io.tallybook.sagas.duework.Duty;
import io.tallybook.sagas.duework.Preparation;
import io.tallybook.sagas.duework.Prepared;
import java.util.List;
import java.util.Optional;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * Gives back what an invoice has ordered to go back, which nothing else gives back: no more than is
 * left of the payment, of which refunds could once be made beside its invoice.
 */
public final class Refunding implements Preparation {
    private final QueryGateway queries;

    public Refunding(QueryGateway queries) {
        this.queries = queries;
    }

    @Override
    public List<Prepared> prepare(Scope scope, List<DueItem> items) {
        return items.stream().map(this::prepared).toList();
    }

    private Prepared prepared(DueItem item) {
        if (!(item.duty() instanceof Duty.Refund(RefundId id, var money))) {
            throw new IllegalArgumentException("not a refund: " + item);
        }
        Optional<PaymentView> found = payment(item.scope(), money.paymentId());
        if (found.isEmpty()) {
            return new Prepared.Unready(item, "the view does not show the payment yet");
        }
        PaymentView payment = found.get();
        Money amount = money.amount().min(payment.kept());
        return amount.isPositive()
                ? new Prepared.Ready(
                        item,
                        new PaymentCommand.Refund(
                                payment.id(),
                                item.scope(),
                                item.dueAt(),
                                id,
                                amount,
                                null,
                                money.toWalletOf()))
                : new Prepared.Moot(item);
    }

    private Optional<PaymentView> payment(Scope scope, PaymentId id) {
        return Replies.of(
                queries.query(
                        new PaymentQuery.ById(scope, id),
                        ResponseTypes.optionalInstanceOf(PaymentView.class)));
    }
}
