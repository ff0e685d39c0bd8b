package io.tallybook.sagas.finalization;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.InvoiceEvent.Computed;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTerms;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.core.wire.Wire;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.sagas.Batch;
import io.tallybook.sagas.Occurrence;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventMessage;
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
    private final PayingWallets paying;

    /**
     * @param dataSource whose connections are not bound to a thread's transaction: what is
     *     remembered must outlive a step that is rolled back
     */
    public WalletOrder(DataSource dataSource, QueryGateway queries) {
        this.dataSource = dataSource;
        this.paying = new PayingWallets(queries);
    }

    /**
     * Whom an invoice asks.
     *
     * @param wallets in order; none if credits may pay nothing of it
     * @param reaches what they may pay, of those that may not pay everything
     */
    record Choice(List<WalletId> wallets, Map<WalletId, WalletTerms.Reach> reaches) {
        static final Choice NOBODY = new Choice(List.of(), Map.of());

        static Choice of(List<WalletView> wallets) {
            Map<WalletId, WalletTerms.Reach> reaches = new LinkedHashMap<>();
            for (WalletView view : wallets) {
                WalletTerms.Reach reach = view.wallet().agreed().reach();
                if (!reach.equals(WalletTerms.Reach.ANYTHING)) {
                    reaches.put(view.id(), reach);
                }
            }
            return new Choice(wallets.stream().map(WalletView::id).toList(), reaches);
        }
    }

    private record ChoicesIn(Scope scope) implements Batch.Subject<Map<InvoiceId, Choice>> {}

    /** Whom it asks, chosen together with whom others of its batch ask. */
    Choice of(Computed event, EventMessage<?> message, Scope scope) {
        if (!asks(event)) {
            return Choice.NOBODY;
        }
        Map<InvoiceId, Choice> known =
                Batch.once(
                        new ChoicesIn(scope),
                        () ->
                                of(
                                        scope,
                                        Batch.<EventMessage<?>>with(message, Computed.class)
                                                .stream()
                                                .filter(
                                                        one ->
                                                                Occurrence.of(one)
                                                                        .scope()
                                                                        .equals(scope))
                                                .map(one -> (Computed) one.getPayload())
                                                .filter(WalletOrder::asks)
                                                .toList()));
        return Objects.requireNonNull(known.get(event.invoiceId()), "a choice of its batch");
    }

    private static boolean asks(Computed event) {
        return !event.closesAtOnce() && event.creditable().isPositive();
    }

    /** Whom each of these asks. */
    Map<InvoiceId, Choice> of(Scope scope, List<Computed> events) {
        Map<CustomerId, List<WalletView>> wallets =
                paying.of(scope, events.stream().map(Computed::customerId).distinct().toList());
        Map<InvoiceId, Choice> choices = new LinkedHashMap<>();
        for (Computed event : events) {
            CurrencyCode currency = event.creditable().currency();
            choices.put(
                    event.invoiceId(),
                    Choice.of(
                            wallets.getOrDefault(event.customerId(), List.of()).stream()
                                    .filter(view -> view.wallet().currency().equals(currency))
                                    .sorted(BY_PRIORITY_THEN_WORTH)
                                    .toList()));
        }
        try (Connection connection = dataSource.getConnection()) {
            Set<InvoiceId> before = new HashSet<>(choices.keySet());
            before.removeAll(remember(connection, choices));
            choices.putAll(remembered(connection, before));
            return choices;
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the order of wallets for invoices " + choices.keySet() + " is not known", e);
        }
    }

    private static BigDecimal worth(WalletView view) {
        return view.creditBalance().multiply(view.wallet().conversionRate());
    }

    /** Answers with those of which nothing was remembered before. */
    private static Set<InvoiceId> remember(Connection connection, Map<InvoiceId, Choice> choices)
            throws SQLException {
        String sql =
                """
                insert into wallet_order (invoice_id, wallets, reaches)
                select c.invoice_id, string_to_array(c.wallets, ' '), c.reaches
                from unnest(?::text[], ?::text[], ?::text[]) as c(invoice_id, wallets, reaches)
                on conflict do nothing
                returning invoice_id\
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setArray(1, texts(connection, choices.keySet().stream().map(InvoiceId::value)));
            insert.setArray(2, texts(connection, choices.values().stream().map(WalletOrder::ids)));
            insert.setArray(
                    3, texts(connection, choices.values().stream().map(WalletOrder::reaches)));
            Set<InvoiceId> added = new HashSet<>();
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    added.add(new InvoiceId(rows.getString(1)));
                }
            }
            return added;
        }
    }

    private static String ids(Choice choice) {
        return choice.wallets().stream().map(WalletId::value).collect(Collectors.joining(" "));
    }

    private static String reaches(Choice choice) {
        Map<String, WalletTerms.Reach> reaches = new LinkedHashMap<>();
        choice.reaches().forEach((id, reach) -> reaches.put(id.value(), reach));
        return JSON.writeValueAsString(reaches);
    }

    private static Array texts(Connection connection, Stream<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    private static Map<InvoiceId, Choice> remembered(Connection connection, Set<InvoiceId> invoices)
            throws SQLException {
        if (invoices.isEmpty()) {
            return Map.of();
        }
        String sql =
                "select invoice_id, wallets, reaches from wallet_order where invoice_id = any(?)";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(1, texts(connection, invoices.stream().map(InvoiceId::value)));
            Map<InvoiceId, Choice> choices = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Map<WalletId, WalletTerms.Reach> reaches = new LinkedHashMap<>();
                    JSON.readValue(rows.getString(3), REACHES)
                            .forEach((id, reach) -> reaches.put(new WalletId(id), reach));
                    choices.put(
                            new InvoiceId(rows.getString(1)),
                            new Choice(wallets(rows.getArray(2)), reaches));
                }
            }
            if (!choices.keySet().equals(invoices)) {
                throw new IllegalStateException(
                        "wallet_order had "
                                + invoices
                                + " and now has "
                                + choices.keySet()
                                + " of them");
            }
            return choices;
        }
    }

    private static List<WalletId> wallets(Array array) throws SQLException {
        return Arrays.stream((String[]) array.getArray()).map(WalletId::new).toList();
    }
}
