package io.tallybook.api.request;

import io.tallybook.api.problem.BodyLimit;
import io.tallybook.api.problem.ProblemAnswer;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** The bytes of a request's body, at most {@link BodyLimit#BYTES} of them. */
public final class BodyBytes {

    private BodyBytes() {}

    /**
     * Gives an empty array if there is no body. Errors: ProblemException (413) if there is too
     * much.
     */
    public static Mono<byte[]> of(ServerHttpRequest request) {
        if (request.getHeaders().getContentLength() > BodyLimit.BYTES) {
            return Mono.error(() -> ProblemAnswer.tooLarge().asException());
        }
        return DataBufferUtils.join(request.getBody(), BodyLimit.BYTES)
                .map(BodyBytes::drained)
                .defaultIfEmpty(new byte[0]);
    }

    private static byte[] drained(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    /** Whether the body calls itself JSON; one without a type is taken at its word. */
    static boolean isJson(ServerHttpRequest request) {
        String type = request.getHeaders().getFirst("Content-Type");
        if (type == null) {
            return true;
        }
        try {
            MediaType media = MediaType.parseMediaType(type);
            return MediaType.APPLICATION_JSON.isCompatibleWith(media)
                    || media.getSubtype().endsWith("+json");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
