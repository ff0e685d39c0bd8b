package io.tallybook.sagas.duework;

/** The kinds of due work, in the order in which work of one moment is performed. */
public enum DueKind {
    /**
     * What was paid and is not used goes to a wallet: at once, so that it can pay what is invoiced
     * then; where an invoice has to be final first, after all that is at that moment.
     */
    UNUSED_CREDIT(-4, 24),
    /** What was held back is given up: its first invoice was not paid in time. */
    GIVE_UP(-3),
    /** A pause that was agreed begins. */
    PAUSE(-2),
    /** A pause has come to its agreed end. */
    RESUME(-1),
    /** A subscription ends. */
    END(0),
    /** A period is closed and invoiced. */
    RENEW(1),
    /** What credits had paid of a void invoice goes back, so that they can pay what replaces it. */
    GIVE_BACK(2),
    /** An invoice is computed and finalized. */
    FINALIZE(3),
    /** What came of a payment is told to its invoice. */
    BOOK(4),
    /** What went back of a payment is told to its invoice. */
    BOOK_REFUND(5),
    /** Somebody is asked for the money of an attempt. */
    CHARGE(6),
    /** A refused payment is tried again. */
    RETRY(7),
    /** What an invoice has taken into account is given its number. */
    ISSUE_NOTE(8),
    /** What an invoice has taken back is declared void. */
    VOID_NOTE(9),
    /** An invoice that is not paid becomes overdue: after what is paid at that moment. */
    PASS_DUE_DATE(10),
    /** What credits had paid of what a credit note takes off goes back. */
    GIVE_BACK_PART(11),
    /** What was paid on a void invoice goes back. */
    REFUND(12),
    /** A subscription whose invoice has stayed unpaid ends: after what is paid at that moment. */
    END_GRACE(13),
    /** Somebody is told of what comes: after all that may keep it from coming. */
    ANNOUNCE(14),
    /** A draft is computed for somebody who asked for it. */
    COMPUTE_DRAFT(19),
    /** The prices of a plan are brought to some of its subscriptions. */
    SYNC_PLAN(20),
    /** A credit grant gives. */
    APPLY_GRANT(22),
    /** What a credit grant gave comes into a wallet. */
    CREDIT_WALLET(23),
    /** A hold has timed out. */
    END_HOLD(40),
    /** The last moment of a credit has come: whatever may pay at it has paid. */
    EXPIRE_CREDIT(41),
    /** A wallet buys credits at a regular time, after all that moves credits at that moment. */
    TOP_UP(42),
    /** A wallet may buy again. */
    END_TOP_UP_REST(43);

    private final int rank;
    private final int rankPutOff;

    DueKind(int rank) {
        this(rank, rank);
    }

    DueKind(int rank, int rankPutOff) {
        this.rank = rank;
        this.rankPutOff = rankPutOff;
    }

    /** What is lower is performed first: who ends does not renew as well. */
    public int rank() {
        return rank;
    }

    /** The same of what was put off until something else had come. */
    int rankPutOff() {
        return rankPutOff;
    }
}
