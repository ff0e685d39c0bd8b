package io.tallybook.api.idempotency;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A response that is shown to {@link Keeper} before its first byte leaves. */
final class AnswerInHand extends ServerHttpResponseDecorator {

    /** Told of the whole body; the response leaves when it completes. */
    @FunctionalInterface
    interface Keeper {
        Mono<Void> keep(ServerHttpResponse response, byte[] body);
    }

    private final Keeper keeper;

    AnswerInHand(ServerHttpResponse delegate, Keeper keeper) {
        super(delegate);
        this.keeper = keeper;
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
        return DataBufferUtils.join(Flux.from(body))
                .map(
                        buffer -> {
                            byte[] bytes = new byte[buffer.readableByteCount()];
                            buffer.read(bytes);
                            DataBufferUtils.release(buffer);
                            return bytes;
                        })
                .defaultIfEmpty(new byte[0])
                .flatMap(bytes -> keeper.keep(getDelegate(), bytes).then(send(bytes)));
    }

    private Mono<Void> send(byte[] bytes) {
        return super.writeWith(Mono.fromSupplier(() -> bufferFactory().wrap(bytes)));
    }

    @Override
    public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
        return writeWith(Flux.from(body).concatMap(part -> part));
    }

    @Override
    public Mono<Void> setComplete() {
        return keeper.keep(getDelegate(), new byte[0]).then(Mono.defer(super::setComplete));
    }
}
