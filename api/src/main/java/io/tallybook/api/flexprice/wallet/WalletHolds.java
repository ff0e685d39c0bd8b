package io.tallybook.api.flexprice.wallet;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.HoldId;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.core.wallet.WalletView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes by which credits are kept for a purpose. */
@RestController
public final class WalletHolds {

    private static final Map<String, String> STATES =
            Stream.of(HoldDocument.Status.values())
                    .collect(
                            Collectors.toMap(
                                    status -> status.name().toLowerCase(Locale.ROOT), Enum::name));

    private static final Searchable FIELDS =
            new Searchable().words("status", "status", STATES).text("reference_id", "reference_id");

    private static final int SHORT = 255;
    private static final int LONG = 1_024;

    private final Dispatch dispatch;
    private final WalletReads reads;

    public WalletHolds(Dispatch dispatch) {
        this.dispatch = dispatch;
        this.reads = new WalletReads(dispatch);
    }

    /** Keeps credits, all of them or none; under an idempotency key once. */
    @PostMapping("/v1/wallets/{id}/holds")
    Mono<ResponseEntity<byte[]>> hold(Call call, @PathVariable("id") String id, Body in) {
        BigDecimal credits = in.required("credits").amount();
        Instant expiresAt = in.required("expires_at").instant();
        String reference = in.optional("reference_id").text(SHORT);
        String key = in.optional("idempotency_key").text(SHORT);
        String description = in.optional("description").text(LONG);
        Map<String, String> metadata = in.optional("metadata").map(LONG);
        in.check();
        Ulid drawn = call.ids().next();
        return reads.wallet(call, id)
                .flatMap(
                        wallet -> {
                            HoldId hold =
                                    HoldId.of(
                                            key == null
                                                    ? drawn
                                                    : Ulid.derived(
                                                            Instant.EPOCH,
                                                            "hold",
                                                            wallet.id().value(),
                                                            key));
                            return sent(
                                    call,
                                    id,
                                    hold,
                                    (found, at) ->
                                            new WalletCommand.Hold(
                                                    found.id(),
                                                    call.scope(),
                                                    at,
                                                    hold,
                                                    credits,
                                                    expiresAt,
                                                    reference,
                                                    description,
                                                    metadata));
                        });
    }

    /** Uses what is held, all of it unless {@code credits} says less; the rest is free again. */
    @PostMapping("/v1/wallets/{id}/holds/{hold_id}/capture")
    Mono<ResponseEntity<byte[]>> capture(
            Call call,
            @PathVariable("id") String id,
            @PathVariable("hold_id") String holdId,
            Body in) {
        BigDecimal credits = in.optional("credits").amount();
        in.check();
        HoldId hold = Named.id("hold", holdId, HoldId::new);
        return sent(
                call,
                id,
                hold,
                (wallet, at) ->
                        new WalletCommand.Capture(
                                wallet.id(),
                                call.scope(),
                                at,
                                hold,
                                WalletTransactionId.of(
                                        Ulid.derived(Instant.EPOCH, "capture", hold.value())),
                                credits));
    }

    @PostMapping("/v1/wallets/{id}/holds/{hold_id}/release")
    Mono<ResponseEntity<byte[]>> release(
            Call call, @PathVariable("id") String id, @PathVariable("hold_id") String holdId) {
        HoldId hold = Named.id("hold", holdId, HoldId::new);
        return sent(
                call,
                id,
                hold,
                (wallet, at) ->
                        new WalletCommand.Release(
                                wallet.id(), call.scope(), at, hold, HoldDocument.Status.RELEASED));
    }

    private Mono<ResponseEntity<byte[]>> sent(
            Call call,
            String walletId,
            HoldId hold,
            BiFunction<WalletView, Instant, WalletCommand> command) {
        return Mono.zip(dispatch.now(call), reads.wallet(call, walletId))
                .flatMap(
                        found ->
                                dispatch.send(
                                        call,
                                        ViewKind.WALLET,
                                        command.apply(found.getT2(), found.getT1())))
                .then(Mono.defer(() -> get(call, walletId, hold.value())));
    }

    @GetMapping("/v1/wallets/{id}/holds/{hold_id}")
    Mono<ResponseEntity<byte[]>> get(
            Call call, @PathVariable("id") String id, @PathVariable("hold_id") String holdId) {
        HoldId hold = Named.id("hold", holdId, HoldId::new);
        var spec =
                new SearchSpec(
                        List.of(new Criterion("id", Operator.EQ, List.of(hold.value()))),
                        List.of(),
                        1,
                        0);
        return reads.wallet(call, id)
                .flatMap(
                        wallet ->
                                dispatch.ask(
                                                new WalletQuery.HoldsOf(
                                                        call.scope(), wallet.id(), spec),
                                                WalletQuery.Holds.class)
                                        .flatMap(
                                                found ->
                                                        Mono.justOrEmpty(
                                                                found.items().stream().findFirst()))
                                        .switchIfEmpty(Named.missing("hold", holdId))
                                        .map(found -> Answer.ok(WalletJson.hold(found, wallet))));
    }

    @GetMapping("/v1/wallets/{id}/holds")
    Mono<ResponseEntity<byte[]>> list(Call call, @PathVariable("id") String id, Params in) {
        var criteria =
                new Criteria(in).is("status", in.optional("status").choice(Choice.of(STATES)));
        ListRequest request = ListRequest.ofAnyStatus(in, FIELDS, criteria);
        return reads.wallet(call, id)
                .flatMap(
                        wallet ->
                                dispatch.ask(
                                                new WalletQuery.HoldsOf(
                                                        call.scope(), wallet.id(), request.spec()),
                                                WalletQuery.Holds.class)
                                        .map(
                                                page ->
                                                        Answer.ok(
                                                                PageJson.of(
                                                                        request,
                                                                        page.items(),
                                                                        page.total(),
                                                                        hold ->
                                                                                WalletJson.hold(
                                                                                        hold,
                                                                                        wallet)))));
    }
}
