package io.tallybook.core.subscription;

import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a line came to a subscription that ran already, how it came to its end, and what was promised
 * of it.
 *
 * <p>A period that is paid when it begins is charged by the end that was agreed by then. An end
 * that is agreed later changes no such charge: what it leaves unused is given back.
 *
 * @param changeId the change it came with; absent if it was there from the start, or came with the
 *     plan
 * @param settling when the rest of a period that had begun is charged
 * @param credit what of other lines was paid and not used, taken off its first charge
 * @param ends every end it was given, in order; the last one holds
 * @param commitment how much of it the customer has promised to use; absent for nothing
 */
public record LineAgreement(
        @Nullable String changeId,
        Settling settling,
        @Nullable Money credit,
        List<AgreedEnd> ends,
        Map<String, String> metadata,
        @Nullable LineCommitment commitment) {
    public static final LineAgreement NONE =
            new LineAgreement(null, Settling.NEXT_INVOICE, null, List.of(), Map.of());

    public LineAgreement {
        ends = List.copyOf(ends);
        metadata = Map.copyOf(Objects.requireNonNullElse(metadata, Map.of()));
    }

    /** One without a promise. */
    public LineAgreement(
            @Nullable String changeId,
            Settling settling,
            @Nullable Money credit,
            List<AgreedEnd> ends,
            Map<String, String> metadata) {
        this(changeId, settling, credit, ends, metadata, null);
    }

    /**
     * An end.
     *
     * @param agreedAt absent if it was agreed together with the line
     * @param changeId the change that it was agreed by; absent if nothing came of it but the end
     */
    public record AgreedEnd(
            @Nullable Instant agreedAt, @Nullable Instant endDate, @Nullable String changeId) {}

    public LineAgreement by(String change, Settling when) {
        return new LineAgreement(change, when, credit, ends, metadata, commitment);
    }

    public LineAgreement less(@Nullable Money unused) {
        return new LineAgreement(changeId, settling, unused, ends, metadata, commitment);
    }

    public LineAgreement with(List<AgreedEnd> all) {
        return new LineAgreement(changeId, settling, credit, all, metadata, commitment);
    }

    public LineAgreement describedBy(Map<String, String> words) {
        return new LineAgreement(changeId, settling, credit, ends, words, commitment);
    }

    public LineAgreement promising(@Nullable LineCommitment promised) {
        return new LineAgreement(changeId, settling, credit, ends, metadata, promised);
    }
}
