package io.tallybook.core.usage;

import io.tallybook.core.Scope;
import io.tallybook.core.usage.AmendmentView.Step;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where usage is amended. Everything is kept on the log of usage beside what it amends; what came
 * in is never touched.
 *
 * <p>All complete with {@link UsageNotDurable} when the log does not acknowledge, with {@link
 * ReadingIncomplete} when the store is too far behind to say what there is, and with {@link
 * AmendmentRefused} when it cannot be done.
 */
public interface UsageAmendments {
    /** Makes a draft: it changes nothing yet. Repeated with the same id, it is the same draft. */
    CompletableFuture<AmendmentView> draft(AmendmentDraft draft);

    /** Adds new events to a draft. */
    CompletableFuture<AmendmentView> add(Scope scope, AmendmentId id, List<UsageEvent> events);

    /** Puts an amendment in force, or takes it back; done twice, it is done once. */
    CompletableFuture<AmendmentView> mark(
            Scope scope, AmendmentId id, Step step, Instant at, String actor, String reason);
}
