package io.tallybook.api.flexprice.tax;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.tax.TaxRateId;
import io.tallybook.core.tax.TaxRateQuery;
import io.tallybook.core.tax.TaxRateView;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks tax rates up by their codes or ids. */
final class RatesNamed {
    private static final int AT_ONCE = 500;

    private final Dispatch dispatch;

    RatesNamed(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** The rate with a code, or else with an id. Errors: ProblemException (404). */
    Mono<TaxRateView> coded(Call call, String codeOrId) {
        return dispatch.find(new TaxRateQuery.ByCode(call.scope(), codeOrId), TaxRateView.class)
                .switchIfEmpty(Mono.defer(() -> withId(call, codeOrId)))
                .switchIfEmpty(Named.missing("tax rate", codeOrId));
    }

    private Mono<TaxRateView> withId(Call call, String id) {
        return id.startsWith(TaxRateId.PREFIX + "_")
                ? dispatch.find(
                        new TaxRateQuery.ById(
                                call.scope(), Named.id("tax rate", id, TaxRateId::new)),
                        TaxRateView.class)
                : Mono.empty();
    }

    Mono<Map<TaxRateId, TaxRateView>> all(Call call, Collection<TaxRateId> ids) {
        return Flux.fromIterable(ids)
                .map(TaxRateId::value)
                .distinct()
                .buffer(AT_ONCE)
                .concatMap(some -> some(call, some))
                .collect(
                        LinkedHashMap::new,
                        (found, rates) -> rates.forEach(rate -> found.put(rate.id(), rate)));
    }

    private Mono<List<TaxRateView>> some(Call call, List<String> ids) {
        var spec =
                new SearchSpec(
                        List.of(new Criterion("id", Operator.IN, ids)), List.of(), AT_ONCE, 0);
        return dispatch.ask(new TaxRateQuery.Search(call.scope(), spec), TaxRateQuery.Page.class)
                .map(TaxRateQuery.Page::items);
    }
}
