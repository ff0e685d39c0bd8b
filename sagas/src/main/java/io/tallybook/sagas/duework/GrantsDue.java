package io.tallybook.sagas.duework;

import static io.tallybook.sagas.duework.DueKind.APPLY_GRANT;
import static io.tallybook.sagas.duework.DueKind.CREDIT_WALLET;

import io.tallybook.core.creditgrant.CreditGrantEvent;
import io.tallybook.core.creditgrant.CreditGrantEvent.Next;
import io.tallybook.core.creditgrant.CreditGrantId;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.duework.DueChange.Owe;
import io.tallybook.sagas.duework.DueChange.Settle;
import io.tallybook.sagas.duework.DueChange.SettleFrom;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is owed because of credit grants: the next giving, and what was given until it is there. */
final class GrantsDue {
    private GrantsDue() {}

    static List<DueChange> react(CreditGrantEvent event, Occurrence when) {
        CreditGrantId grant = event.grantId();
        return switch (event) {
            case CreditGrantEvent.Created e -> next(grant, e.next(), when).toList();
            case CreditGrantEvent.Updated e ->
                    Stream.concat(
                                    Stream.of(new SettleFrom(APPLY_GRANT, grant, 0)),
                                    next(grant, e.next(), when))
                            .toList();
            case CreditGrantEvent.Applied e ->
                    Stream.concat(
                                    Stream.of(
                                            new Settle(APPLY_GRANT, grant, e.application().index()),
                                            new Owe(
                                                    when.scope(),
                                                    when.effectiveAt(),
                                                    new Duty.CreditWallet(e.application()))),
                                    next(grant, e.next(), when))
                            .toList();
            case CreditGrantEvent.Skipped e ->
                    Stream.concat(
                                    Stream.of(new Settle(APPLY_GRANT, grant, e.index())),
                                    next(grant, e.next(), when))
                            .toList();
            case CreditGrantEvent.ApplicationFailed e ->
                    List.of(new Settle(CREDIT_WALLET, e.transactionId(), 0));
            case CreditGrantEvent.Ended _ -> List.of(new SettleFrom(APPLY_GRANT, grant, 0));
        };
    }

    private static Stream<DueChange> next(
            CreditGrantId grant, @Nullable Next next, Occurrence when) {
        return next == null
                ? Stream.of()
                : Stream.of(
                        new Owe(when.scope(), next.at(), new Duty.ApplyGrant(grant, next.index())));
    }
}
