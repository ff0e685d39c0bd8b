package io.tallybook.core.invoice;

import java.util.Locale;
import java.util.Map;

/**
 * What an environment has chosen for its invoices; an invoice keeps what held when it was computed.
 *
 * @param daysToPay from finalization, where the invoice itself has no due date
 * @param zero what becomes of an invoice on which nothing is owed
 */
public record InvoicePolicy(Numbering numbering, int daysToPay, Zero zero) {
    public static final InvoicePolicy USUAL = new InvoicePolicy(Numbering.USUAL, 1, Zero.SKIPPED);

    /** The setting in which an environment says what it has chosen. */
    public static final String SETTING = "invoice_config";

    /** The part of it that says how many seconds a draft waits for late usage. */
    public static final String FINALIZATION_DELAY = "finalization_delay_seconds";

    /** What a setting says; what it leaves out is as usual. */
    public static InvoicePolicy of(Map<String, String> setting) {
        Numbering usual = Numbering.USUAL;
        return new InvoicePolicy(
                new Numbering(
                        setting.getOrDefault("prefix", usual.prefix()),
                        setting.getOrDefault("separator", usual.separator()),
                        setting.getOrDefault("suffix", usual.suffix()),
                        Numbering.DatePart.ofFormat(setting.getOrDefault("format", "YYYYMM")),
                        setting.getOrDefault("timezone", usual.timezone()),
                        Numbering.Per.valueOf(
                                setting.getOrDefault("series", usual.per().name())
                                        .toUpperCase(Locale.ROOT)),
                        Long.parseLong(setting.getOrDefault("start_sequence", "1")),
                        Integer.parseInt(setting.getOrDefault("suffix_length", "5"))),
                Integer.parseInt(setting.getOrDefault("due_date_days", "1")),
                "true".equals(setting.get("keep_zero_invoices")) ? Zero.KEPT : Zero.SKIPPED);
    }

    /** What becomes of an invoice on which nothing is owed. */
    public enum Zero {
        /** It gets no number. */
        SKIPPED,
        /** It is finalized as any other. */
        KEPT
    }
}
