package io.tallybook.api.flexprice.wallet;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What stands against a wallet's balance at this moment: unpaid invoices, and the usage of the open
 * periods.
 */
final class Standings {

    private static final int AT_ONCE = 500;
    private static final List<Order> OLDEST_FIRST = List.of(new Order("created_at", Direction.ASC));

    private final Dispatch dispatch;

    Standings(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    Mono<WalletJson.Standing> of(Call call, WalletView wallet, Instant now) {
        return Mono.zip(
                unpaid(call, wallet, 0).reduce(zero(wallet), Money::plus),
                usage(call, wallet, now, 0).reduce(zero(wallet), Money::plus),
                (unpaid, usage) -> new WalletJson.Standing(now, unpaid, usage));
    }

    private static Money zero(WalletView wallet) {
        return Money.zero(wallet.wallet().currency());
    }

    private Flux<Money> unpaid(Call call, WalletView wallet, int offset) {
        return dispatch.ask(
                        new InvoiceQuery.Search(call.scope(), spec(wallet, "FINALIZED", offset)),
                        InvoiceQuery.Page.class)
                .flatMapMany(
                        page ->
                                Flux.fromIterable(page.items())
                                        .map(invoice -> invoice.totals().total())
                                        .concatWith(
                                                page.items().size() < AT_ONCE
                                                        ? Flux.empty()
                                                        : Flux.defer(
                                                                () ->
                                                                        unpaid(
                                                                                call,
                                                                                wallet,
                                                                                offset
                                                                                        + AT_ONCE))));
    }

    private Flux<Money> usage(Call call, WalletView wallet, Instant now, int offset) {
        return dispatch.ask(
                        new SubscriptionQuery.Search(call.scope(), spec(wallet, "ACTIVE", offset)),
                        SubscriptionQuery.Page.class)
                .flatMapMany(
                        page ->
                                Flux.fromIterable(page.items())
                                        .concatMap(
                                                subscription ->
                                                        usage(call, wallet, subscription, now))
                                        .concatWith(
                                                page.items().size() < AT_ONCE
                                                        ? Flux.empty()
                                                        : Flux.defer(
                                                                () ->
                                                                        usage(
                                                                                call,
                                                                                wallet,
                                                                                now,
                                                                                offset
                                                                                        + AT_ONCE))));
    }

    private Flux<Money> usage(
            Call call, WalletView wallet, SubscriptionView subscription, Instant now) {
        return dispatch.find(
                        new InvoiceQuery.Preview(call.scope(), subscription.id(), now),
                        InvoiceView.class)
                .flatMapIterable(InvoiceView::lines)
                .filter(line -> line.input().price().type() == PriceDocument.Type.USAGE)
                .filter(line -> wallet.wallet().agreed().reach().mayPay(line.input().price()))
                .map(InvoiceLine::amount);
    }

    private static SearchSpec spec(WalletView wallet, String status, int offset) {
        return new SearchSpec(
                List.of(
                        new Criterion(
                                "customer_id",
                                Operator.EQ,
                                List.of(wallet.wallet().customerId().value())),
                        new Criterion(
                                "currency",
                                Operator.EQ,
                                List.of(wallet.wallet().currency().code())),
                        new Criterion("status", Operator.EQ, List.of(status))),
                OLDEST_FIRST,
                AT_ONCE,
                offset);
    }
}
