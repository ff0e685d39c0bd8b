package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.EntityStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code status} of a list of invoices may ask for: how an invoice stands between its seller
 * and its customer, or whether its row is in use, as with every list.
 *
 * @param row whether the row is in use
 * @param invoices the stages of an invoice, any if empty
 * @param payments how far it is paid, any if empty
 */
record Standing(EntityStatus row, List<String> invoices, List<String> payments) {

    private static final Choice<Standing> WORDS = Choice.of(words());

    Standing {
        invoices = List.copyOf(invoices);
        payments = List.copyOf(payments);
    }

    private static Map<String, Standing> words() {
        Map<String, Standing> words = new TreeMap<>();
        for (EntityStatus row : EntityStatus.values()) {
            words.put(row.name().toLowerCase(Locale.ROOT), new Standing(row, List.of(), List.of()));
        }
        words.put("draft", billed(List.of("DRAFT", "COMPUTED"), List.of()));
        words.put(
                "open",
                billed(
                        List.of("FINALIZED"),
                        List.of("PENDING", "PARTIALLY_PAID", "PROCESSING", "FAILED")));
        // What was paid and given back later was paid: nothing of it is open.
        words.put(
                "paid",
                billed(
                        List.of("FINALIZED"),
                        List.of("SUCCEEDED", "OVERPAID", "REFUNDED", "PARTIALLY_REFUNDED")));
        words.put("void", billed(List.of("VOIDED"), List.of()));
        return words;
    }

    private static Standing billed(List<String> invoices, List<String> payments) {
        return new Standing(EntityStatus.PUBLISHED, invoices, payments);
    }

    /** Narrows a list to {@code status}, and to those made from {@code from} until {@code to}. */
    static @Nullable EntityStatus narrow(Fields in, Criteria criteria) {
        Instant from = in.optional("from").instant();
        Instant to = in.optional("to").instant();
        if (from != null && to != null && !from.isBefore(to)) {
            in.complain("from", "a time before to, " + to, from.toString());
        }
        criteria.since("from", "created_at").before("created_at", to);
        Standing standing = in.optional(ListRequest.STATUS_WORD).choice(WORDS);
        if (standing == null) {
            return null;
        }
        criteria.isOneOf("status", standing.invoices())
                .isOneOf("payment_status", standing.payments());
        return standing.row();
    }
}
