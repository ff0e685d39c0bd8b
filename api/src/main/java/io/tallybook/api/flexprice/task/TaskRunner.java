package io.tallybook.api.flexprice.task;

import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.event.EventRecord;
import io.tallybook.api.flexprice.event.EventTimes;
import io.tallybook.api.flexprice.event.Intake;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.problem.ProblemException;
import io.tallybook.api.request.Body;
import io.tallybook.api.response.Json;
import io.tallybook.core.usage.EventTimePolicy;
import io.tallybook.core.usage.RejectedRecords;
import io.tallybook.core.usage.RejectedUsage;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageNotDurable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Works off tasks, one after the other, on a thread of its own.
 *
 * <p>Progress is noted after the log has acknowledged a batch. Whoever takes a task up after a
 * crash may send the last batch again: an event's id is the record's own, or follows from the task
 * and the record's number, so it is recognised.
 */
public final class TaskRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);
    private static final int AT_ONCE = 1_000;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final TaskStore store;
    private final TaskFiles files;
    private final Remote remote;
    private final Dispatch dispatch;
    private final Intake intake;
    private final RejectedRecords rejected;
    private final EventTimes times;
    private final String name;
    private final Semaphore woken = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopping;

    /**
     * @param name of this runner among all, ever
     */
    TaskRunner(
            TaskStore store,
            TaskFiles files,
            Remote remote,
            Dispatch dispatch,
            Intake intake,
            RejectedRecords rejected,
            EventTimes times,
            String name) {
        this.times = times;
        this.store = store;
        this.files = files;
        this.remote = remote;
        this.dispatch = dispatch;
        this.intake = intake;
        this.rejected = rejected;
        this.name = name;
        this.thread = Thread.ofVirtual().name("tasks").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Has it look for tasks now. */
    void wake() {
        woken.release();
    }

    @Override
    public void close() {
        stopping = true;
        wake();
        try {
            if (thread.isAlive() && !thread.join(STOP_LIMIT)) {
                // Its task is taken up by whoever comes next.
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The task is another runner's now, or was stopped. */
    private static final class NotOurs extends Exception {
        private static final long serialVersionUID = 1;
    }

    private void run() {
        while (!stopping) {
            try {
                Task task = store.claim(name).block();
                if (task != null) {
                    work(task);
                } else if (woken.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    woken.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("tasks are looked for again in {}", AGAIN_AFTER, e);
                rest();
            }
        }
    }

    private void work(Task task) {
        try {
            if (!task.fileComplete()) {
                fetch(task);
            }
            Progress progress = new Progress(task, policy(task));
            take(task, progress);
            end(task, Task.Status.COMPLETED, progress.summary());
        } catch (BrokenFile e) {
            end(task, Task.Status.FAILED, e.getMessage());
        } catch (NotOurs e) {
            LOG.info("{} was stopped or is another runner's", task.id());
        } catch (IOException e) {
            LOG.warn("{} is taken up again later", task.id(), e);
        }
    }

    private void end(Task task, Task.Status how, @Nullable String summary) {
        store.end(task.id(), name, how, summary, now(task)).block();
    }

    private void fetch(Task task) throws IOException, BrokenFile, NotOurs {
        String url = Objects.requireNonNull(task.fileUrl(), "file_url");
        Instant at = now(task);
        try (InputStream in = remote.open(url)) {
            files.keep(task.id(), task.fileType(), in, () -> hold(task, at));
        } catch (IOException e) {
            if (e.getCause() instanceof NotOurs lost) {
                throw lost;
            }
            throw new BrokenFile("file_url: the file broke off: " + e.getMessage());
        }
    }

    private void hold(Task task, Instant at) throws IOException {
        if (!Boolean.TRUE.equals(store.hold(task.id(), name, at).block())) {
            throw new IOException(new NotOurs());
        }
    }

    private void take(Task task, Progress progress) throws IOException, BrokenFile, NotOurs {
        if (!Boolean.TRUE.equals(store.hold(task.id(), name, now(task)).block())) {
            throw new NotOurs();
        }
        try (UsageFile file = open(task)) {
            for (UsageFile.Entry next = file.next(); next != null; next = file.next()) {
                if (next.number() > task.progress().processed()) {
                    progress.read(next);
                }
                if (progress.isFull()) {
                    flush(task, progress);
                }
            }
        }
        flush(task, progress);
    }

    private UsageFile open(Task task) throws BrokenFile {
        InputStream in = files.open(task.id());
        ObjectNode metadata = (ObjectNode) Json.MAPPER.readTree(task.metadata());
        return switch (task.fileType()) {
            case CSV -> new CsvFile(in, Mapping.of(Body.ofNode(metadata)));
            case JSON -> new LinesFile(in);
        };
    }

    private void flush(Task task, Progress progress) throws NotOurs {
        if (progress.isEmpty()) {
            return;
        }
        while (true) {
            if (stopping) {
                throw new NotOurs();
            }
            try {
                intake.accept(List.copyOf(progress.events)).block();
                rejected.keep(List.copyOf(progress.refused));
                break;
            } catch (ProblemException e) {
                if (e.problem().code() != ProblemCode.SERVICE_UNAVAILABLE) {
                    throw e;
                }
                again(task, e);
            } catch (UsageNotDurable e) {
                again(task, e);
            }
        }
        progress.done();
        if (!Boolean.TRUE.equals(store.note(task.id(), name, progress.soFar, now(task)).block())) {
            throw new NotOurs();
        }
    }

    private void again(Task task, RuntimeException why) throws NotOurs {
        LOG.warn("{} waits until usage can be made durable", task.id(), why);
        rest();
        if (!Boolean.TRUE.equals(store.hold(task.id(), name, now(task)).block())) {
            throw new NotOurs();
        }
    }

    private EventTimePolicy policy(Task task) {
        return Objects.requireNonNull(times.of(task.scope()).block(), "policy");
    }

    private void rest() {
        try {
            TimeUnit.MILLISECONDS.sleep(AGAIN_AFTER.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    private Instant now(Task task) {
        return Objects.requireNonNull(dispatch.now(task.scope()).block(), "now");
    }

    /** What was read and is not acknowledged, and what was. */
    private static final class Progress {
        private final Task task;
        private final EventTimePolicy policy;
        private final List<UsageEvent> events = new ArrayList<>(AT_ONCE);
        private final List<RejectedUsage> refused = new ArrayList<>();
        private Task.Progress soFar;
        private @Nullable String first;

        Progress(Task task, EventTimePolicy policy) {
            this.task = task;
            this.policy = policy;
            this.soFar = task.progress();
        }

        /** An event's clock is that of the moment when the task was made, whoever reads it when. */
        void read(UsageFile.Entry entry) {
            Instant at = task.times().createdAt();
            Body fields = null;
            try {
                fields = entry.reading().fields();
                String id = task.id() + ":" + entry.number();
                UsageEvent event = EventRecord.read(fields, task.scope(), id, at);
                String refusal = EventRecord.refusal(event, policy).orElse(null);
                if (refusal == null) {
                    events.add(event);
                } else {
                    reject(entry, refusal, event.eventId());
                }
            } catch (ProblemException e) {
                reject(
                        entry,
                        e.problem().message(),
                        fields == null ? null : EventRecord.saidId(fields));
            }
        }

        private void reject(UsageFile.Entry entry, String reason, @Nullable String eventId) {
            if (first == null) {
                first = "record %d: %s".formatted(entry.number(), reason);
            }
            refused.add(
                    RejectedUsage.of(
                            task.scope(),
                            task.id().value(),
                            entry.number(),
                            reason,
                            entry.payload(),
                            task.times().createdAt(),
                            eventId));
        }

        boolean isFull() {
            return events.size() + refused.size() >= AT_ONCE;
        }

        boolean isEmpty() {
            return events.isEmpty() && refused.isEmpty();
        }

        void done() {
            soFar = soFar.plus(events.size(), refused.size());
            events.clear();
            refused.clear();
        }

        @Nullable String summary() {
            if (soFar.failed() == 0) {
                return null;
            }
            return "%d of %d records were no usage events and are set aside%s"
                    .formatted(
                            soFar.failed(),
                            soFar.processed(),
                            first == null ? "" : "; the first: " + first);
        }
    }
}
