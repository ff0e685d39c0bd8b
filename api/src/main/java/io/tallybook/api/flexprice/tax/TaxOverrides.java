package io.tallybook.api.flexprice.tax;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.request.Fields;
import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.tax.TaxAssociationCommand;
import io.tallybook.core.tax.TaxAssociationDocument;
import io.tallybook.core.tax.TaxAssociationDocument.Application;
import io.tallybook.core.tax.TaxAssociationDocument.Bearer;
import io.tallybook.core.tax.TaxAssociationId;
import io.tallybook.core.tax.TaxRateView;
import io.tallybook.domain.money.CurrencyCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The taxes that a new customer or subscription is to bear instead of the usual ones. */
public final class TaxOverrides {
    private static final int MOST = 50;
    private static final int SHORT = 255;
    private static final int LONG = 1_024;

    private final Dispatch dispatch;
    private final RatesNamed rates;

    public TaxOverrides(Dispatch dispatch) {
        this.dispatch = dispatch;
        this.rates = new RatesNamed(dispatch);
    }

    /** One of them as it was asked for. */
    public record Wish(
            String code,
            CurrencyCode currency,
            int priority,
            Application application,
            Map<String, String> metadata) {
        public Wish {
            metadata = Map.copyOf(metadata);
        }

        /** One that is only named, by its code or its id. */
        public static Wish of(String codeOrId, CurrencyCode currency) {
            return new Wish(codeOrId, currency, 0, Application.AUTOMATIC, Map.of());
        }
    }

    /** One of them, with the rate that has its code. */
    public record Found(Wish wish, TaxRateView rate) {}

    /** What {@code tax_rate_overrides} asks for. */
    public static List<Wish> of(Fields in) {
        return in.optional("tax_rate_overrides").objects(MOST).stream()
                .map(TaxOverrides::wish)
                .toList();
    }

    private static Wish wish(Fields in) {
        return new Wish(
                in.required("tax_rate_code").text(SHORT),
                in.required("currency").currency(),
                in.optional("priority").integer(0, 1_000_000, 0),
                application(in),
                in.optional("metadata").map(LONG));
    }

    static Application application(Fields in) {
        return Boolean.FALSE.equals(in.optional("auto_apply").truth())
                ? Application.MANUAL
                : Application.AUTOMATIC;
    }

    /** Errors: ProblemException (404) naming a code that no rate has. */
    public Mono<List<Found>> find(Call call, List<Wish> wishes) {
        return Flux.fromIterable(wishes)
                .concatMap(
                        wish -> rates.coded(call, wish.code()).map(rate -> new Found(wish, rate)))
                .collectList();
    }

    /** Names them for their bearer. */
    public Mono<Void> name(
            Call call, Bearer bearer, EntityId id, List<Found> overrides, Instant at) {
        return Flux.range(0, overrides.size())
                .concatMap(i -> name(call, bearer, id, i, overrides.get(i), at))
                .then();
    }

    private Mono<?> name(
            Call call, Bearer bearer, EntityId id, int index, Found override, Instant at) {
        Wish wish = override.wish();
        var association =
                new TaxAssociationDocument(
                        override.rate().id(),
                        bearer,
                        id.value(),
                        wish.priority(),
                        wish.application(),
                        wish.currency(),
                        null,
                        null,
                        wish.metadata());
        return dispatch.send(
                call,
                ViewKind.TAX_ASSOCIATION,
                new TaxAssociationCommand.Create(
                        named(id, index, at), call.scope(), at, association));
    }

    private static TaxAssociationId named(EntityId id, int index, Instant at) {
        return TaxAssociationId.of(
                Ulid.derived(at, "tax_override", id.value(), Integer.toString(index)));
    }
}
