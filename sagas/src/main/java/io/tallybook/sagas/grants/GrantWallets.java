package io.tallybook.sagas.grants;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.creditgrant.CreditGrantDocument;
import io.tallybook.core.creditgrant.CreditGrantDocument.Grantee;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletTerms;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.sagas.Replies;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/**
 * Into which wallet of a customer a grant gives: the oldest open one whose credits are worth as
 * much as the grant's and may pay usage, or one that is opened for it and pays usage alone.
 */
final class GrantWallets {
    private static final int WALLETS_MAX = 1000;

    private final QueryGateway queries;

    GrantWallets(QueryGateway queries) {
        this.queries = queries;
    }

    /**
     * A wallet.
     *
     * @param opens as what it is opened, if it is
     */
    record Chosen(WalletId id, @Nullable WalletDocument opens) {}

    Chosen of(Scope scope, CreditGrantDocument grant) {
        Grantee grantee = Objects.requireNonNull(grant.grantee(), "grantee");
        return choose(wallets(scope, grantee), grant, grantee);
    }

    static Chosen choose(List<WalletView> wallets, CreditGrantDocument grant, Grantee grantee) {
        return wallets.stream()
                .filter(view -> takes(view, grant))
                .map(WalletView::id)
                .min(Comparator.comparing(WalletId::value))
                .map(id -> new Chosen(id, null))
                .orElseGet(() -> own(wallets, grant, grantee));
    }

    private static boolean takes(WalletView view, CreditGrantDocument grant) {
        WalletTerms terms = view.wallet().agreed();
        WalletTerms.Reach reach = terms.reach();
        return view.within().status() == WalletView.Status.ACTIVE
                && terms.kind() != WalletTerms.Kind.POSTPAID
                && terms.priceUnit() == null
                && view.wallet().conversionRate().compareTo(grant.conversionRate()) == 0
                && reach.featureIds().isEmpty()
                && reach.meterIds().isEmpty()
                && (reach.priceTypes().isEmpty()
                        || reach.priceTypes().contains(PriceDocument.Type.USAGE));
    }

    // One that was closed is not opened again: the next of its line is.
    private static Chosen own(
            List<WalletView> wallets, CreditGrantDocument grant, Grantee grantee) {
        Set<WalletId> there = wallets.stream().map(WalletView::id).collect(Collectors.toSet());
        int line = 0;
        while (there.contains(own(grant, grantee, line))) {
            line++;
        }
        return new Chosen(
                own(grant, grantee, line),
                new WalletDocument(
                        grantee.customerId(),
                        grantee.currency(),
                        "Granted credits",
                        null,
                        grant.conversionRate(),
                        grant.topupConversionRate(),
                        Map.of(),
                        new WalletTerms(
                                WalletTerms.Kind.PREPAID,
                                null,
                                null,
                                null,
                                new WalletTerms.Reach(
                                        List.of(PriceDocument.Type.USAGE), List.of(), List.of()),
                                WalletTerms.TopUpTerms.NONE)));
    }

    private static WalletId own(CreditGrantDocument grant, Grantee grantee, int line) {
        return WalletId.of(
                Ulid.derived(
                        Instant.EPOCH,
                        "granted_credits",
                        grantee.customerId().value(),
                        grantee.currency().code(),
                        grant.conversionRate().stripTrailingZeros().toPlainString(),
                        grant.topupConversionRate().stripTrailingZeros().toPlainString(),
                        String.valueOf(line)));
    }

    private List<WalletView> wallets(Scope scope, Grantee grantee) {
        var spec =
                new SearchSpec(
                        List.of(
                                new Criterion(
                                        "customer_id",
                                        Operator.EQ,
                                        List.of(grantee.customerId().value())),
                                new Criterion(
                                        "currency",
                                        Operator.EQ,
                                        List.of(grantee.currency().code()))),
                        List.of(),
                        WALLETS_MAX,
                        0);
        return Replies.of(
                        queries.query(
                                new WalletQuery.Search(scope, spec),
                                ResponseTypes.instanceOf(WalletQuery.Page.class)))
                .items();
    }
}
