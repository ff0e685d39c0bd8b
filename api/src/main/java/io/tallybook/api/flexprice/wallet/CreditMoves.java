package io.tallybook.api.flexprice.wallet;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.payment.CheckoutJson;
import io.tallybook.api.flexprice.payment.CheckoutRequest;
import io.tallybook.api.flexprice.payment.Checkouts;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.Receipt;
import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.PurchaseInvoice;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.core.wallet.WalletTransactionView;
import io.tallybook.core.wallet.WalletView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes by which credits come into a wallet and leave it. */
@RestController
public final class CreditMoves {

    private static final Choice<Reason> BY_HAND =
            Choice.of(
                    Map.of(
                            "MANUAL_BALANCE_DEBIT", Reason.MANUAL_BALANCE_DEBIT,
                            "CREDIT_ADJUSTMENT", Reason.CREDIT_ADJUSTMENT));

    private static final int SHORT = 255;
    private static final int LONG = 1_024;

    private final Dispatch dispatch;
    private final WalletReads reads;
    private final Checkouts checkouts;

    public CreditMoves(Dispatch dispatch) {
        this.dispatch = dispatch;
        this.reads = new WalletReads(dispatch);
        this.checkouts = new Checkouts(dispatch);
    }

    @PostMapping("/v1/wallets/{id}/top-up")
    Mono<ResponseEntity<byte[]>> topUp(Call call, @PathVariable("id") String id, Body body) {
        TopUpRequest request = TopUpRequest.of(body);
        Ulid drawn = call.ids().next();
        boolean waits = Boolean.TRUE.equals(body.optional("force_sync_invoice").truth());
        body.check();
        return moved(
                call,
                id,
                request.idempotencyKey(),
                drawn,
                (wallet, made) -> topUp(call, wallet, made, request),
                new Showing(waits ? Invoiced.SHOWN : Invoiced.LATER, request.checkout()));
    }

    /** Whether the invoice for what is ordered is to be there before the answer. */
    private enum Invoiced {
        SHOWN,
        LATER
    }

    /** What of an order is to be there before the answer. */
    private record Showing(Invoiced invoiced, @Nullable CheckoutRequest checkout) {
        static final Showing USUAL = new Showing(Invoiced.LATER, null);
    }

    private static WalletCommand topUp(
            Call call, WalletView wallet, Made made, TopUpRequest request) {
        WalletCommand.Bonus bonus =
                request.isPurchase() || request.bonusCredits() != null
                        ? new WalletCommand.Bonus(
                                WalletTransactionId.of(
                                        Ulid.derived(Instant.EPOCH, "bonus", made.id().value())),
                                request.bonusCredits(),
                                request.bonusExpiresAt())
                        : null;
        return new WalletCommand.TopUp(
                wallet.id(),
                call.scope(),
                made.at(),
                made.id(),
                request.credits(wallet.wallet().topupConversionRate()),
                request.reason(),
                request.expiresAt(),
                request.priority(),
                request.idempotencyKey(),
                request.description(),
                request.metadata(),
                new WalletCommand.Further(request.referenceId(), bonus));
    }

    /** Credits used by hand, for something that is on no invoice. */
    @PostMapping("/v1/wallets/{id}/debit")
    Mono<ResponseEntity<byte[]>> debit(Call call, @PathVariable("id") String id, Body body) {
        Reason reason =
                body.optional("transaction_reason").choice(BY_HAND, Reason.MANUAL_BALANCE_DEBIT);
        return out(call, id, body, reason, body.required("credits").amount());
    }

    /** Credits taken back from the customer: of one credit, or in the order of burning. */
    @PostMapping("/v1/wallets/{id}/void")
    Mono<ResponseEntity<byte[]>> voidCredits(Call call, @PathVariable("id") String id, Body body) {
        return out(call, id, body, Reason.CREDIT_VOIDED, body.optional("credits").amount());
    }

    private Mono<ResponseEntity<byte[]>> out(
            Call call, String id, Fields in, Reason reason, @Nullable BigDecimal credits) {
        String named = in.optional("transaction_id").text(SHORT);
        String reference = in.optional("reference_id").text(SHORT);
        String key = in.optional("idempotency_key").text(SHORT);
        String description = in.optional("description").text(LONG);
        Map<String, String> metadata = in.optional("metadata").map(LONG);
        in.check();
        WalletTransactionId credit =
                named == null ? null : Named.id("transaction", named, WalletTransactionId::new);
        return moved(
                call,
                id,
                key,
                call.ids().next(),
                (wallet, made) ->
                        new WalletCommand.TakeOut(
                                wallet.id(),
                                call.scope(),
                                made.at(),
                                made.id(),
                                reason,
                                credits,
                                credit,
                                reference,
                                key,
                                description,
                                metadata));
    }

    /** Ordered credits are paid for: they come in. */
    @PostMapping("/v1/wallets/{id}/transactions/{transaction_id}/complete")
    Mono<ResponseEntity<byte[]>> complete(
            Call call,
            @PathVariable("id") String id,
            @PathVariable("transaction_id") String transaction) {
        WalletTransactionId order = Named.id("transaction", transaction, WalletTransactionId::new);
        return of(
                call,
                id,
                order,
                (wallet, made) ->
                        new WalletCommand.CompletePurchase(
                                wallet.id(), call.scope(), made.at(), order));
    }

    /** Ordered credits will not be paid for. */
    @PostMapping("/v1/wallets/{id}/transactions/{transaction_id}/fail")
    Mono<ResponseEntity<byte[]>> fail(
            Call call,
            @PathVariable("id") String id,
            @PathVariable("transaction_id") String transaction,
            Body body) {
        String reason = body.optional("reason").text(LONG);
        body.check();
        WalletTransactionId order = Named.id("transaction", transaction, WalletTransactionId::new);
        return of(
                call,
                id,
                order,
                (wallet, made) ->
                        new WalletCommand.FailPurchase(
                                wallet.id(),
                                call.scope(),
                                made.at(),
                                order,
                                reason == null ? "not paid" : reason));
    }

    /** The name and moment of a movement. */
    private record Made(WalletTransactionId id, Instant at) {}

    /**
     * Under an idempotency key the movement's id follows from it, so that a repeat names the same
     * movement.
     */
    private Mono<ResponseEntity<byte[]>> moved(
            Call call,
            String walletId,
            @Nullable String key,
            Ulid drawn,
            BiFunction<WalletView, Made, WalletCommand> command) {
        return moved(call, walletId, key, drawn, command, Showing.USUAL);
    }

    private Mono<ResponseEntity<byte[]>> moved(
            Call call,
            String walletId,
            @Nullable String key,
            Ulid drawn,
            BiFunction<WalletView, Made, WalletCommand> command,
            Showing showing) {
        return reads.wallet(call, walletId)
                .flatMap(
                        wallet ->
                                of(
                                        call,
                                        wallet,
                                        WalletTransactionId.of(
                                                key == null
                                                        ? drawn
                                                        : Ulid.derived(
                                                                Instant.EPOCH,
                                                                "top_up",
                                                                wallet.id().value(),
                                                                key)),
                                        command,
                                        showing));
    }

    private Mono<ResponseEntity<byte[]>> of(
            Call call,
            String walletId,
            WalletTransactionId id,
            BiFunction<WalletView, Made, WalletCommand> command) {
        return reads.wallet(call, walletId)
                .flatMap(wallet -> of(call, wallet, id, command, Showing.USUAL));
    }

    private Mono<ResponseEntity<byte[]>> of(
            Call call,
            WalletView wallet,
            WalletTransactionId id,
            BiFunction<WalletView, Made, WalletCommand> command,
            Showing showing) {
        return dispatch.now(call)
                .flatMap(
                        at ->
                                dispatch.send(
                                        call,
                                        ViewKind.WALLET,
                                        command.apply(wallet, new Made(id, at))))
                .then(Mono.defer(() -> reads.wallet(call, wallet.id().value())))
                .flatMap(after -> shown(call, after, id, showing))
                .map(Answer::ok);
    }

    private Mono<WalletTransactionView> awaited(
            Call call, WalletView wallet, WalletTransactionView movement, Invoiced invoiced) {
        InvoiceId invoice = invoice(wallet, movement);
        return invoice == null || invoiced == Invoiced.LATER
                ? Mono.just(movement)
                : dispatch.await(call, ViewKind.INVOICE, new Receipt(invoice.value(), 0))
                        .thenReturn(movement);
    }

    private static @Nullable InvoiceId invoice(WalletView wallet, WalletTransactionView movement) {
        return movement.transaction().reason() == Reason.PURCHASED_CREDIT_INVOICED
                ? PurchaseInvoice.idOf(
                        wallet.wallet().customerId(),
                        wallet.wallet().currency(),
                        movement.transaction(),
                        movement.createdAt())
                : null;
    }

    private Mono<ObjectNode> shown(
            Call call, WalletView wallet, WalletTransactionId id, Showing showing) {
        return reads.movement(call, wallet, id)
                .flatMap(movement -> awaited(call, wallet, movement, showing.invoiced()))
                .flatMap(
                        movement ->
                                session(call, wallet, movement, showing.checkout())
                                        .map(session -> json(wallet, movement, session)))
                .switchIfEmpty(Mono.fromSupplier(() -> json(wallet, null, Optional.empty())));
    }

    private Mono<Optional<ObjectNode>> session(
            Call call,
            WalletView wallet,
            WalletTransactionView movement,
            @Nullable CheckoutRequest checkout) {
        InvoiceId invoice = invoice(wallet, movement);
        return checkout == null || invoice == null
                ? Mono.just(Optional.empty())
                : checkouts
                        .of(
                                call,
                                invoice,
                                checkout,
                                CheckoutJson.Ordered.credits(
                                        wallet.id(), movement.transaction().id()))
                        .map(Optional::of);
    }

    private static ObjectNode json(
            WalletView wallet,
            @Nullable WalletTransactionView movement,
            Optional<ObjectNode> session) {
        return Json.object()
                .set("wallet", WalletJson.of(wallet))
                .set(
                        "wallet_transaction",
                        movement == null ? null : WalletJson.transaction(movement, wallet, null))
                .put("invoice_id", movement == null ? null : invoice(wallet, movement))
                .set("checkout_session", session.orElse(null))
                .node();
    }
}
