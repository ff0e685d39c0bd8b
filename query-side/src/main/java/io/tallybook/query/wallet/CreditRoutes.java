package io.tallybook.query.wallet;

import io.tallybook.core.Scope;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.core.wallet.WalletQuery.Route;
import io.tallybook.core.wallet.WalletQuery.Routes;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.core.wallet.WalletTransactionView;
import io.tallybook.domain.money.Allocation;
import io.tallybook.domain.money.Money;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Sql;
import io.tallybook.query.view.ViewTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * Which ways credits went, from the parts that every movement names: nothing is guessed afterwards.
 */
final class CreditRoutes {
    private static final String MOVEMENTS =
            "select document::text as document from view_wallet_transaction where tenant = $1 and"
                    + " environment = $2 and ";
    private static final String BY_ID = MOVEMENTS + "id = any($3)";
    private static final String TAKEN_OF =
            MOVEMENTS
                    + "parts @> jsonb_build_array(jsonb_build_object('grant', $3::text)) order by"
                    + " sequence";

    private final ReadTables tables;

    CreditRoutes(ReadTables tables) {
        this.tables = tables;
    }

    /** What a credit funded, and what came back of it. */
    Mono<Routes> from(Scope scope, WalletTransactionId credit) {
        return Mono.zip(
                byId(scope, List.of(credit)),
                movements(TAKEN_OF, scope, credit.value()),
                (sources, movements) -> routes(sources, movements, credit));
    }

    /** Which credits funded a debit. */
    Mono<Routes> to(Scope scope, WalletTransactionId debit) {
        return byId(scope, List.of(debit))
                .flatMap(
                        found -> {
                            List<WalletTransactionView> movements = List.copyOf(found.values());
                            List<WalletTransactionId> credits =
                                    movements.stream()
                                            .flatMap(m -> m.transaction().parts().stream())
                                            .map(Part::grant)
                                            .distinct()
                                            .toList();
                            return byId(scope, credits)
                                    .map(sources -> new Routes(routes(sources, movements)));
                        });
    }

    private static Routes routes(
            Map<WalletTransactionId, WalletTransactionView> sources,
            List<WalletTransactionView> movements,
            WalletTransactionId credit) {
        return new Routes(
                routes(sources, movements).stream()
                        .filter(route -> route.from().transaction().id().equals(credit))
                        .toList());
    }

    private static List<Route> routes(
            Map<WalletTransactionId, WalletTransactionView> sources,
            List<WalletTransactionView> movements) {
        List<Route> routes = new ArrayList<>();
        for (WalletTransactionView movement : movements) {
            TransactionDocument t = movement.transaction();
            if (t.parts().isEmpty()) {
                continue;
            }
            List<Money> amounts =
                    Allocation.split(t.amount(), t.parts().stream().map(Part::credits).toList());
            for (int i = 0; i < t.parts().size(); i++) {
                Part part = t.parts().get(i);
                WalletTransactionView source = sources.get(part.grant());
                if (source != null) {
                    routes.add(new Route(source, movement, part.credits(), amounts.get(i)));
                }
            }
        }
        return routes;
    }

    private Mono<Map<WalletTransactionId, WalletTransactionView>> byId(
            Scope scope, List<WalletTransactionId> ids) {
        Object named = ids.stream().map(WalletTransactionId::value).toArray(String[]::new);
        return movements(BY_ID, scope, named)
                .map(
                        found -> {
                            Map<WalletTransactionId, WalletTransactionView> byId = new HashMap<>();
                            found.forEach(view -> byId.put(view.transaction().id(), view));
                            return byId;
                        });
    }

    private Mono<List<WalletTransactionView>> movements(String sql, Scope scope, Object named) {
        return tables.read(
                        Sql.of(sql, scope.tenant().value(), scope.environment().value(), named),
                        row ->
                                ViewTable.read(
                                        Objects.requireNonNull(row.get("document", String.class)),
                                        WalletTransactionView.class))
                .collectList();
    }
}
