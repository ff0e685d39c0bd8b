package io.tallybook.core.creditgrant;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of a credit grant. */
public sealed interface CreditGrantCommand extends Command {
    @TargetAggregateIdentifier
    CreditGrantId grantId();

    /** Makes one. */
    record Create(CreditGrantId grantId, Scope scope, Instant at, CreditGrantDocument grant)
            implements CreditGrantCommand {}

    /** Changes its name, its metadata or its end; all else must be as it is. */
    record Update(CreditGrantId grantId, Scope scope, Instant at, CreditGrantDocument grant)
            implements CreditGrantCommand {}

    /**
     * Gives what is due; once per index.
     *
     * @param standing how it stands with whoever gets it
     * @param destination absent unless it is served
     */
    record Apply(
            CreditGrantId grantId,
            Scope scope,
            Instant at,
            int index,
            Standing standing,
            @Nullable Destination destination)
            implements CreditGrantCommand {}

    /** How it stands with whoever gets credits. */
    enum Standing {
        SERVED,
        PAUSED,
        SUBSCRIPTION_ENDED,
        ADDON_ENDED
    }

    /**
     * Where credits go.
     *
     * @param opens the wallet, if it is to be opened
     * @param cycle the billing period; absent where there is none
     */
    record Destination(
            WalletId walletId, @Nullable WalletDocument opens, GrantTimes.@Nullable Cycle cycle) {}

    /** Says that what was given cannot reach its wallet. */
    record Fail(
            CreditGrantId grantId,
            Scope scope,
            Instant at,
            int index,
            WalletTransactionId transactionId,
            String reason)
            implements CreditGrantCommand {}

    /** Ends it: what it gave stays, and nothing more is given. */
    record End(CreditGrantId grantId, Scope scope, Instant at, CreditGrantEvent.Because because)
            implements CreditGrantCommand {}
}
