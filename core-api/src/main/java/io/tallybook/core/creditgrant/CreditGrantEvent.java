package io.tallybook.core.creditgrant;

import io.tallybook.core.Scope;
import io.tallybook.core.wallet.WalletTransactionId;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to a credit grant. */
public sealed interface CreditGrantEvent {
    CreditGrantId grantId();

    /**
     * What it gives next.
     *
     * @param index its number, from 0
     * @param at when
     * @param periodEnd absent for a grant that gives once
     */
    record Next(int index, Instant at, @Nullable Instant periodEnd, BigDecimal credits) {}

    /**
     * A credit grant was made.
     *
     * @param next absent for one that gives nothing by itself
     */
    record Created(
            CreditGrantId grantId, Scope scope, CreditGrantDocument grant, @Nullable Next next)
            implements CreditGrantEvent {}

    /**
     * It is described otherwise, or ends otherwise.
     *
     * @param next absent if it gives nothing more
     */
    record Updated(CreditGrantId grantId, CreditGrantDocument grant, @Nullable Next next)
            implements CreditGrantEvent {}

    /**
     * It gave credits, which are owed to the wallet from now on.
     *
     * @param next absent if it gives nothing more
     */
    record Applied(CreditGrantId grantId, GrantApplication application, @Nullable Next next)
            implements CreditGrantEvent {}

    /**
     * It gave nothing, though the time had come.
     *
     * @param because how it stood with whoever would have got it
     * @param next absent if it gives nothing more
     */
    record Skipped(
            CreditGrantId grantId,
            int index,
            Instant at,
            CreditGrantCommand.Standing because,
            @Nullable Next next)
            implements CreditGrantEvent {}

    /** What it gave did not reach the wallet and never will. */
    record ApplicationFailed(
            CreditGrantId grantId, int index, WalletTransactionId transactionId, String reason)
            implements CreditGrantEvent {}

    /** It gives nothing more. */
    record Ended(CreditGrantId grantId, Instant endedAt, Because because)
            implements CreditGrantEvent {}

    /** Why a grant ends. */
    enum Because {
        /** Somebody deleted it. */
        DELETED,
        SUBSCRIPTION_ENDED,
        PLAN_LEFT,
        ADDON_ENDED
    }
}
