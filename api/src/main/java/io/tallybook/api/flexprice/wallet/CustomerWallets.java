package io.tallybook.api.flexprice.wallet;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletView;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes by which the wallets of one customer are read. */
@RestController
public final class CustomerWallets {

    private static final int MOST_WALLETS = 1_000;

    private final Dispatch dispatch;
    private final Directory directory;
    private final Standings standings;

    public CustomerWallets(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.standings = new Standings(dispatch);
    }

    @GetMapping("/v1/customers/{id}/wallets")
    Mono<ResponseEntity<byte[]>> ofCustomer(Call call, @PathVariable("id") String id) {
        return directory
                .customer(call, Named.id("customer", id, CustomerId::new))
                .flatMap(customer -> ofCustomer(call, customer))
                .map(wallets -> Answer.ok(Json.list(wallets, WalletJson::of)));
    }

    /** Names the customer by {@code ?id=} or by its external id, {@code ?lookup_key=}. */
    @GetMapping("/v1/customers/wallets")
    Mono<ResponseEntity<byte[]>> ofCustomerNamed(Call call, Params params) {
        String id = params.optional("id").text(255);
        String key = params.optional("lookup_key").text(255);
        boolean withBalance =
                Boolean.TRUE.equals(params.optional("include_real_time_balance").truth());
        if (id == null && key == null) {
            params.complain("id", "an id or a lookup_key", "neither");
        }
        params.check();
        Mono<CustomerView> customer =
                id != null
                        ? Mono.defer(
                                () ->
                                        directory.customer(
                                                call, Named.id("customer", id, CustomerId::new)))
                        : directory.customerNamed(call, Objects.requireNonNull(key));
        return Mono.zip(dispatch.now(call), customer.flatMap(found -> ofCustomer(call, found)))
                .flatMapMany(
                        found ->
                                Flux.fromIterable(found.getT2())
                                        .concatMap(
                                                wallet ->
                                                        withBalance
                                                                ? balance(
                                                                        call, wallet, found.getT1())
                                                                : Mono.just(WalletJson.of(wallet))))
                .collectList()
                .map(wallets -> Answer.ok(Json.list(wallets, wallet -> wallet)));
    }

    private Mono<List<WalletView>> ofCustomer(Call call, CustomerView customer) {
        var spec =
                new SearchSpec(
                        List.of(
                                new Criterion(
                                        "customer_id",
                                        Operator.EQ,
                                        List.of(customer.id().value()))),
                        List.of(new Order("created_at", Direction.ASC)),
                        MOST_WALLETS,
                        0);
        return dispatch.ask(new WalletQuery.Search(call.scope(), spec), WalletQuery.Page.class)
                .map(WalletQuery.Page::items);
    }

    private Mono<ObjectNode> balance(Call call, WalletView wallet, Instant now) {
        return standings.of(call, wallet, now).map(standing -> WalletJson.of(wallet, standing));
    }
}
