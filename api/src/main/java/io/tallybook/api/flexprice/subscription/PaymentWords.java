package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.request.Choice;
import io.tallybook.core.subscription.PaymentTerms;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the contract says when an invoice is due: as {@code 30 NET}. */
final class PaymentWords {

    static final Choice<PaymentTerms> CHOICE = Choice.of(words());

    private PaymentWords() {}

    static @Nullable String of(@Nullable PaymentTerms terms) {
        return terms == null ? null : terms.netDays() + " NET";
    }

    private static Map<String, PaymentTerms> words() {
        Map<String, PaymentTerms> words = new LinkedHashMap<>();
        for (int days : new int[] {15, 30, 45, 60, 75, 90}) {
            var terms = new PaymentTerms(days);
            words.put(days + " NET", terms);
        }
        return words;
    }
}
