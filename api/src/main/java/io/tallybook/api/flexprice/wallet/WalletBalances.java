package io.tallybook.api.flexprice.wallet;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.core.wallet.WalletBalance;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import java.time.Duration;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The routes by which the balance of a wallet is read: what is left once the usage of the open
 * periods and the unpaid invoices are paid.
 */
@RestController
public final class WalletBalances {
    // A proxy or a client that has gone is noticed by what cannot be written.
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

    private final Dispatch dispatch;
    private final WalletReads reads;
    private final WalletAlerts watch;

    public WalletBalances(Dispatch dispatch) {
        this.dispatch = dispatch;
        this.reads = new WalletReads(dispatch);
        this.watch = new WalletAlerts(dispatch);
    }

    /** Whether all usage must be in it that was acknowledged before; {@code from_cache}. */
    static Freshness freshness(Fields in) {
        return Boolean.TRUE.equals(in.optional("from_cache").truth())
                ? Freshness.CURRENT
                : Freshness.COMPLETE;
    }

    /** What it is worth now: exact, or {@code from_cache}, which follows events. */
    @GetMapping({"/v1/wallets/{id}/balance/real-time", "/v1/wallets/{id}/balance"})
    Mono<ResponseEntity<byte[]>> balance(Call call, @PathVariable("id") String id, Params params) {
        Freshness freshness = freshness(params);
        params.optional("expand").text(512);
        params.check();
        WalletId walletId = Named.id("wallet", id, WalletId::new);
        return Mono.zip(
                        dispatch.find(
                                new WalletQuery.Balance(call.scope(), walletId, freshness),
                                WalletBalance.class),
                        watch.of(call, List.of(walletId.value())))
                .map(found -> found.getT2().into(WalletJson.withBalance(found.getT1(), freshness)))
                .switchIfEmpty(Named.missing("wallet", id))
                .map(Answer::ok);
    }

    /** What it is worth, and what it is worth after every change, as server-sent events. */
    @GetMapping("/v1/wallets/{id}/balance/stream")
    Mono<ResponseEntity<Flux<ServerSentEvent<String>>>> stream(
            Call call, @PathVariable("id") String id) {
        return reads.wallet(call, id)
                .map(
                        wallet ->
                                ResponseEntity.ok()
                                        .contentType(MediaType.TEXT_EVENT_STREAM)
                                        .body(told(call, wallet.id())));
    }

    private Flux<ServerSentEvent<String>> told(Call call, WalletId id) {
        Flux<ServerSentEvent<String>> balances =
                dispatch.follow(
                                new WalletQuery.Balance(call.scope(), id, Freshness.CURRENT),
                                WalletBalance.class)
                        .concatMap(
                                balance ->
                                        watch.into(
                                                call,
                                                WalletJson.withBalance(balance, Freshness.CURRENT)))
                        .distinctUntilChanged()
                        .map(
                                json ->
                                        ServerSentEvent.builder(json.toString())
                                                .event("balance")
                                                .build());
        Flux<ServerSentEvent<String>> alive =
                Flux.interval(SIGN_OF_LIFE)
                        .map(_ -> ServerSentEvent.<String>builder().comment("").build());
        return balances.mergeWith(alive);
    }
}
