package io.tallybook.command.creditgrant;

import io.tallybook.command.Decision;
import io.tallybook.command.creditgrant.CreditGrantState.Absent;
import io.tallybook.command.creditgrant.CreditGrantState.Over;
import io.tallybook.command.creditgrant.CreditGrantState.Running;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.creditgrant.CreditGrantCommand;
import io.tallybook.core.creditgrant.CreditGrantCommand.Destination;
import io.tallybook.core.creditgrant.CreditGrantDocument;
import io.tallybook.core.creditgrant.CreditGrantDocument.Grantee;
import io.tallybook.core.creditgrant.CreditGrantEvent;
import io.tallybook.core.creditgrant.CreditGrantEvent.Next;
import io.tallybook.core.creditgrant.CreditGrantId;
import io.tallybook.core.creditgrant.GrantApplication;
import io.tallybook.core.creditgrant.GrantApplicationId;
import io.tallybook.core.creditgrant.GrantTimes;
import io.tallybook.core.wallet.WalletTransactionId;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a credit grant gives, each giving once: a giving of a number that is past is a repeat, and
 * one of a number to come is refused, in whichever order they arrive.
 */
final class CreditGrantDecider {
    private static final String KIND = "credit grant";

    private CreditGrantDecider() {}

    static Decision<CreditGrantEvent.Created> create(
            CreditGrantState state, CreditGrantCommand.Create c) {
        return switch (state) {
            case Absent() -> {
                Optional<Rejection> broken = CreditGrantRules.broken(c.grant());
                yield broken.isPresent()
                        ? Decision.refused(broken.get())
                        : Decision.accepted(
                                new CreditGrantEvent.Created(
                                        c.grantId(), c.scope(), c.grant(), next(c.grant(), 0)));
            }
            case Running running -> repeated(running, c);
            case Over(var last) -> repeated(last, c);
        };
    }

    private static Decision<CreditGrantEvent.Created> repeated(
            Running before, CreditGrantCommand.Create c) {
        return Decision.repeated(
                KIND,
                c.grantId(),
                before.created().scope(),
                c.scope(),
                before.created(),
                new CreditGrantEvent.Created(
                        c.grantId(), c.scope(), c.grant(), before.created().next()));
    }

    private static @Nullable Next next(CreditGrantDocument grant, int index) {
        return GrantTimes.giving(grant, index).orElse(null);
    }

    static Decision<CreditGrantEvent.Updated> update(
            CreditGrantState state, CreditGrantCommand.Update c) {
        return inRunning(
                state,
                c.grantId(),
                c.scope(),
                running -> {
                    if (running.now().equals(c.grant())) {
                        return Decision.alreadyDone();
                    }
                    Optional<Rejection> broken =
                            CreditGrantRules.changed(running.now(), c.grant(), c.at());
                    return broken.isPresent()
                            ? Decision.refused(broken.get())
                            : Decision.accepted(
                                    new CreditGrantEvent.Updated(
                                            c.grantId(),
                                            c.grant(),
                                            next(c.grant(), running.done())));
                },
                _ ->
                        Decision.refused(
                                Rejection.invalidOperation(
                                        KIND + " '" + c.grantId() + "' has ended")));
    }

    static Decision<CreditGrantEvent> apply(CreditGrantState state, CreditGrantCommand.Apply c) {
        return inRunning(
                state,
                c.grantId(),
                c.scope(),
                running -> apply(running, c),
                _ -> Decision.alreadyDone());
    }

    private static Decision<CreditGrantEvent> apply(Running running, CreditGrantCommand.Apply c) {
        if (c.index() < running.done()) {
            return Decision.alreadyDone();
        }
        Next due = running.next();
        if (due == null || due.index() != c.index() || due.at().isAfter(c.at())) {
            return Decision.refused(
                    Rejection.invalidOperation(
                            KIND
                                    + " '"
                                    + c.grantId()
                                    + "' gives "
                                    + (due == null ? "nothing more" : due)
                                    + ", not number "
                                    + c.index()
                                    + " at "
                                    + c.at()));
        }
        Next next = next(running.now(), c.index() + 1);
        return switch (c.standing()) {
            case SERVED -> applied(running.now(), due, next, c);
            case PAUSED ->
                    Decision.accepted(
                            new CreditGrantEvent.Skipped(
                                    c.grantId(), c.index(), c.at(), c.standing(), next));
            case SUBSCRIPTION_ENDED -> ended(c, CreditGrantEvent.Because.SUBSCRIPTION_ENDED);
            case ADDON_ENDED -> ended(c, CreditGrantEvent.Because.ADDON_ENDED);
        };
    }

    private static Decision<CreditGrantEvent> ended(
            CreditGrantCommand.Apply c, CreditGrantEvent.Because because) {
        return Decision.accepted(new CreditGrantEvent.Ended(c.grantId(), c.at(), because));
    }

    private static Decision<CreditGrantEvent> applied(
            CreditGrantDocument grant, Next due, @Nullable Next next, CreditGrantCommand.Apply c) {
        Destination to = c.destination();
        Grantee grantee = grant.grantee();
        if (to == null || grantee == null) {
            return Decision.refused(
                    Rejection.invalidOperation(
                            KIND + " '" + c.grantId() + "' needs a wallet to give to"));
        }
        String index = String.valueOf(due.index());
        return Decision.accepted(
                new CreditGrantEvent.Applied(
                        c.grantId(),
                        new GrantApplication(
                                GrantApplicationId.of(c.grantId(), due),
                                c.grantId(),
                                due.index(),
                                due.at(),
                                due.periodEnd(),
                                due.credits(),
                                grantee.customerId(),
                                grant.target().subscriptionId(),
                                to.walletId(),
                                to.opens(),
                                WalletTransactionId.of(
                                        Ulid.derived(
                                                due.at(), "given", c.grantId().value(), index)),
                                GrantTimes.lastMoment(grant, due.at(), to.cycle()),
                                GrantTimes.carry(grant, due.at(), to.cycle()),
                                grant.priority(),
                                grant.name()),
                        next));
    }

    static Decision<CreditGrantEvent.ApplicationFailed> fail(
            CreditGrantState state, CreditGrantCommand.Fail c) {
        return inRunning(
                state, c.grantId(), c.scope(), running -> fail(running, c), last -> fail(last, c));
    }

    private static Decision<CreditGrantEvent.ApplicationFailed> fail(
            Running running, CreditGrantCommand.Fail c) {
        if (running.failed().contains(c.index())) {
            return Decision.alreadyDone();
        }
        return c.index() >= running.done()
                ? Decision.refused(
                        Rejection.invalidOperation(
                                KIND + " '" + c.grantId() + "' has not given number " + c.index()))
                : Decision.accepted(
                        new CreditGrantEvent.ApplicationFailed(
                                c.grantId(), c.index(), c.transactionId(), c.reason()));
    }

    static Decision<CreditGrantEvent.Ended> end(CreditGrantState state, CreditGrantCommand.End c) {
        return inRunning(
                state,
                c.grantId(),
                c.scope(),
                _ ->
                        Decision.accepted(
                                new CreditGrantEvent.Ended(c.grantId(), c.at(), c.because())),
                _ -> Decision.alreadyDone());
    }

    private static <E> Decision<E> inRunning(
            CreditGrantState state,
            CreditGrantId id,
            Scope caller,
            Function<Running, Decision<E>> running,
            Function<Running, Decision<E>> over) {
        return switch (state) {
            case Running now when now.created().scope().equals(caller) -> running.apply(now);
            case Over(var last) when last.created().scope().equals(caller) -> over.apply(last);
            case Absent _, Running _, Over _ -> Decision.notFound(KIND, id);
        };
    }
}
