package io.tallybook.ingestion.amendment;

import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.usage.AmendedEvent;
import io.tallybook.core.usage.AmendedEvent.Action;
import io.tallybook.core.usage.AmendedEvent.Place;
import io.tallybook.core.usage.AmendmentDraft;
import io.tallybook.core.usage.AmendmentId;
import io.tallybook.core.usage.AmendmentRefused;
import io.tallybook.core.usage.AmendmentView;
import io.tallybook.core.usage.AmendmentView.Step;
import io.tallybook.core.usage.UsageAmendments;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.ingestion.intake.KafkaUsageIntake;
import io.tallybook.ingestion.intake.KafkaUsageIntake.Keyed;
import io.tallybook.ingestion.reading.AmendmentReader;
import io.tallybook.ingestion.usagelog.AmendmentFrame;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Amends usage on the log.
 *
 * <pre>
 * what it says of each event ─► acknowledged ─► DRAFTED ─► (APPLIED ─► REVERTED)*
 * </pre>
 *
 * One record of the log puts all of an amendment in force, and one takes it back. A draft that was
 * cut off half-way has no first step and is in nobody's way; made again with its id, it is whole.
 */
public final class Amendments implements UsageAmendments, AutoCloseable {
    private static final int PAGE = 5_000;

    private final AmendmentReader reader;
    private final KafkaUsageIntake log;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public Amendments(AmendmentReader reader, KafkaUsageIntake log) {
        this.reader = reader;
        this.log = log;
    }

    @Override
    public CompletableFuture<AmendmentView> draft(AmendmentDraft draft) {
        return later(
                () -> {
                    Optional<AmendmentView> known = find(draft.scope(), draft.id());
                    if (known.isPresent()) {
                        return known.get();
                    }
                    List<AmendedEvent> named = named(draft);
                    keep(named);
                    if (!deprecateFrame(draft) && named.isEmpty()) {
                        throw refused(
                                Rejection.field(
                                        "amendment", "nothing", "at least one event that changes"));
                    }
                    step(
                            draft.scope(),
                            draft.id(),
                            Step.DRAFTED,
                            draft.at(),
                            draft.actor(),
                            draft.reason());
                    return existing(draft.scope(), draft.id());
                });
    }

    @Override
    public CompletableFuture<AmendmentView> add(
            Scope scope, AmendmentId id, List<UsageEvent> events) {
        return later(
                () -> {
                    AmendmentView draft = existing(scope, id);
                    if (draft.status() != Step.DRAFTED) {
                        throw refused(
                                Rejection.invalidOperation(
                                        "amendment '%s' is %s: only a draft takes more events"
                                                .formatted(id, draft.status())));
                    }
                    List<AmendedEvent> added = added(scope, id, events);
                    keep(added);
                    return existing(scope, id);
                });
    }

    @Override
    public CompletableFuture<AmendmentView> mark(
            Scope scope, AmendmentId id, Step step, Instant at, String actor, String reason) {
        return later(
                () -> {
                    AmendmentView amendment = existing(scope, id);
                    if (amendment.status() == step) {
                        return amendment;
                    }
                    if (step == Step.DRAFTED
                            || (step == Step.REVERTED && amendment.status() == Step.DRAFTED)) {
                        throw refused(
                                Rejection.invalidOperation(
                                        "amendment '%s' is %s: there is nothing to take back"
                                                .formatted(id, amendment.status())));
                    }
                    step(scope, id, step, at, actor, reason);
                    return existing(scope, id);
                });
    }

    private Optional<AmendmentView> find(Scope scope, AmendmentId id) {
        return reader.find(new UsageQuery.AmendmentOf(scope, id));
    }

    private AmendmentView existing(Scope scope, AmendmentId id) {
        return find(scope, id)
                .orElseThrow(() -> refused(Rejection.notFound("amendment", id.value())));
    }

    /** What is said of events that were named one by one. */
    private List<AmendedEvent> named(AmendmentDraft draft) {
        requireOnce(draft);
        Set<String> now = new HashSet<>(draft.deprecate());
        draft.replace().forEach(one -> now.add(one.eventId()));
        Map<String, UsageEvent> current = reader.current(draft.scope(), now);
        Map<String, UsageEvent> restored = reader.current(draft.scope(), draft.restore());
        Map<String, UsageEvent> originals = reader.originals(draft.scope(), draft.restore());
        List<AmendedEvent> said = new ArrayList<>();
        for (String id : draft.deprecate()) {
            UsageEvent event = known(current, id);
            said.add(new AmendedEvent(draft.id(), Action.DEPRECATE, event, Place.of(event)));
        }
        for (AmendmentDraft.Replacement one : draft.replace()) {
            UsageEvent before = known(current, one.eventId());
            said.add(
                    new AmendedEvent(draft.id(), Action.REPLACE, one.of(before), Place.of(before)));
        }
        for (String id : draft.restore()) {
            said.add(
                    new AmendedEvent(
                            draft.id(),
                            Action.RESTORE,
                            known(originals, id),
                            Place.of(known(restored, id))));
        }
        said.addAll(added(draft.scope(), draft.id(), draft.add()));
        return said;
    }

    private static void requireOnce(AmendmentDraft draft) {
        Set<String> seen = new HashSet<>();
        List<String> all = new ArrayList<>(draft.deprecate());
        all.addAll(draft.restore());
        draft.replace().forEach(one -> all.add(one.eventId()));
        draft.add().forEach(event -> all.add(event.eventId()));
        for (String id : all) {
            if (!seen.add(id)) {
                throw refused(
                        Rejection.field("event_id", "'" + id + "' twice", "every event once"));
            }
        }
    }

    private List<AmendedEvent> added(Scope scope, AmendmentId id, List<UsageEvent> events) {
        List<String> ids = events.stream().map(UsageEvent::eventId).toList();
        Set<String> unknown = reader.unknown(scope, id, ids);
        List<AmendedEvent> added = new ArrayList<>();
        for (UsageEvent event : events) {
            if (!unknown.contains(event.eventId())) {
                throw refused(Rejection.taken("event_id", event.eventId()));
            }
            added.add(new AmendedEvent(id, Action.ADD, event, null));
        }
        return added;
    }

    private static UsageEvent known(Map<String, UsageEvent> events, String id) {
        UsageEvent event = events.get(id);
        if (event == null) {
            throw refused(Rejection.notFound("event", id));
        }
        return event;
    }

    /** Takes out every event of the frame that was not named otherwise; whether there was one. */
    private boolean deprecateFrame(AmendmentDraft draft) {
        AmendmentDraft.Frame frame = draft.frame();
        if (frame == null) {
            return false;
        }
        Set<String> otherwise = new HashSet<>(draft.restore());
        draft.replace().forEach(one -> otherwise.add(one.eventId()));
        boolean any = false;
        @Nullable String after = null;
        List<UsageEvent> page;
        do {
            page = reader.inFrame(draft.scope(), frame, after, PAGE);
            List<AmendedEvent> said = new ArrayList<>();
            for (UsageEvent event : page) {
                after = event.eventId();
                if (!otherwise.contains(after)) {
                    said.add(
                            new AmendedEvent(draft.id(), Action.DEPRECATE, event, Place.of(event)));
                }
            }
            any |= !said.isEmpty();
            keep(said);
        } while (page.size() == PAGE);
        return any;
    }

    private void keep(List<AmendedEvent> said) {
        log.keep(
                        said.stream()
                                .map(
                                        one ->
                                                new Keyed(
                                                        UsageFrame.identityBytes(one.event()),
                                                        AmendmentFrame.encode(one)))
                                .toList())
                .join();
    }

    private void step(
            Scope scope, AmendmentId id, Step step, Instant at, String actor, String reason) {
        log.keep(
                        List.of(
                                new Keyed(
                                        AmendmentFrame.key(scope, id),
                                        AmendmentFrame.encode(scope, id, step, at, actor, reason))))
                .join();
    }

    private static AmendmentRefused refused(Rejection rejection) {
        return new AmendmentRefused(rejection);
    }

    private CompletableFuture<AmendmentView> later(Supplier<AmendmentView> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.get();
                    } catch (CompletionException e) {
                        throw e.getCause() instanceof RuntimeException cause ? cause : e;
                    }
                },
                threads);
    }

    @Override
    public void close() {
        threads.close();
    }
}
