package io.tallybook.api.flexprice.wallet;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
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
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletTransactionView;
import io.tallybook.core.wallet.WalletView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes by which movements of credits are read, and the ways that credits went. */
@RestController
public final class WalletTransactions {

    private static final int MOST_WALLETS = 1_000;

    private static final Map<String, String> TYPES = Map.of("credit", "CREDIT", "debit", "DEBIT");

    private static final Map<String, String> STATES =
            Map.of("completed", "COMPLETED", "pending", "PENDING", "failed", "FAILED");

    private static final Map<String, String> REFERENCES =
            Stream.of(TransactionDocument.ReferenceType.values())
                    .collect(Collectors.toMap(Enum::name, Enum::name));

    /** A word of the contract and the view's words for it. */
    private static final Choice<List<String>> REASONS =
            Choice.of(
                    Stream.of(TransactionDocument.Reason.values())
                            .collect(
                                    Collectors.groupingBy(
                                            WalletJson::reason,
                                            Collectors.mapping(Enum::name, Collectors.toList()))));

    private static final Searchable MOVEMENTS =
            new Searchable()
                    .words("type", "type", TYPES)
                    .words(
                            "transaction_reason",
                            "reason",
                            Stream.of(TransactionDocument.Reason.values())
                                    .collect(Collectors.toMap(Enum::name, Enum::name)))
                    .words("transaction_status", "status", STATES)
                    .words("reference_type", "reference_type", REFERENCES)
                    .text("reference_id", "reference_id")
                    .text("wallet_id", "wallet_id")
                    .text("customer_id", "customer_id")
                    .text("created_by", "created_by")
                    .number("credits_available", "credits_available")
                    .time("expiry_date", "expires_at");

    private final Dispatch dispatch;
    private final Directory directory;
    private final WalletReads reads;

    public WalletTransactions(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.reads = new WalletReads(dispatch);
    }

    @GetMapping("/v1/wallets/{id}/transactions")
    Mono<ResponseEntity<byte[]>> ofWallet(Call call, @PathVariable("id") String id, Params in) {
        Asked asked = asked(in);
        return reads.wallet(call, id)
                .flatMap(
                        wallet ->
                                page(
                                        call,
                                        asked,
                                        new WalletQuery.TransactionsOf(
                                                call.scope(), wallet.id(), asked.list().spec())));
    }

    @PostMapping("/v1/wallets/transactions/search")
    Mono<ResponseEntity<byte[]>> search(Call call, Body in) {
        Asked asked = asked(in);
        return page(
                call, asked, new WalletQuery.SearchTransactions(call.scope(), asked.list().spec()));
    }

    /**
     * What is asked for.
     *
     * @param any false if no movement has the status that is asked for
     */
    private record Asked(ListRequest list, boolean any) {}

    private static Asked asked(Fields in) {
        var criteria =
                new Criteria(in)
                        .is("type", in.optional("type").choice(Choice.of(TYPES)))
                        .isOneOf(
                                "reason",
                                in.optional("transaction_reason").choice(REASONS, List.of()))
                        .is("status", in.optional("transaction_status").choice(Choice.of(STATES)))
                        .one("created_by", "created_by")
                        .one("id", "id")
                        .one("reference_id", "reference_id")
                        .is("reference_type", reference(in))
                        .after("expires_at", in.optional("expiry_date_after").instant())
                        .before("expires_at", in.optional("expiry_date_before").instant());
        var above = in.optional("credits_available_gt").decimal();
        if (above != null) {
            criteria.above("credits_available", above);
        }
        Long priority = in.optional("priority").integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (priority != null) {
            criteria.is("priority", priority.toString());
        }
        EntityStatus status =
                in.optional("status").choice(ListRequest.STATUS, EntityStatus.PUBLISHED);
        return new Asked(
                ListRequest.ofAnyStatus(in, MOVEMENTS, criteria), status == EntityStatus.PUBLISHED);
    }

    // A reference by a request is one that no movement here has.
    private static @Nullable String reference(Fields in) {
        Map<String, String> words = new HashMap<>(REFERENCES);
        words.put("REQUEST", "REQUEST");
        return in.optional("reference_type").choice(Choice.of(words));
    }

    private Mono<ResponseEntity<byte[]>> page(Call call, Asked asked, WalletQuery query) {
        Mono<WalletQuery.Transactions> found =
                asked.any()
                        ? dispatch.ask(query, WalletQuery.Transactions.class)
                        : Mono.just(new WalletQuery.Transactions(List.of(), 0));
        return found.flatMap(
                page ->
                        Mono.zip(
                                wallets(call, page.items()),
                                customers(call, asked.list(), page.items()),
                                (wallets, customers) ->
                                        Answer.ok(
                                                PageJson.of(
                                                        asked.list(),
                                                        page.items(),
                                                        page.total(),
                                                        t ->
                                                                shown(
                                                                        asked.list(),
                                                                        t,
                                                                        wallets,
                                                                        customers)))));
    }

    private static ObjectNode shown(
            ListRequest list,
            WalletTransactionView t,
            Map<WalletId, WalletView> wallets,
            Map<String, CustomerView> customers) {
        WalletView wallet = Objects.requireNonNull(wallets.get(t.walletId()));
        ObjectNode shown = WalletJson.transaction(t, wallet, customers.get(t.customerId().value()));
        if (list.expands("wallet")) {
            shown.set("wallet", WalletJson.of(wallet));
        }
        return shown;
    }

    private Mono<Map<String, CustomerView>> customers(
            Call call, ListRequest list, List<WalletTransactionView> items) {
        List<CustomerId> wanted =
                list.expands("customer")
                        ? items.stream().map(WalletTransactionView::customerId).distinct().toList()
                        : List.of();
        return directory.customers(call, wanted);
    }

    private Mono<Map<WalletId, WalletView>> wallets(Call call, List<WalletTransactionView> items) {
        List<String> ids = items.stream().map(t -> t.walletId().value()).distinct().toList();
        if (ids.isEmpty()) {
            return Mono.just(Map.of());
        }
        var spec =
                new SearchSpec(
                        List.of(new Criterion("id", Operator.IN, ids)), List.of(), MOST_WALLETS, 0);
        return dispatch.ask(new WalletQuery.Search(call.scope(), spec), WalletQuery.Page.class)
                .map(
                        page ->
                                page.items().stream()
                                        .collect(
                                                Collectors.toMap(
                                                        WalletView::id, wallet -> wallet)));
    }

    /** What a credit funded, and what came back of it. */
    @GetMapping("/v1/wallets/transactions/{id}/consumptions")
    Mono<ResponseEntity<byte[]>> consumptions(Call call, @PathVariable("id") String id) {
        return reads.movement(call, id)
                .flatMap(
                        credit ->
                                routes(
                                        call,
                                        new WalletQuery.Consumptions(
                                                call.scope(), credit.transaction().id())));
    }

    /** Which credits funded a debit. */
    @GetMapping("/v1/wallets/transactions/{id}/fundings")
    Mono<ResponseEntity<byte[]>> fundings(Call call, @PathVariable("id") String id) {
        return reads.movement(call, id)
                .flatMap(
                        debit ->
                                routes(
                                        call,
                                        new WalletQuery.Fundings(
                                                call.scope(), debit.transaction().id())));
    }

    private Mono<ResponseEntity<byte[]>> routes(Call call, WalletQuery query) {
        return dispatch.ask(query, WalletQuery.Routes.class)
                .flatMap(
                        found ->
                                wallets(
                                                call,
                                                found.items().stream()
                                                        .map(WalletQuery.Route::to)
                                                        .toList())
                                        .map(wallets -> routes(found, wallets)));
    }

    private static ResponseEntity<byte[]> routes(
            WalletQuery.Routes found, Map<WalletId, WalletView> wallets) {
        return Answer.ok(
                PageJson.of(
                        found.items(),
                        found.items().size(),
                        Math.max(found.items().size(), 1),
                        0,
                        route -> {
                            WalletView wallet =
                                    Objects.requireNonNull(wallets.get(route.to().walletId()));
                            return Json.object()
                                    .put("inbound_transaction_id", route.from().transaction().id())
                                    .put("outbound_transaction_id", route.to().transaction().id())
                                    .put("wallet_id", wallet.id())
                                    .put(
                                            "direction",
                                            switch (route.to().transaction().type()) {
                                                case DEBIT -> "used";
                                                case CREDIT -> "given_back";
                                            })
                                    .put("credits", route.credits())
                                    .put("amount", route.amount())
                                    .put("created_at", route.to().createdAt())
                                    .set(
                                            "inbound_transaction",
                                            WalletJson.transaction(route.from(), wallet, null))
                                    .set(
                                            "outbound_transaction",
                                            WalletJson.transaction(route.to(), wallet, null))
                                    .node();
                        }));
    }
}
