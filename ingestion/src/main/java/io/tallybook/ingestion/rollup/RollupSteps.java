package io.tallybook.ingestion.rollup;

import io.tallybook.ingestion.reading.Completeness;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.RowBinaryWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which steps of the rollups are finished, as the store says it.
 *
 * <p>A step that was replaced by a longer one stays readable for longer than what is remembered
 * here, so an answer that is a little old is as exact as a new one.
 */
public final class RollupSteps {
    private static final String TABLE = "usage_rollup_step";
    private static final long REMEMBERED_NANOS = 2_000_000_000L;

    private final UsageStore store;
    private @Nullable Rolled remembered;
    private long rememberedAt;

    public RollupSteps(UsageStore store) {
        this.store = store;
    }

    /** The steps in force, at most two seconds old. */
    public synchronized Rolled current() {
        Rolled known = remembered;
        if (known == null || System.nanoTime() - rememberedAt > REMEMBERED_NANOS) {
            known = Rolled.of(finished());
            remembered = known;
            rememberedAt = System.nanoTime();
        }
        return known;
    }

    /** Every finished step, also those that others have replaced. */
    List<Rolled.Step> finished() {
        RowBinaryReader rows = store.query("SELECT step, begins, ends FROM " + TABLE);
        List<Rolled.Step> steps = new ArrayList<>();
        while (rows.hasNext()) {
            steps.add(
                    new Rolled.Step(
                            rows.int64(),
                            Completeness.offsets(rows.string()),
                            Completeness.offsets(rows.string())));
        }
        return steps;
    }

    /** From here on the rows of {@code step} count. */
    synchronized void finish(Rolled.Step step) {
        RowBinaryWriter row = new RowBinaryWriter(128);
        row.int64(step.id());
        row.string(Completeness.text(step.begins()));
        row.string(Completeness.text(step.ends()));
        store.insert(TABLE, List.of("step", "begins", "ends"), row);
        remembered = null;
    }

    void forget(List<Long> steps) {
        store.execute(
                "DELETE FROM %s WHERE step IN (%s)"
                        .formatted(
                                TABLE,
                                steps.stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(","))));
    }
}
