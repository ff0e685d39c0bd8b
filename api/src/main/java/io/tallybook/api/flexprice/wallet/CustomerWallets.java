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
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.core.wallet.OpenCosts;
import io.tallybook.core.wallet.WalletBalance;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletView;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes by which the wallets of one customer are read. */
@RestController
public final class CustomerWallets {

    private static final int MOST_WALLETS = 1_000;

    private final Dispatch dispatch;
    private final Directory directory;
    private final WalletAlerts watch;

    public CustomerWallets(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.watch = new WalletAlerts(dispatch);
    }

    @GetMapping("/v1/customers/{id}/wallets")
    Mono<ResponseEntity<byte[]>> ofCustomer(Call call, @PathVariable("id") String id) {
        return directory
                .customer(call, Named.id("customer", id, CustomerId::new))
                .flatMap(customer -> ofCustomer(call, customer))
                .flatMap(wallets -> watch.into(call, wallets.stream().map(WalletJson::of).toList()))
                .map(wallets -> Answer.ok(Json.list(wallets, wallet -> wallet)));
    }

    /** Names the customer by {@code ?id=} or by its external id, {@code ?lookup_key=}. */
    @GetMapping("/v1/customers/wallets")
    Mono<ResponseEntity<byte[]>> ofCustomerNamed(Call call, Params params) {
        String id = params.optional("id").text(255);
        String key = params.optional("lookup_key").text(255);
        boolean withBalance =
                Boolean.TRUE.equals(params.optional("include_real_time_balance").truth());
        Freshness freshness = WalletBalances.freshness(params);
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
        return customer.flatMap(
                        found ->
                                Mono.zip(
                                        ofCustomer(call, found),
                                        withBalance
                                                ? costs(call, found, freshness)
                                                : Mono.just(Optional.<OpenCosts>empty())))
                .flatMap(
                        found ->
                                watch.into(
                                        call,
                                        found.getT1().stream()
                                                .map(wallet -> shown(wallet, found.getT2()))
                                                .toList()))
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

    private Mono<Optional<OpenCosts>> costs(Call call, CustomerView customer, Freshness freshness) {
        return dispatch.find(
                        new WalletQuery.Costs(call.scope(), customer.id(), freshness),
                        OpenCosts.class)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private static ObjectNode shown(WalletView wallet, Optional<OpenCosts> costs) {
        return costs.map(open -> WalletJson.of(WalletBalance.of(wallet, open)))
                .orElseGet(() -> WalletJson.of(wallet));
    }
}
