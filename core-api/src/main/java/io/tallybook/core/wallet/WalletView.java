package io.tallybook.core.wallet;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A wallet.
 *
 * @param creditBalance credits left, those that have expired included until they are taken out
 * @param freeCredits those of them that were given
 * @param purchasedCredits those of them that were bought
 * @param inside what else is in it; absent in what was folded before there was any
 */
@RecordBuilder
public record WalletView(
        WalletId id,
        Scope scope,
        WalletDocument wallet,
        BigDecimal creditBalance,
        BigDecimal freeCredits,
        BigDecimal purchasedCredits,
        Stamp stamp,
        @Nullable Inside inside)
        implements View {

    /** An open one in which nothing is held. */
    public WalletView(
            WalletId id,
            Scope scope,
            WalletDocument wallet,
            BigDecimal creditBalance,
            BigDecimal freeCredits,
            BigDecimal purchasedCredits,
            Stamp stamp) {
        this(id, scope, wallet, creditBalance, freeCredits, purchasedCredits, stamp, null);
    }

    /** How it stands. */
    public enum Status {
        ACTIVE,
        CLOSED
    }

    /**
     * What else is in a wallet.
     *
     * @param heldCredits those of the balance that are kept for a purpose
     * @param flows where its credits came from and went, in all its life
     * @param refund what its closing left to be paid out; absent unless it was closed
     * @param haltedBecause why it buys no more by itself; absent while it does, if it ever did
     */
    public record Inside(
            Status status,
            BigDecimal heldCredits,
            Flows flows,
            @Nullable Money refund,
            @Nullable String haltedBecause) {
        public static final Inside NOTHING =
                new Inside(Status.ACTIVE, BigDecimal.ZERO, Flows.NONE, null, null);

        /** The same, buying by itself or not. */
        public Inside halted(@Nullable String because) {
            return new Inside(status, heldCredits, flows, refund, because);
        }
    }

    /**
     * Sums of credits: {@code granted - used - expired - voided} is the balance.
     *
     * @param used what went to invoices and by hand, less what came back
     * @param voided what was taken back, adjusted away, or left in it at its closing
     */
    public record Flows(
            BigDecimal granted, BigDecimal used, BigDecimal expired, BigDecimal voided) {
        public static final Flows NONE =
                new Flows(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    /** What else is in it. */
    public Inside within() {
        return inside == null ? Inside.NOTHING : inside;
    }
}
