package io.tallybook.core.usage;

import io.tallybook.core.Scope;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where records that were no usage events are kept. All of it blocks. */
public interface RejectedRecords {
    /** Keeps records, each once, however often it is given. */
    void keep(List<RejectedUsage> rejected);

    /** Notes what became of one. */
    void replayed(RejectedUsage replayed);

    Optional<RejectedUsage> find(Scope scope, String id);

    /** A page, by source and position. */
    Page list(Scope scope, Question question);

    /**
     * Which to list.
     *
     * @param source only those of this one; absent for all
     * @param after the id of the one behind which the page begins; absent for the beginning
     */
    record Question(
            @Nullable String source,
            Standing standing,
            int limit,
            int offset,
            @Nullable String after) {}

    /** Whether they were repaired. */
    enum Standing {
        ALL,
        OPEN,
        REPLAYED
    }

    /**
     * Part of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<RejectedUsage> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }
}
