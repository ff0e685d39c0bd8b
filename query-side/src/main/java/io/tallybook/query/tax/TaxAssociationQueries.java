package io.tallybook.query.tax;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.tax.BorneTaxes;
import io.tallybook.core.tax.TaxAssociationQuery;
import io.tallybook.core.tax.TaxAssociationView;
import io.tallybook.core.tax.TaxRateId;
import io.tallybook.core.tax.TaxRateView;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about who bears which tax. */
public final class TaxAssociationQueries {
    private final ViewReads<TaxAssociationView> reads;
    private final ViewReads<TaxRateView> rates;

    public TaxAssociationQueries(ReadTables tables) {
        this.reads = new ViewReads<>(tables, TaxAssociationProjector.TABLE);
        this.rates = new ViewReads<>(tables, TaxRateProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<TaxAssociationView>> handle(TaxAssociationQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<BorneTaxes> handle(TaxAssociationQuery.Borne query) {
        return reads.allBy(query.scope(), "entity_id", query.bearers())
                .thenCompose(
                        all -> {
                            List<TaxAssociationView> named =
                                    all.stream()
                                            .filter(
                                                    one ->
                                                            one.stamp().status()
                                                                    != EntityStatus.DELETED)
                                            .toList();
                            List<TaxRateId> wanted =
                                    named.stream()
                                            .map(one -> one.association().taxRateId())
                                            .toList();
                            return wanted.isEmpty()
                                    ? CompletableFuture.completedFuture(BorneTaxes.NONE)
                                    : rates.byIds(query.scope(), wanted)
                                            .thenApply(found -> borne(named, found));
                        });
    }

    private static BorneTaxes borne(List<TaxAssociationView> named, List<TaxRateView> found) {
        Map<TaxRateId, TaxRateView> byId = new HashMap<>();
        found.forEach(rate -> byId.put(rate.id(), rate));
        List<BorneTaxes.Borne> borne = new ArrayList<>();
        for (TaxAssociationView one : named) {
            TaxRateView rate = byId.get(one.association().taxRateId());
            if (rate != null) {
                borne.add(new BorneTaxes.Borne(one, rate));
            }
        }
        return new BorneTaxes(borne);
    }

    @QueryHandler
    public CompletableFuture<TaxAssociationQuery.Page> handle(TaxAssociationQuery.Search query) {
        return reads.search(query.scope(), query.spec(), TaxAssociationQuery.Page::new);
    }
}
