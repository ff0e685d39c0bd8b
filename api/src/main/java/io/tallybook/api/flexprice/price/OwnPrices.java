package io.tallybook.api.flexprice.price;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.request.Fields;
import io.tallybook.core.Stamp;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.PriceCommand;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.money.CurrencyCode;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Prices that one subscription alone pays. */
public final class OwnPrices {
    private final Dispatch dispatch;
    private final PriceReferences references;

    public OwnPrices(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.references = new PriceReferences(directory);
    }

    /** A price that is made, or is only thought of as long as a change is previewed. */
    public record Wanted(PriceId id, PriceDocument price) {
        public PriceView view(Call call, Instant at) {
            return new PriceView(
                    id, call.scope(), price, Stamp.first(at, call.caller().actor(), 0));
        }
    }

    /**
     * The price that a request writes down. Errors: ProblemException (404) if what it names is not
     * there.
     */
    public Mono<PriceDocument> read(
            Call call, Fields in, SubscriptionId subscription, CurrencyCode currency) {
        PriceRequest request = PriceRequest.ofSubscription(in, subscription, currency);
        in.check();
        return references.withOwner(call, List.of(request)).map(found -> found.document(request));
    }

    /** Makes them, one after the other. Errors: whatever a price is refused for. */
    public Mono<Void> make(Call call, List<Wanted> prices, Instant at) {
        return Flux.fromIterable(prices)
                .concatMap(
                        wanted ->
                                dispatch.send(
                                        call,
                                        ViewKind.PRICE,
                                        new PriceCommand.Create(
                                                wanted.id(), call.scope(), at, wanted.price())))
                .then();
    }
}
