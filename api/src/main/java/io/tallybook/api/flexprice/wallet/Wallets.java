package io.tallybook.api.flexprice.wallet;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.Receipt;
import io.tallybook.core.Stamp;
import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.core.wallet.WalletTransactionView;
import io.tallybook.core.wallet.WalletView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The routes of wallets. */
@RestController
public final class Wallets {

    private static final Searchable FIELDS =
            new Searchable().text("customer_id", "customer_id").text("currency", "currency");

    private static final Map<String, String> TYPES = Map.of("credit", "CREDIT", "debit", "DEBIT");

    private static final Map<String, String> REASONS =
            Stream.of(Reason.values()).collect(Collectors.toMap(Enum::name, Enum::name));

    private static final Searchable MOVEMENTS =
            new Searchable()
                    .words("type", "type", TYPES)
                    .words("transaction_reason", "reason", REASONS);

    private static final Choice<Boolean> WALLET_STATUS =
            Choice.of(
                    Map.of(
                            "active",
                            true,
                            "published",
                            true,
                            "frozen",
                            false,
                            "closed",
                            false,
                            "deleted",
                            false,
                            "archived",
                            false));

    private static final Choice<Boolean> TRANSACTION_STATUS =
            Choice.of(Map.of("completed", true, "pending", false, "failed", false));

    private final Dispatch dispatch;
    private final Directory directory;
    private final Standings standings;

    public Wallets(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.standings = new Standings(dispatch);
    }

    @PostMapping("/v1/wallets")
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        WalletRequest request = WalletRequest.of(body);
        WalletId id = WalletId.of(call.ids().next());
        WalletTransactionId initial = WalletTransactionId.of(call.ids().next());
        return Mono.zip(dispatch.now(call), customer(call, request))
                .flatMap(
                        found -> {
                            var create =
                                    new WalletCommand.Create(
                                            id,
                                            call.scope(),
                                            found.getT1(),
                                            request.document(found.getT2().id()));
                            return dispatch.send(call, ViewKind.WALLET, create)
                                    .flatMap(made -> loaded(call, create, request, initial, made))
                                    .flatMap(receipt -> shown(call, create, request, receipt));
                        })
                .map(view -> Answer.ok(WalletJson.of(view)));
    }

    private Mono<CustomerView> customer(Call call, WalletRequest request) {
        if (request.customerId() != null) {
            return directory.customer(
                    call, Named.id("customer", request.customerId(), CustomerId::new));
        }
        return directory.customerNamed(call, Objects.requireNonNull(request.externalCustomerId()));
    }

    private Mono<Receipt> loaded(
            Call call,
            WalletCommand.Create create,
            WalletRequest request,
            WalletTransactionId id,
            Receipt made) {
        if (request.initialCredits().signum() == 0) {
            return Mono.just(made);
        }
        return dispatch.send(
                call,
                ViewKind.WALLET,
                new WalletCommand.TopUp(
                        create.walletId(),
                        call.scope(),
                        create.at(),
                        id,
                        request.initialCredits(),
                        Reason.FREE_CREDIT_GRANT,
                        request.initialCreditsExpireAt(),
                        null,
                        null,
                        null,
                        Map.of()));
    }

    private Mono<WalletView> shown(
            Call call, WalletCommand.Create made, WalletRequest request, Receipt receipt) {
        BigDecimal credits = request.initialCredits();
        return dispatch.find(new WalletQuery.ById(call.scope(), made.walletId()), WalletView.class)
                .defaultIfEmpty(
                        new WalletView(
                                made.walletId(),
                                made.scope(),
                                made.wallet(),
                                credits,
                                credits,
                                BigDecimal.ZERO,
                                Stamp.first(made.at(), call.caller().actor(), receipt.version())));
    }

    @GetMapping("/v1/wallets/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return wallet(call, id).map(view -> Answer.ok(WalletJson.of(view)));
    }

    private Mono<WalletView> wallet(Call call, String id) {
        WalletId walletId = Named.id("wallet", id, WalletId::new);
        return dispatch.find(new WalletQuery.ById(call.scope(), walletId), WalletView.class)
                .switchIfEmpty(Named.missing("wallet", id));
    }

    @PostMapping("/v1/wallets/{id}/top-up")
    Mono<ResponseEntity<byte[]>> topUp(Call call, @PathVariable("id") String id, Body body) {
        TopUpRequest request = TopUpRequest.of(body);
        WalletTransactionId drawn = WalletTransactionId.of(call.ids().next());
        return Mono.zip(dispatch.now(call), wallet(call, id))
                .flatMap(
                        found -> {
                            WalletView wallet = found.getT2();
                            WalletTransactionId transaction = transaction(wallet, request, drawn);
                            return dispatch.send(
                                            call,
                                            ViewKind.WALLET,
                                            command(
                                                    call,
                                                    wallet,
                                                    transaction,
                                                    request,
                                                    found.getT1()))
                                    .then(Mono.defer(() -> wallet(call, id)))
                                    .flatMap(after -> movement(call, after, transaction));
                        })
                .map(Answer::ok);
    }

    /**
     * Under an idempotency key the movement's id follows from it, so that a repeat names the same
     * movement.
     */
    private static WalletTransactionId transaction(
            WalletView wallet, TopUpRequest request, WalletTransactionId drawn) {
        String key = request.idempotencyKey();
        return key == null
                ? drawn
                : WalletTransactionId.of(
                        Ulid.derived(Instant.EPOCH, "top_up", wallet.id().value(), key));
    }

    private static WalletCommand.TopUp command(
            Call call,
            WalletView wallet,
            WalletTransactionId id,
            TopUpRequest request,
            Instant at) {
        return new WalletCommand.TopUp(
                wallet.id(),
                call.scope(),
                at,
                id,
                request.credits(wallet.wallet().topupConversionRate()),
                request.reason(),
                request.expiresAt(),
                request.priority(),
                request.idempotencyKey(),
                request.description(),
                request.metadata());
    }

    private Mono<ObjectNode> movement(Call call, WalletView wallet, WalletTransactionId id) {
        var spec =
                new SearchSpec(
                        List.of(new Criterion("id", Operator.EQ, List.of(id.value()))),
                        List.of(),
                        1,
                        0);
        return dispatch.ask(
                        new WalletQuery.TransactionsOf(call.scope(), wallet.id(), spec),
                        WalletQuery.Transactions.class)
                .map(found -> found.items().stream().findFirst())
                .map(
                        transaction ->
                                Json.object()
                                        .set("wallet", WalletJson.of(wallet))
                                        .set("wallet_transaction", shown(transaction, wallet))
                                        .nulls("invoice_id", "checkout_session")
                                        .node());
    }

    private static @Nullable JsonNode shown(
            Optional<WalletTransactionView> transaction, WalletView wallet) {
        return transaction.map(t -> WalletJson.transaction(t, wallet, null)).orElse(null);
    }

    @GetMapping({"/v1/wallets/{id}/balance/real-time", "/v1/wallets/{id}/balance"})
    Mono<ResponseEntity<byte[]>> balance(Call call, @PathVariable("id") String id) {
        return Mono.zip(dispatch.now(call), wallet(call, id))
                .flatMap(found -> balance(call, found.getT2(), found.getT1()))
                .map(Answer::ok);
    }

    private Mono<ObjectNode> balance(Call call, WalletView wallet, Instant now) {
        return standings
                .of(call, wallet, now)
                .map(standing -> WalletJson.withBalance(wallet, standing));
    }

    @GetMapping("/v1/wallets/{id}/transactions")
    Mono<ResponseEntity<byte[]>> transactions(
            Call call, @PathVariable("id") String id, Params params) {
        var criteria =
                new Criteria(params)
                        .is("type", params.optional("type").choice(Choice.of(TYPES)))
                        .is(
                                "reason",
                                params.optional("transaction_reason").choice(Choice.of(REASONS)));
        boolean done = params.optional("transaction_status").choice(TRANSACTION_STATUS, true);
        EntityStatus status =
                params.optional("status").choice(ListRequest.STATUS, EntityStatus.PUBLISHED);
        ListRequest request = ListRequest.ofAnyStatus(params, MOVEMENTS, criteria);
        return wallet(call, id)
                .flatMap(
                        wallet ->
                                status != EntityStatus.PUBLISHED || !done
                                        ? Mono.just(
                                                new Movements(
                                                        wallet, List.of(), 0, Optional.empty()))
                                        : movements(call, wallet, request))
                .map(
                        found ->
                                Answer.ok(
                                        PageJson.of(
                                                request,
                                                found.items(),
                                                found.total(),
                                                t ->
                                                        WalletJson.transaction(
                                                                t,
                                                                found.wallet(),
                                                                found.customer().orElse(null)))));
    }

    private record Movements(
            WalletView wallet,
            List<WalletTransactionView> items,
            long total,
            Optional<CustomerView> customer) {}

    private Mono<Movements> movements(Call call, WalletView wallet, ListRequest request) {
        return Mono.zip(
                dispatch.ask(
                        new WalletQuery.TransactionsOf(call.scope(), wallet.id(), request.spec()),
                        WalletQuery.Transactions.class),
                directory.customers(
                        call,
                        request.expands("customer")
                                ? List.of(wallet.wallet().customerId())
                                : List.of()),
                (page, customers) ->
                        new Movements(
                                wallet,
                                page.items(),
                                page.total(),
                                customers.values().stream().findFirst()));
    }

    @PostMapping("/v1/wallets/search")
    Mono<ResponseEntity<byte[]>> search(Call call, Body body) {
        return page(call, body);
    }

    @GetMapping("/v1/wallets")
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        return page(call, params);
    }

    private Mono<ResponseEntity<byte[]>> page(Call call, Fields in) {
        boolean some = in.optional("status").choice(WALLET_STATUS, true);
        in.refuseUnsupported("alert_enabled");
        var criteria = new Criteria(in).any("wallet_ids", "id").one("customer_id", "customer_id");
        ListRequest request = ListRequest.ofAnyStatus(in, FIELDS, criteria);
        if (!some) {
            return Mono.just(
                    Answer.ok(PageJson.of(request, List.<WalletView>of(), 0, WalletJson::of)));
        }
        return dispatch.ask(
                        new WalletQuery.Search(call.scope(), request.spec()),
                        WalletQuery.Page.class)
                .map(
                        page ->
                                Answer.ok(
                                        PageJson.of(
                                                request,
                                                page.items(),
                                                page.total(),
                                                WalletJson::of)));
    }
}
