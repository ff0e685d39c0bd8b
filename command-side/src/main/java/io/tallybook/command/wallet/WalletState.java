package io.tallybook.command.wallet;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.wallet.Grant;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a wallet is, as far as its rules need it. */
sealed interface WalletState {
    /** It does not exist yet. */
    record Absent() implements WalletState {}

    /**
     * It is open.
     *
     * @param credits in the order in which they came in
     * @param seen what every transaction id was used for
     * @param keys the transaction that each idempotency key was used for
     * @param givenBack which giving back undid a debit
     */
    record Open(
            WalletEvent.Created created,
            List<Credit> credits,
            Map<WalletTransactionId, WalletEvent> seen,
            Map<String, WalletTransactionId> keys,
            Map<WalletTransactionId, WalletTransactionId> givenBack)
            implements WalletState {
        public Open {
            credits = List.copyOf(credits);
            seen = Map.copyOf(seen);
            keys = Map.copyOf(keys);
            givenBack = Map.copyOf(givenBack);
        }

        /** Everything left, expired or not. */
        BigDecimal balance() {
            return credits.stream().map(Credit::left).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        List<Grant> grants() {
            List<Grant> grants = new ArrayList<>();
            for (int i = 0; i < credits.size(); i++) {
                grants.add(credits.get(i).grant(i));
            }
            return grants;
        }

        /** What a top-up was done under either of its names. */
        Optional<WalletEvent> done(WalletTransactionId id, @Nullable String key) {
            WalletTransactionId first = key == null ? null : keys.get(key);
            return Optional.ofNullable(seen.get(first == null ? id : first))
                    .or(() -> Optional.ofNullable(seen.get(id)));
        }
    }

    /** What came in at once; {@code granted - left} of it is used. */
    record Credit(
            WalletTransactionId id,
            BigDecimal granted,
            BigDecimal left,
            @Nullable Instant expiresAt,
            @Nullable Integer priority,
            Grant.Origin origin) {
        Credit with(BigDecimal change) {
            return new Credit(id, granted, left.add(change), expiresAt, priority, origin);
        }

        // Only the order of coming in matters among equals, and the wallet's own history is that
        // order.
        Grant grant(int place) {
            return new Grant(
                    id.value(), left, expiresAt, priority, origin, Instant.ofEpochSecond(place));
        }
    }

    default WalletState evolve(WalletEvent event) {
        return switch (event) {
            case WalletEvent.Created created ->
                    new Open(created, List.of(), Map.of(), Map.of(), Map.of());
            case WalletEvent.ToppedUp e -> in(open(e), e, e.transaction());
            case WalletEvent.Debited e -> out(open(e), e, e.transaction());
            case WalletEvent.GivenBack e -> back(open(e), e);
        };
    }

    private Open open(WalletEvent event) {
        return switch (this) {
            case Open open -> open;
            case Absent() ->
                    throw new InvariantViolated(
                            "events_follow_the_life_cycle", event.walletId(), this, event);
        };
    }

    private static Open in(Open wallet, WalletEvent event, TransactionDocument t) {
        List<Credit> credits = new ArrayList<>(wallet.credits());
        credits.add(
                new Credit(
                        t.id(),
                        t.credits(),
                        t.credits(),
                        t.expiresAt(),
                        t.priority(),
                        t.reason() == TransactionDocument.Reason.FREE_CREDIT_GRANT
                                ? Grant.Origin.FREE
                                : Grant.Origin.PURCHASED));
        Map<String, WalletTransactionId> keys = new HashMap<>(wallet.keys());
        if (t.idempotencyKey() != null) {
            keys.put(t.idempotencyKey(), t.id());
        }
        return new Open(
                wallet.created(), credits, seen(wallet, t, event), keys, wallet.givenBack());
    }

    private static Open out(Open wallet, WalletEvent event, TransactionDocument t) {
        return new Open(
                wallet.created(),
                moved(wallet, t, BigDecimal.ONE.negate()),
                seen(wallet, t, event),
                wallet.keys(),
                wallet.givenBack());
    }

    private static Open back(Open wallet, WalletEvent.GivenBack e) {
        Map<WalletTransactionId, WalletTransactionId> givenBack = new HashMap<>(wallet.givenBack());
        givenBack.put(e.debit(), e.transaction().id());
        return new Open(
                wallet.created(),
                moved(wallet, e.transaction(), BigDecimal.ONE),
                seen(wallet, e.transaction(), e),
                wallet.keys(),
                givenBack);
    }

    private static List<Credit> moved(Open wallet, TransactionDocument t, BigDecimal sign) {
        Map<WalletTransactionId, BigDecimal> changes = new HashMap<>();
        t.parts()
                .forEach(
                        p -> changes.merge(p.grant(), p.credits().multiply(sign), BigDecimal::add));
        return wallet.credits().stream()
                .map(c -> c.with(changes.getOrDefault(c.id(), BigDecimal.ZERO)))
                .toList();
    }

    private static Map<WalletTransactionId, WalletEvent> seen(
            Open wallet, TransactionDocument t, WalletEvent event) {
        Map<WalletTransactionId, WalletEvent> seen = new HashMap<>(wallet.seen());
        seen.put(t.id(), event);
        return seen;
    }
}
