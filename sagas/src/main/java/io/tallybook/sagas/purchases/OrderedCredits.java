package io.tallybook.sagas.purchases;

import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** For which ordered credits an invoice is. */
public final class OrderedCredits {
    private final DataSource dataSource;
    private final JdbcClient jdbc;

    public OrderedCredits(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** Credits that were ordered. */
    record Order(WalletId walletId, WalletTransactionId transactionId) {}

    // On a connection of its own: what is remembered must be there before anything is sent, for the
    // events that follow may be seen by another segment while this step is still open.
    void remember(InvoiceId invoice, Order order) {
        String sql =
                "insert into ordered_credits (invoice_id, wallet_id, transaction_id)"
                        + " values (?, ?, ?) on conflict do nothing";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, invoice.value());
            insert.setString(2, order.walletId().value());
            insert.setString(3, order.transactionId().value());
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the order of invoice " + invoice + " is not remembered", e);
        }
    }

    /** Those of some invoices; of most there are none. */
    Map<InvoiceId, Order> of(Collection<InvoiceId> invoices) {
        String[] ids = invoices.stream().map(InvoiceId::value).distinct().toArray(String[]::new);
        Map<InvoiceId, Order> orders = new HashMap<>();
        jdbc.sql(
                        "select invoice_id, wallet_id, transaction_id from ordered_credits where"
                                + " invoice_id = any(?)")
                .params((Object) ids)
                .query(
                        row -> {
                            orders.put(
                                    new InvoiceId(row.getString(1)),
                                    new Order(
                                            new WalletId(row.getString(2)),
                                            new WalletTransactionId(row.getString(3))));
                        });
        return orders;
    }

    Optional<InvoiceId> invoiceOf(WalletTransactionId order) {
        return jdbc.sql("select invoice_id from ordered_credits where transaction_id = ?")
                .params(order.value())
                .query(String.class)
                .optional()
                .map(InvoiceId::new);
    }

    void forget(InvoiceId invoice) {
        jdbc.sql("delete from ordered_credits where invoice_id = ?")
                .params(invoice.value())
                .update();
    }
}
