package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.BodyBytes;
import io.tallybook.api.response.Answer;
import io.tallybook.core.usage.RejectedRecords;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes usage in as a stream of any length: one event a line, durable as it goes.
 *
 * <p>A line that is no event is set aside with the reason and named in the answer; the others
 * count. Every event must have an id of its own, so that what was cut off is simply sent again from
 * the start.
 */
@RestController
@RequestMapping("/v1/events/import")
public final class EventImport {
    static final String LINES = "application/x-ndjson";

    private static final int READ_AHEAD = 16;

    private final Dispatch dispatch;
    private final Intake intake;
    private final EventTimes times;
    private final RejectedRecords records;
    private final Scheduler blocking;

    public EventImport(
            Dispatch dispatch,
            Intake intake,
            EventTimes times,
            RejectedRecords records,
            Scheduler apiWork) {
        this.times = times;
        this.records = records;
        this.dispatch = dispatch;
        this.intake = intake;
        this.blocking = apiWork;
    }

    @PostMapping(consumes = LINES)
    Mono<ResponseEntity<byte[]>> stream(Call call, ServerHttpRequest request) {
        boolean packed = BodyBytes.isPacked(request);
        return Mono.fromCallable(() -> taken(call, request, packed))
                .subscribeOn(blocking)
                .map(Answer::accepted);
    }

    // Reads as the broker takes: while it has not acknowledged, the sender is not asked for more.
    private ObjectNode taken(Call call, ServerHttpRequest request, boolean packed) {
        try (InputStream body =
                        DataBufferUtils.subscriberInputStream(request.getBody(), READ_AHEAD);
                InputStream text = packed ? new GZIPInputStream(body) : body) {
            return new ImportLines(call, dispatch, intake, times, records).take(text);
        } catch (ZipException | EOFException e) {
            throw BodyBytes.notGzip().causedBy(e);
        } catch (IOException e) {
            throw Problem.of(
                            ProblemCode.VALIDATION_ERROR,
                            "body: it ended before its end; send it again, what was kept is"
                                    + " recognised")
                    .causedBy(e);
        }
    }
}
