package io.tallybook.core.subscription;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.catalogue.AddonId;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One instance of an addon on a subscription.
 *
 * @param endDate the first moment at which it holds no longer; absent for the subscription's end
 * @param agreedAt when it was added
 * @param cancelledAt when somebody ended it; absent while nobody has
 */
@RecordBuilder
public record AddonAssociation(
        AddonAssociationId id,
        AddonId addonId,
        Instant startDate,
        @Nullable Instant endDate,
        Instant agreedAt,
        @Nullable Instant cancelledAt,
        @Nullable String reason,
        Map<String, String> metadata) {
    public AddonAssociation {
        metadata = Map.copyOf(Objects.requireNonNullElse(metadata, Map.of()));
    }

    /** Whether it holds at a moment. */
    public boolean holdsAt(Instant moment) {
        return !moment.isBefore(startDate) && (endDate == null || moment.isBefore(endDate));
    }

    /** The same, ended. */
    public AddonAssociation ended(Instant end, Instant at, @Nullable String why) {
        return AddonAssociationBuilder.builder(this)
                .endDate(end)
                .cancelledAt(at)
                .reason(why)
                .build();
    }
}
