package io.tallybook.sagas.finalization;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.InvoiceEvent.Computed;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletTerms;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.core.wire.Wire;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.sagas.Replies;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * In which order a customer's wallets pay an invoice: by priority, of equals the one worth most
 * first.
 *
 * <p>It is chosen once for an invoice and remembered before the first wallet is asked. A process
 * that is repeated after a crash would else find the first wallet empty, by its own doing, and ask
 * others for the same money.
 */
public final class WalletOrder {
    private static final int WALLETS_MAX = 1000;
    private static final JsonMapper JSON = Wire.mapper();
    private static final TypeReference<Map<String, WalletTerms.Reach>> REACHES =
            new TypeReference<>() {};
    private static final Comparator<WalletView> BY_PRIORITY_THEN_WORTH =
            Comparator.comparing(
                            (WalletView view) -> view.wallet().agreed().priority(),
                            Comparator.nullsLast(Comparator.naturalOrder()))
                    .thenComparing(WalletOrder::worth, Comparator.reverseOrder())
                    .thenComparing(view -> view.id().value());

    private final DataSource dataSource;
    private final QueryGateway queries;

    /**
     * @param dataSource whose connections are not bound to a thread's transaction: what is
     *     remembered must outlive a step that is rolled back
     */
    public WalletOrder(DataSource dataSource, QueryGateway queries) {
        this.dataSource = dataSource;
        this.queries = queries;
    }

    /** The wallets to ask; none if credits may pay nothing of it. */
    List<WalletId> of(Computed event, Scope scope) {
        if (!event.creditable().isPositive()) {
            return List.of();
        }
        List<WalletView> chosen = choose(scope, event.customerId(), event.creditable().currency());
        try (Connection connection = dataSource.getConnection()) {
            return remember(connection, event.invoiceId(), chosen)
                    ? chosen.stream().map(WalletView::id).toList()
                    : remembered(connection, event.invoiceId());
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the order of wallets for invoice " + event.invoiceId() + " is not known", e);
        }
    }

    /** What the wallets chosen for an invoice may pay, of those that may not pay everything. */
    Map<WalletId, WalletTerms.Reach> reaches(InvoiceId invoice, List<WalletId> chosen) {
        if (chosen.isEmpty()) {
            return Map.of();
        }
        String sql = "select reaches from wallet_order where invoice_id = ?";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, invoice.value());
            try (ResultSet rows = select.executeQuery()) {
                Map<WalletId, WalletTerms.Reach> reaches = new LinkedHashMap<>();
                if (rows.next()) {
                    JSON.readValue(rows.getString(1), REACHES)
                            .forEach((id, reach) -> reaches.put(new WalletId(id), reach));
                }
                return reaches;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "what wallets may pay of invoice " + invoice + " is not known", e);
        }
    }

    private List<WalletView> choose(Scope scope, CustomerId customer, CurrencyCode currency) {
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
                .filter(WalletOrder::paysByItself)
                .sorted(BY_PRIORITY_THEN_WORTH)
                .toList();
    }

    private static boolean paysByItself(WalletView view) {
        return view.creditBalance().signum() > 0
                && view.within().status() == WalletView.Status.ACTIVE
                && view.wallet().agreed().kind() != WalletTerms.Kind.POSTPAID;
    }

    private static BigDecimal worth(WalletView view) {
        return view.creditBalance().multiply(view.wallet().conversionRate());
    }

    /** Whether nothing was remembered before. */
    private static boolean remember(
            Connection connection, InvoiceId invoice, List<WalletView> wallets)
            throws SQLException {
        String sql =
                "insert into wallet_order (invoice_id, wallets, reaches) values (?, ?, ?) on"
                        + " conflict do nothing";
        Map<String, WalletTerms.Reach> reaches = new LinkedHashMap<>();
        wallets.stream()
                .filter(view -> !view.wallet().agreed().reach().equals(WalletTerms.Reach.ANYTHING))
                .forEach(view -> reaches.put(view.id().value(), view.wallet().agreed().reach()));
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, invoice.value());
            insert.setArray(
                    2,
                    connection.createArrayOf(
                            "text", wallets.stream().map(view -> view.id().value()).toArray()));
            insert.setString(3, JSON.writeValueAsString(reaches));
            return insert.executeUpdate() == 1;
        }
    }

    private static List<WalletId> remembered(Connection connection, InvoiceId invoice)
            throws SQLException {
        String sql = "select wallets from wallet_order where invoice_id = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, invoice.value());
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    throw new IllegalStateException(
                            "wallet_order of " + invoice + " was there and is not any more");
                }
                return wallets(rows.getArray(1));
            }
        }
    }

    private static List<WalletId> wallets(Array array) throws SQLException {
        return Arrays.stream((String[]) array.getArray()).map(WalletId::new).toList();
    }
}
