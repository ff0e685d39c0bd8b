package io.tallybook.api.request;

import io.tallybook.api.problem.BodyLimit;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemAnswer;
import io.tallybook.api.problem.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** The bytes of a request's body, unpacked, at most {@link BodyLimit#BYTES} of them. */
public final class BodyBytes {

    private BodyBytes() {}

    /**
     * Gives an empty array if there is no body. Errors: ProblemException (413) if there is too
     * much, before or after it was unpacked; (415) if it is packed in another way than by gzip;
     * (400) if it is not what it says.
     */
    public static Mono<byte[]> of(ServerHttpRequest request) {
        if (request.getHeaders().getContentLength() > BodyLimit.BYTES) {
            return Mono.error(() -> ProblemAnswer.tooLarge().asException());
        }
        return DataBufferUtils.join(request.getBody(), BodyLimit.BYTES)
                .map(BodyBytes::drained)
                .defaultIfEmpty(new byte[0])
                .map(bytes -> isPacked(request) ? unpacked(bytes) : bytes);
    }

    /** Whether the body is packed by gzip. Errors: ProblemException (415) if in another way. */
    public static boolean isPacked(ServerHttpRequest request) {
        String encoding = request.getHeaders().getFirst("Content-Encoding");
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return false;
        }
        if (encoding.equalsIgnoreCase("gzip")) {
            return true;
        }
        throw Problem.of(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Encoding: expected gzip or none, got " + encoding)
                .asException();
    }

    private static byte[] unpacked(byte[] packed) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] bytes = in.readNBytes(BodyLimit.BYTES + 1);
            if (bytes.length > BodyLimit.BYTES) {
                throw ProblemAnswer.tooLarge().asException();
            }
            return bytes;
        } catch (IOException e) {
            throw notGzip().asException();
        }
    }

    /** The body says that it is gzip and is not, or ends too early. */
    public static Problem notGzip() {
        return Problem.of(
                ProblemCode.VALIDATION_ERROR,
                "body: expected gzip, as Content-Encoding says, got something else or only a part");
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
