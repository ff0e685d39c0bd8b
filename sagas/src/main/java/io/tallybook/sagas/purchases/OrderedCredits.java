package io.tallybook.sagas.purchases;

import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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

    Optional<Order> of(InvoiceId invoice) {
        return jdbc.sql(
                        "select wallet_id, transaction_id from ordered_credits where invoice_id ="
                                + " ?")
                .params(invoice.value())
                .query(
                        (row, _) ->
                                new Order(
                                        new WalletId(row.getString(1)),
                                        new WalletTransactionId(row.getString(2))))
                .optional();
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
