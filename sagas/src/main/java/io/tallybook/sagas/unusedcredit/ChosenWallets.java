package io.tallybook.sagas.unusedcredit;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.sagas.Replies;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * Which wallet of a customer takes what is given back: the oldest whose credits are units of the
 * currency, or one that is opened for it.
 *
 * <p>The choice is remembered for each change, and made before anything is given.
 */
public final class ChosenWallets {
    private static final int WALLETS_MAX = 1000;

    private final DataSource dataSource;
    private final QueryGateway queries;

    /**
     * @param dataSource whose connections are not bound to a thread's transaction: what is
     *     remembered must outlive a step that is rolled back
     */
    public ChosenWallets(DataSource dataSource, QueryGateway queries) {
        this.dataSource = dataSource;
        this.queries = queries;
    }

    /** The wallet that is opened if a customer has none; always the same. */
    public static WalletId ownOf(CustomerId customer, CurrencyCode currency) {
        return WalletId.of(
                Ulid.derived(Instant.EPOCH, "unused_credit", customer.value(), currency.code()));
    }

    /** The wallet that is remembered for a change, or chosen now. */
    public WalletId of(Scope scope, String changeId, CustomerId customer, CurrencyCode currency) {
        try (Connection connection = dataSource.getConnection()) {
            List<WalletId> before = remembered(connection, changeId);
            if (before.isEmpty()) {
                remember(connection, changeId, choose(scope, customer, currency));
            }
            return remembered(connection, changeId).getFirst();
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the wallet for the unused credit of change " + changeId + " is not known", e);
        }
    }

    /**
     * A wallet that takes credits.
     *
     * @param opens whether it is one that is opened for what is given back
     */
    record Taking(WalletId id, boolean opens) {}

    /** The wallet for a change; in the place of one that was closed since, another. */
    Taking taking(Scope scope, String changeId, CustomerId customer, CurrencyCode currency) {
        WalletId chosen = of(scope, changeId, customer, currency);
        WalletId own = ownOf(customer, currency);
        if (!chosen.equals(own) && !isClosed(scope, chosen)) {
            return new Taking(chosen, false);
        }
        return isClosed(scope, own)
                ? new Taking(
                        WalletId.of(
                                Ulid.derived(
                                        Instant.EPOCH,
                                        "unused_credit",
                                        customer.value(),
                                        currency.code(),
                                        changeId)),
                        true)
                : new Taking(own, true);
    }

    private boolean isClosed(Scope scope, WalletId id) {
        Optional<WalletView> wallet =
                Replies.of(
                        queries.query(
                                new WalletQuery.ById(scope, id),
                                ResponseTypes.optionalInstanceOf(WalletView.class)));
        return wallet.filter(view -> view.within().status() == WalletView.Status.CLOSED)
                .isPresent();
    }

    private WalletId choose(Scope scope, CustomerId customer, CurrencyCode currency) {
        var spec =
                new SearchSpec(
                        List.of(
                                new Criterion(
                                        "customer_id", Operator.EQ, List.of(customer.value())),
                                new Criterion("currency", Operator.EQ, List.of(currency.code()))),
                        List.of(),
                        WALLETS_MAX,
                        0);
        WalletQuery.Page page =
                Replies.of(
                        queries.query(
                                new WalletQuery.Search(scope, spec),
                                ResponseTypes.instanceOf(WalletQuery.Page.class)));
        return page.items().stream()
                .filter(view -> view.wallet().conversionRate().compareTo(BigDecimal.ONE) == 0)
                .map(WalletView::id)
                .min(Comparator.comparing(WalletId::value))
                .orElseGet(() -> ownOf(customer, currency));
    }

    private static void remember(Connection connection, String changeId, WalletId wallet)
            throws SQLException {
        String sql =
                "insert into unused_credit (change_id, wallet_id) values (?, ?) on conflict do"
                        + " nothing";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, changeId);
            insert.setString(2, wallet.value());
            insert.executeUpdate();
        }
    }

    private static List<WalletId> remembered(Connection connection, String changeId)
            throws SQLException {
        String sql = "select wallet_id from unused_credit where change_id = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, changeId);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? List.of(new WalletId(rows.getString(1))) : List.of();
            }
        }
    }
}
