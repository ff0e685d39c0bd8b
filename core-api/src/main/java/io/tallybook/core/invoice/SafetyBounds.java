package io.tallybook.core.invoice;

import java.util.Map;

/**
 * Beyond what an invoice is not finalized by itself, but parked until somebody has looked at it.
 *
 * @param linesMax how many lines it may have
 * @param jumpFactorMax how many times the largest invoice that its subscription had before it may
 *     come to
 * @param jumpAfterInvoices how many there must have been before, for that to mean anything
 * @param jumpFloor in units of the currency: what is less never jumps
 */
public record SafetyBounds(int linesMax, int jumpFactorMax, int jumpAfterInvoices, long jumpFloor) {
    /** The setting in which an environment says otherwise. */
    public static final String SETTING = "invoice_safety_config";

    public static final String LINES_MAX = "lines_max";
    public static final String JUMP_FACTOR_MAX = "jump_factor_max";
    public static final String JUMP_AFTER_INVOICES = "jump_after_invoices";
    public static final String JUMP_FLOOR = "jump_floor";

    /** Wide enough that what they stop is a fault and no growth. */
    public static final SafetyBounds USUAL = new SafetyBounds(100_000, 100, 3, 10_000);

    /** What a setting says; what it leaves out is as usual. */
    public static SafetyBounds of(Map<String, String> setting) {
        return new SafetyBounds(
                Integer.parseInt(setting.getOrDefault(LINES_MAX, String.valueOf(USUAL.linesMax()))),
                Integer.parseInt(
                        setting.getOrDefault(
                                JUMP_FACTOR_MAX, String.valueOf(USUAL.jumpFactorMax()))),
                Integer.parseInt(
                        setting.getOrDefault(
                                JUMP_AFTER_INVOICES, String.valueOf(USUAL.jumpAfterInvoices()))),
                Long.parseLong(
                        setting.getOrDefault(JUMP_FLOOR, String.valueOf(USUAL.jumpFloor()))));
    }
}
