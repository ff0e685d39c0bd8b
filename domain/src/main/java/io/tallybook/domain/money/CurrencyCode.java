package io.tallybook.domain.money;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A currency of ISO 4217, by its three letters.
 *
 * <p>Codes without minor units in the standard (gold, test codes, "no currency") are no currency
 * one can be billed in and are refused. Six codes withdrawn from 2023 on are still read, because
 * documents in them are still being corrected.
 */
public record CurrencyCode(String code) implements Comparable<CurrencyCode> {

    // ISO 4217 list one, grouped by the number of decimals; see docs/conventions.md#currencies.
    private static final String NO_DECIMALS =
            "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    private static final String TWO_DECIMALS =
            """
            AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
            CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL
            HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU
            MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR
            SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED
            VES WST XAD XCD XCG YER ZAR ZMW ZWG
            """;
    private static final String WITHDRAWN_WITH_TWO_DECIMALS = "ANG BGN CUC HRK SLL ZWL";
    private static final String THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND";
    private static final String FOUR_DECIMALS = "CLF UYW";

    private static final Map<String, Integer> MINOR_UNITS = table();
    private static final Map<String, CurrencyCode> KNOWN = known();

    /**
     * Errors: IllegalArgumentException naming the value if it is not an upper-case code of the
     * table.
     */
    public CurrencyCode {
        if (!MINOR_UNITS.containsKey(code)) {
            throw new IllegalArgumentException(
                    "currency: \""
                            + code
                            + "\" is not a currency of ISO 4217 that has minor units");
        }
    }

    /**
     * The currency of this code, written in any case. Errors: IllegalArgumentException naming the
     * value.
     */
    public static CurrencyCode of(String anyCase) {
        CurrencyCode exact = KNOWN.get(anyCase);
        if (exact != null) {
            return exact;
        }
        CurrencyCode found = KNOWN.get(anyCase.toUpperCase(Locale.ROOT));
        return found != null ? found : new CurrencyCode(anyCase);
    }

    /** How many decimals an amount in this currency has: 2 for USD, 0 for JPY, 3 for KWD. */
    public int minorUnits() {
        Integer units = MINOR_UNITS.get(code);
        return units == null ? 0 : units;
    }

    /** Every code that {@link #of} accepts, in order. */
    public static Set<String> all() {
        return new TreeSet<>(MINOR_UNITS.keySet());
    }

    @Override
    public int compareTo(CurrencyCode other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }

    private static Map<String, Integer> table() {
        Map<String, Integer> units = new HashMap<>();
        put(units, NO_DECIMALS, 0);
        put(units, TWO_DECIMALS, 2);
        put(units, WITHDRAWN_WITH_TWO_DECIMALS, 2);
        put(units, THREE_DECIMALS, 3);
        put(units, FOUR_DECIMALS, 4);
        return Map.copyOf(units);
    }

    private static void put(Map<String, Integer> units, String codes, int minorUnits) {
        for (int at = 0; at + 3 <= codes.length(); at += 4) {
            units.put(codes.substring(at, at + 3), minorUnits);
        }
    }

    private static Map<String, CurrencyCode> known() {
        Map<String, CurrencyCode> known = new HashMap<>();
        MINOR_UNITS.keySet().forEach(code -> known.put(code, new CurrencyCode(code)));
        return Map.copyOf(known);
    }
}
