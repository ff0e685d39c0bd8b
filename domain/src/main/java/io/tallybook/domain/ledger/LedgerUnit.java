package io.tallybook.domain.ledger;

import io.tallybook.domain.money.CurrencyCode;

/**
 * What an account counts: a currency by its code, or credits of a currency or of a price unit.
 *
 * <p>Credits of two wallets of a unit may be worth different money; they are counted together only
 * to see that none is made or lost.
 */
public record LedgerUnit(String code) {
    private static final String CREDITS = "credits:";

    /** Errors: IllegalArgumentException if it is blank. */
    public LedgerUnit {
        if (code.isBlank()) {
            throw new IllegalArgumentException("unit: got a blank one, expected its code");
        }
    }

    public static LedgerUnit of(CurrencyCode currency) {
        return new LedgerUnit(currency.code());
    }

    /** Credits whose worth is said in {@code of}: the code of a currency or of a price unit. */
    public static LedgerUnit credits(String of) {
        return new LedgerUnit(CREDITS + of);
    }

    public boolean isCredits() {
        return code.startsWith(CREDITS);
    }
}
