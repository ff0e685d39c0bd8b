package io.tallybook.core.catalogue;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a feature is.
 *
 * @param lookupKey the caller's own name for it, unique in the environment
 * @param meterId what counts it; there if and only if it is metered
 * @param groupId the group of features that it belongs to
 * @param reportingUnit the unit in which its usage is shown, if not the one it is counted in
 * @param alerts when its owner wants to be told
 */
@RecordBuilder
public record FeatureDocument(
        String name,
        FeatureType type,
        @Nullable String lookupKey,
        @Nullable String description,
        @Nullable MeterId meterId,
        @Nullable String unitSingular,
        @Nullable String unitPlural,
        Map<String, String> metadata,
        @Nullable GroupId groupId,
        @Nullable ReportingUnit reportingUnit,
        @Nullable Alerts alerts) {
    public FeatureDocument {
        metadata = Map.copyOf(metadata);
    }

    /** A feature of no group, shown as it is counted, without alerts. */
    public FeatureDocument(
            String name,
            FeatureType type,
            @Nullable String lookupKey,
            @Nullable String description,
            @Nullable MeterId meterId,
            @Nullable String unitSingular,
            @Nullable String unitPlural,
            Map<String, String> metadata) {
        this(
                name,
                type,
                lookupKey,
                description,
                meterId,
                unitSingular,
                unitPlural,
                metadata,
                null,
                null,
                null);
    }

    /** The same feature, counted by this meter. */
    public FeatureDocument countedBy(@Nullable MeterId meter) {
        return FeatureDocumentBuilder.builder(this).meterId(meter).build();
    }

    /**
     * A unit that usage is shown in.
     *
     * @param conversionRate how many of it make one that is counted
     */
    public record ReportingUnit(
            String unitSingular, String unitPlural, @Nullable BigDecimal conversionRate) {}

    /**
     * When an owner wants to be told of a balance.
     *
     * @param mode whether at all
     */
    public record Alerts(
            Mode mode,
            @Nullable Threshold critical,
            @Nullable Threshold warning,
            @Nullable Threshold info) {
        /** Whether alerts are raised. */
        public enum Mode {
            ON,
            OFF
        }
    }

    /** A value, and the side of it on which there is something to tell. */
    public record Threshold(BigDecimal threshold, Side condition) {}

    /** A side of a threshold. */
    public enum Side {
        ABOVE,
        BELOW
    }
}
