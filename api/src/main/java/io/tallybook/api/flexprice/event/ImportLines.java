package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.problem.ProblemException;
import io.tallybook.api.request.Body;
import io.tallybook.api.response.Json;
import io.tallybook.core.usage.EventTimePolicy;
import io.tallybook.core.usage.RefusedUsage;
import io.tallybook.core.usage.RejectedRecords;
import io.tallybook.core.usage.RejectedUsage;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageNotDurable;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One import under way. Blocks. */
final class ImportLines {
    /** What lines that are no events are listed under among the rejected. */
    static final String SOURCE = "import";

    private static final int AT_ONCE = 1_000;
    private static final int NAMED_MAX = 100;
    private static final int LINE_BYTES_MAX = 1024 * 1024;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Call call;
    private final Dispatch dispatch;
    private final Intake intake;
    private final List<UsageEvent> batch = new ArrayList<>(AT_ONCE);
    private final List<RefusedUsage> refused = new ArrayList<>();
    private final List<RejectedUsage> setAside = new ArrayList<>();
    private final List<ObjectNode> errors = new ArrayList<>();
    private long line;
    private long accepted;
    private long rejected;
    private final EventTimes times;
    private final RejectedRecords records;
    private EventTimePolicy policy = EventTimePolicy.USUAL;
    private @Nullable Instant now;

    ImportLines(
            Call call,
            Dispatch dispatch,
            Intake intake,
            EventTimes times,
            RejectedRecords records) {
        this.times = times;
        this.records = records;
        this.call = call;
        this.dispatch = dispatch;
        this.intake = intake;
    }

    /**
     * Takes all lines in. Errors: ProblemException (503) if the broker does not take some, with how
     * many are kept; (400) naming a line that is too long; IOException if the body breaks off.
     */
    ObjectNode take(InputStream text) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(text, BUFFER_BYTES)) {
            for (String next = next(in); next != null; next = next(in)) {
                if (!next.isBlank()) {
                    read(next);
                }
                if (batch.size() + refused.size() + setAside.size() >= AT_ONCE) {
                    flush();
                }
            }
        }
        flush();
        return Json.object()
                .put("message", "Events accepted for processing")
                .put("lines", line)
                .put("accepted", accepted)
                .put("rejected", rejected)
                .list("errors", errors, each -> each)
                .node();
    }

    private void read(String text) {
        Instant at = now();
        Body fields = null;
        try {
            fields = Body.ofLine(text, line);
            UsageEvent event = EventRecord.read(fields, call.scope(), null, at);
            String refusal = EventRecord.refusal(event, policy).orElse(null);
            if (refusal == null) {
                batch.add(event);
            } else {
                refused.add(new RefusedUsage(event, refusal));
                reject(refusal);
            }
        } catch (ProblemException e) {
            String reason = e.problem().message();
            setAside.add(
                    RejectedUsage.ofContent(
                            call.scope(),
                            SOURCE,
                            reason,
                            text,
                            at,
                            fields == null ? null : EventRecord.saidId(fields)));
            reject(reason);
        }
    }

    private void reject(String why) {
        rejected++;
        if (errors.size() < NAMED_MAX) {
            errors.add(Json.object().put("line", line).put("message", why).node());
        }
    }

    /** The environment's clock, and what it does with late events, for a batch at a time. */
    private Instant now() {
        Instant known = now;
        if (known == null) {
            known = Objects.requireNonNull(dispatch.now(call).block(), "now");
            policy = times.of(call).blockOptional().orElse(EventTimePolicy.USUAL);
            now = known;
        }
        return known;
    }

    private void flush() {
        if (!batch.isEmpty()) {
            intake.accept(List.copyOf(batch))
                    .onErrorMap(ProblemException.class, this::cutShort)
                    .block();
            accepted += batch.size();
            batch.clear();
        }
        if (!refused.isEmpty()) {
            intake.refuse(List.copyOf(refused))
                    .onErrorMap(ProblemException.class, this::cutShort)
                    .block();
            refused.clear();
        }
        keepSetAside();
        now = null;
    }

    /** Lines that are no events, each once, however often it is sent. */
    private void keepSetAside() {
        try {
            records.keep(List.copyOf(setAside));
            setAside.clear();
        } catch (UsageNotDurable e) {
            throw Problem.of(
                            ProblemCode.SERVICE_UNAVAILABLE,
                            "lines that are no events cannot be kept at the moment: send all again;"
                                    + " of this import "
                                    + accepted
                                    + " are kept",
                            Map.of("accepted", accepted, "lines", line))
                    .retryAfter(Duration.ofSeconds(2))
                    .causedBy(e);
        }
    }

    private Throwable cutShort(ProblemException e) {
        Problem problem = e.problem();
        return Problem.of(
                        problem.code(),
                        problem.message() + "; of this import " + accepted + " are kept",
                        Map.of("accepted", accepted, "lines", line))
                .retryAfter(Duration.ofSeconds(2))
                .causedBy(e);
    }

    /** The next line without its end; null when there is none. */
    private @Nullable String next(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        int read = in.read();
        if (read < 0) {
            return null;
        }
        line++;
        while (read >= 0 && read != '\n') {
            bytes.write(read);
            if (bytes.size() > LINE_BYTES_MAX) {
                throw Problem.of(
                                ProblemCode.PAYLOAD_TOO_LARGE,
                                "line " + line + ": expected at most 1 MiB, got more",
                                Map.of("line", line, "accepted", accepted))
                        .asException();
            }
            read = in.read();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
