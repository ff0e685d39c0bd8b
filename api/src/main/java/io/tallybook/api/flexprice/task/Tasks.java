package io.tallybook.api.flexprice.task;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The routes of tasks: files of usage events that are imported in the background. */
@RestController
@RequestMapping("/v1/tasks")
public final class Tasks {
    private static final Choice<Task.FileType> TYPES = Choice.of(Task.FileType.class);
    private static final Choice<Task.Status> STATES = Choice.of(Task.Status.class);
    private static final Choice<String> KIND = Choice.words("IMPORT");
    private static final Choice<String> ENTITY = Choice.words("EVENTS");
    private static final int SHORT = 255;
    private static final int LONG = 8_192;
    private static final int INLINE_MAX = 4 * 1024 * 1024;

    private final Dispatch dispatch;
    private final TaskBench bench;
    private final Scheduler blocking;

    public Tasks(Dispatch dispatch, TaskBench bench, Scheduler apiWork) {
        this.dispatch = dispatch;
        this.bench = bench;
        this.blocking = apiWork;
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        body.required("task_type").choice(KIND);
        body.required("entity_type").choice(ENTITY);
        Task.FileType type = body.required("file_type").choice(TYPES);
        String name = body.optional("file_name").text(SHORT);
        String url = body.required("file_url").text(INLINE_MAX);
        byte[] inline = inline(body, url);
        Mapping.of(body.optional("metadata").object());
        Map<String, String> metadata = body.optional("metadata").documents(LONG);
        body.check();
        return dispatch.now(call)
                .flatMap(
                        at -> {
                            Task task =
                                    pending(
                                            call,
                                            type,
                                            name,
                                            inline == null ? url : null,
                                            json(metadata),
                                            at);
                            return inline == null
                                    ? bench.add(task)
                                    : Mono.fromCallable(() -> sent(task, inline))
                                            .subscribeOn(blocking);
                        })
                .map(task -> Answer.accepted(TaskJson.of(task)));
    }

    private static byte @Nullable [] inline(Body body, String url) {
        if (DataUrl.is(url)) {
            Optional<byte[]> inline = DataUrl.content(url);
            if (inline.isEmpty()) {
                body.complain("file_url", "a data URL with its content behind a comma", "another");
            }
            return inline.orElse(null);
        }
        if (!url.isEmpty() && !isWeb(url)) {
            body.complain("file_url", "an http, https or data URL", '"' + shortened(url) + '"');
        }
        return null;
    }

    private static boolean isWeb(String url) {
        try {
            URI address = URI.create(url);
            return url.length() <= LONG
                    && address.getHost() != null
                    && address.getUserInfo() == null
                    && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private Task sent(Task task, byte[] inline) throws IOException {
        return bench.keep(task, new ByteArrayInputStream(inline));
    }

    static Task pending(
            Call call,
            Task.FileType type,
            @Nullable String name,
            @Nullable String url,
            String metadata,
            Instant at) {
        String by = call.caller().actor();
        return new Task(
                TaskId.of(call.ids().next()),
                call.scope(),
                type,
                name,
                url,
                metadata,
                Task.Status.PENDING,
                new Task.Times(at, by, at, by, null, null, null),
                null,
                new Task.Progress(0, 0, 0),
                null,
                false);
    }

    static String json(@Nullable Map<String, String> documents) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (documents != null) {
            documents.forEach((key, value) -> node.set(key, Json.MAPPER.readTree(value)));
        }
        return Json.MAPPER.writeValueAsString(node);
    }

    @GetMapping
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        TaskFilter filter = TaskFilter.of(params);
        return Mono.zip(
                        bench.store().list(call.scope(), filter),
                        bench.store().count(call.scope(), filter))
                .map(
                        found ->
                                Answer.ok(
                                        PageJson.of(
                                                filter.request(),
                                                found.getT1(),
                                                found.getT2(),
                                                TaskJson::of)));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return task(call, id).map(task -> Answer.ok(TaskJson.of(task)));
    }

    /** What became of the work behind a task, which goes by the task's own name. */
    @GetMapping("/result")
    Mono<ResponseEntity<byte[]>> result(Call call, Params params) {
        String id = params.required("workflow_id").text(SHORT);
        params.check();
        return task(call, id)
                .map(
                        task ->
                                Answer.ok(
                                        Json.object()
                                                .put("message", message(task))
                                                .put("run_id", task.id())
                                                .put("workflow_id", task.id())
                                                .node()));
    }

    private static String message(Task task) {
        String summary = task.errorSummary();
        String state = task.status().name().toLowerCase(Locale.ROOT);
        return summary == null ? state : state + ": " + summary;
    }

    /** {@code FAILED} stops a task that is open, {@code PENDING} tries one that failed again. */
    @PutMapping("/{id}/status")
    Mono<ResponseEntity<byte[]>> change(Call call, @PathVariable("id") String id, Body body) {
        Task.Status to = body.required("task_status").choice(STATES);
        if (to == Task.Status.COMPLETED || to == Task.Status.PROCESSING) {
            body.complain(
                    "task_status",
                    "FAILED, to stop it, or PENDING, to try it again",
                    '"' + to.name() + '"');
        }
        body.check();
        return Mono.zip(task(call, id), dispatch.now(call))
                .flatMap(
                        found -> {
                            Task task = found.getT1();
                            return bench.store()
                                    .change(task, to, call.caller().actor(), found.getT2())
                                    .flatMap(
                                            done ->
                                                    done
                                                            ? Mono.just(task)
                                                            : Mono.error(refused(task, to)));
                        })
                .doOnNext(_ -> bench.wake())
                .map(_ -> Answer.message("Task status updated successfully"));
    }

    private static Throwable refused(Task task, Task.Status to) {
        return Problem.of(
                        ProblemCode.INVALID_OPERATION,
                        "task %s is %s and cannot become %s"
                                .formatted(task.id(), task.status(), to),
                        Map.of("task_status", task.status().name()))
                .asException();
    }

    /** All that an import leaves behind besides events is what it has set aside. */
    @GetMapping("/{id}/download")
    Mono<ResponseEntity<byte[]>> download(Call call, @PathVariable("id") String id) {
        return task(call, id)
                .map(
                        task ->
                                Answer.ok(
                                        Json.object()
                                                .put(
                                                        "download_url",
                                                        "/v1/events/rejected?source=" + task.id())
                                                .node()));
    }

    private Mono<Task> task(Call call, String id) {
        TaskId task = Named.id("task", id, TaskId::new);
        return bench.store()
                .find(call.scope(), task.value())
                .switchIfEmpty(Named.missing("task", id));
    }
}
