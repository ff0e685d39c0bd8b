package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Params;
import io.tallybook.core.usage.ReadingIncomplete;
import io.tallybook.core.usage.UsageExport;
import java.time.Duration;
import java.time.Instant;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Raw events on their way out, as a Parquet file of any size. */
@RestController
public final class EventExport {
    private static final MediaType PARQUET = new MediaType("application", "vnd.apache.parquet");
    private static final int BUFFER_BYTES = 64 * 1024;

    private final UsageExport usage;
    private final Scheduler blocking;

    public EventExport(UsageExport usage, Scheduler apiWork) {
        this.usage = usage;
        this.blocking = apiWork;
    }

    @GetMapping("/v1/events/export")
    Mono<ResponseEntity<Flux<DataBuffer>>> export(Call call, Params params) {
        Instant from = params.required("start_time").instant();
        Instant to = params.required("end_time").instant();
        if (!from.isBefore(to)) {
            params.complain("start_time", "a time before end_time, " + to, from.toString());
        }
        params.check();
        // Opened before the answer begins, so that what is wrong can still be said.
        return Mono.fromCallable(() -> usage.parquet(call.scope(), from, to))
                .subscribeOn(blocking)
                .onErrorMap(
                        ReadingIncomplete.class,
                        notNow ->
                                Problem.of(
                                                ProblemCode.SERVICE_UNAVAILABLE,
                                                "usage is still being stored; ask again")
                                        .retryAfter(Duration.ofSeconds(2))
                                        .causedBy(notNow))
                .map(
                        file ->
                                ResponseEntity.ok()
                                        .contentType(PARQUET)
                                        .header(
                                                "Content-Disposition",
                                                "attachment; filename=\"usage.parquet\"")
                                        .body(
                                                DataBufferUtils.readInputStream(
                                                                () -> file,
                                                                DefaultDataBufferFactory
                                                                        .sharedInstance,
                                                                BUFFER_BYTES)
                                                        .subscribeOn(blocking)));
    }
}
