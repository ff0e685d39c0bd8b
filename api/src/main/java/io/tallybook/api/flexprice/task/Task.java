package io.tallybook.api.flexprice.task;

import io.tallybook.core.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file of usage events that is imported.
 *
 * @param fileUrl where it is to be fetched; absent if it was sent
 * @param metadata as it came, a JSON object
 * @param totalRecords absent until the whole file is here
 */
record Task(
        TaskId id,
        Scope scope,
        FileType fileType,
        @Nullable String fileName,
        @Nullable String fileUrl,
        String metadata,
        Status status,
        Times times,
        @Nullable Long totalRecords,
        Progress progress,
        @Nullable String errorSummary,
        boolean fileComplete) {

    /** What the file holds. */
    enum FileType {
        /** Comma-separated values with a line of headings. */
        CSV,
        /** One JSON object a line. */
        JSON
    }

    /** How far it is. */
    enum Status {
        PENDING,
        PROCESSING,
        COMPLETED,
        FAILED;

        boolean isOpen() {
            return this == PENDING || this == PROCESSING;
        }
    }

    /** When what happened, by the environment's clock, and who did it. */
    record Times(
            Instant createdAt,
            String createdBy,
            Instant updatedAt,
            String updatedBy,
            @Nullable Instant startedAt,
            @Nullable Instant completedAt,
            @Nullable Instant failedAt) {}

    /** Records of the file that were dealt with: processed = successful + failed. */
    record Progress(long processed, long successful, long failed) {
        Progress plus(long taken, long rejected) {
            return new Progress(
                    processed + taken + rejected, successful + taken, failed + rejected);
        }
    }
}
