package io.tallybook.api.flexprice.task;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.BodyBytes;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Takes a file in and answers with the task that imports it. How the columns of a CSV file are to
 * be read may be said in {@code mapping}, a parameter with the JSON that a task's metadata would
 * have.
 */
@RestController
@RequestMapping("/v1/tasks/upload")
public final class TaskUpload {
    private static final String CSV = "text/csv";
    private static final String LINES = "application/x-ndjson";
    private static final int READ_AHEAD = 16;
    private static final int SHORT = 255;
    private static final int LONG = 16_384;

    private final Dispatch dispatch;
    private final TaskBench bench;
    private final Scheduler blocking;

    public TaskUpload(Dispatch dispatch, TaskBench bench, Scheduler apiWork) {
        this.dispatch = dispatch;
        this.bench = bench;
        this.blocking = apiWork;
    }

    @PostMapping(consumes = CSV)
    Mono<ResponseEntity<byte[]>> takeCsv(Call call, Params params, ServerHttpRequest request) {
        return take(call, Task.FileType.CSV, params, request);
    }

    @PostMapping(consumes = LINES)
    Mono<ResponseEntity<byte[]>> takeLines(Call call, Params params, ServerHttpRequest request) {
        return take(call, Task.FileType.JSON, params, request);
    }

    private Mono<ResponseEntity<byte[]>> take(
            Call call, Task.FileType type, Params params, ServerHttpRequest request) {
        // Told by its first bytes; a coding that we do not know is refused here.
        BodyBytes.isPacked(request);
        String name = params.optional("file_name").text(SHORT);
        String mapping = params.optional("mapping").text(LONG);
        params.check();
        String metadata = metadata(mapping);
        return dispatch.now(call)
                .flatMap(
                        at ->
                                Mono.fromCallable(
                                                () ->
                                                        kept(
                                                                pending(
                                                                        call, type, name, metadata,
                                                                        at),
                                                                request))
                                        .subscribeOn(blocking))
                .map(task -> Answer.accepted(TaskJson.of(task)));
    }

    /** Errors: ProblemException (400) saying what is wrong with it. */
    private static String metadata(@Nullable String mapping) {
        if (mapping == null) {
            return "{}";
        }
        Body body = Body.of(mapping.getBytes(StandardCharsets.UTF_8));
        Mapping.of(body);
        body.check();
        return mapping;
    }

    private static Task pending(
            Call call, Task.FileType type, @Nullable String name, String metadata, Instant at) {
        return Tasks.pending(call, type, name, null, metadata, at);
    }

    private Task kept(Task task, ServerHttpRequest request) {
        try (InputStream body =
                DataBufferUtils.subscriberInputStream(request.getBody(), READ_AHEAD)) {
            return bench.keep(task, body);
        } catch (ZipException | EOFException e) {
            throw BodyBytes.notGzip().causedBy(e);
        } catch (IOException e) {
            throw Problem.of(
                            ProblemCode.VALIDATION_ERROR,
                            "body: it ended before its end; nothing of it was kept")
                    .causedBy(e);
        }
    }
}
