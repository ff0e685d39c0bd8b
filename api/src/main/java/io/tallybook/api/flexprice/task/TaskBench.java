package io.tallybook.api.flexprice.task;

import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.event.EventTimes;
import io.tallybook.api.flexprice.event.Intake;
import io.tallybook.api.ids.Ids;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.usage.ImportAccounts;
import io.tallybook.core.usage.ReadingIncomplete;
import io.tallybook.core.usage.RejectedRecords;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Where tasks are laid down and worked off. */
public final class TaskBench implements ImportAccounts, AutoCloseable {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private final TaskStore store;
    private final TaskFiles files;
    private final TaskRunner runner;

    /**
     * @param trustedHosts hosts inside of the operator's network that files may be fetched from
     * @param fileBytesMax the largest file, unpacked
     */
    public TaskBench(
            DatabaseClient database,
            Dispatch dispatch,
            Intake intake,
            RejectedRecords rejected,
            EventTimes times,
            Ids ids,
            Set<String> trustedHosts,
            long fileBytesMax) {
        this.store = new TaskStore(database);
        this.files = new TaskFiles(store, fileBytesMax);
        this.runner =
                new TaskRunner(
                        store,
                        files,
                        new Remote(trustedHosts),
                        dispatch,
                        intake,
                        rejected,
                        times,
                        ids.next().value());
    }

    public void start() {
        runner.start();
    }

    @Override
    public void close() {
        runner.close();
    }

    @Override
    public Unexplained unexplained() {
        try {
            return Objects.requireNonNull(store.unexplained().block(ANSWER_LIMIT), "unexplained");
        } catch (DataAccessException | IllegalStateException e) {
            var incomplete = new ReadingIncomplete("the tasks cannot be asked: " + e.getMessage());
            incomplete.initCause(e);
            throw incomplete;
        }
    }

    TaskStore store() {
        return store;
    }

    void wake() {
        runner.wake();
    }

    /** A task whose file is to be fetched. */
    Mono<Task> add(Task task) {
        return store.add(task)
                .then(Mono.defer(() -> store.find(task.scope(), task.id().value())))
                .doOnNext(_ -> runner.wake());
    }

    /**
     * A task whose file comes with it. Blocks. Errors: ProblemException (413) if it is too large;
     * IOException if it breaks off. Then there is no task.
     */
    Task keep(Task task, InputStream file) throws IOException {
        store.add(task).block();
        boolean kept = false;
        try {
            files.keep(task.id(), task.fileType(), file, () -> {});
            kept = true;
        } catch (BrokenFile e) {
            throw Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, "body: " + e.getMessage())
                    .asException();
        } finally {
            if (!kept) {
                store.forget(task.id()).block();
            }
        }
        runner.wake();
        return Objects.requireNonNull(
                store.find(task.scope(), task.id().value()).block(), "task just made");
    }
}
