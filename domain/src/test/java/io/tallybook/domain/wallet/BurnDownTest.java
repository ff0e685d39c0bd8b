package io.tallybook.domain.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.wallet.Grant.Origin;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BurnDownTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2036-03-01T00:00:00Z");

    private static Grant grant(
            String id, String credits, @Nullable Integer priority, @Nullable Instant expiry) {
        return new Grant(
                id, new BigDecimal(credits), expiry, priority, Origin.PURCHASED, Instant.EPOCH);
    }

    private static Grant granted(String id, Origin origin, long second) {
        return new Grant(id, BigDecimal.TEN, null, 50, origin, Instant.ofEpochSecond(second));
    }

    private static List<String> order(Conventions conventions, Grant... grants) {
        List<Grant> shuffled = new ArrayList<>(List.of(grants));
        Collections.reverse(shuffled);
        return BurnDown.burn(shuffled, BigDecimal.valueOf(1_000_000), NOW, conventions)
                .parts()
                .stream()
                .map(BurnDown.Part::grantId)
                .toList();
    }

    @Test
    void priorityThenExpiryThenTheLargerPays() {
        List<Grant> grants =
                List.of(
                        grant("50", "50", null, null),
                        grant("30", "30", 3, null),
                        grant("40", "40", 1, null),
                        grant("20", "20", 2, null),
                        grant("60", "60", 1, LATER));
        BurnDown burn = BurnDown.burn(grants, BigDecimal.valueOf(90), NOW);
        assertThat(burn.parts())
                .containsExactly(
                        new BurnDown.Part("60", new BigDecimal("60")),
                        new BurnDown.Part("40", new BigDecimal("30")));
        assertThat(BurnDown.available(grants, NOW).subtract(burn.burnt()))
                .isEqualByComparingTo("110");
        assertThat(order(Conventions.FLEXPRICE, grants.toArray(Grant[]::new)))
                .containsExactly("60", "40", "20", "30", "50");
    }

    @Test
    void amongEqualsEachWorldHasItsOwnOrder() {
        Grant oldPaid = granted("oldPaid", Origin.PURCHASED, 1);
        Grant newFree = granted("newFree", Origin.FREE, 3);
        Grant oldFree = granted("oldFree", Origin.FREE, 2);
        assertThat(order(Conventions.LAGO, oldPaid, newFree, oldFree))
                .containsExactly("oldFree", "newFree", "oldPaid");
        assertThat(order(Conventions.EXACT, oldPaid, newFree, oldFree))
                .containsExactly("oldFree", "newFree", "oldPaid");
        assertThat(order(Conventions.FLEXPRICE, oldPaid, newFree, oldFree))
                .containsExactly("oldPaid", "oldFree", "newFree");
    }

    @Test
    void theExpiredNeverPay() {
        Grant expired = grant("expired", "10", 1, NOW.minusMillis(1));
        Grant lastInstant = grant("last", "10", 2, NOW);
        BurnDown burn = BurnDown.burn(List.of(expired, lastInstant), BigDecimal.valueOf(15), NOW);
        assertThat(burn.parts()).extracting(BurnDown.Part::grantId).containsExactly("last");
        assertThat(burn.burnt()).isEqualByComparingTo("10");
        assertThat(burn.unmet()).isEqualByComparingTo("5");
    }

    @Test
    void nothingIsTakenForNothing() {
        assertThat(BurnDown.burn(List.of(grant("a", "1", 1, null)), BigDecimal.ZERO, NOW).parts())
                .isEmpty();
        assertThatThrownBy(() -> BurnDown.burn(List.of(), BigDecimal.valueOf(-1), NOW))
                .hasMessage("debit.credits: got -1, expected 0 or more");
        assertThatThrownBy(() -> grant("g", "-1", 1, null))
                .hasMessage("grant.creditsLeft of g: got -1, expected 0 or more");
    }

    /**
     * A slow and obvious wallet beside the real one: one credit-thousandth after another, from the
     * best grant.
     */
    @Property(tries = 500)
    void aRunOfDebitsIsWhatTheAuditorSays(@ForAll long seed) {
        Random random = new Random(seed);
        Conventions conventions = List.of(Conventions.values()).get(random.nextInt(3));
        List<Grant> grants = new ArrayList<>();
        BigDecimal granted = BigDecimal.ZERO;
        for (int i = 0; i < 6; i++) {
            Grant grant = randomGrant(random, i);
            granted = granted.add(grant.creditsLeft());
            grants.add(grant);
        }
        BigDecimal used = BigDecimal.ZERO;
        for (int debit = 0; debit < 5; debit++) {
            BigDecimal asked = BigDecimal.valueOf(random.nextInt(40));
            Instant at = NOW.plusSeconds(random.nextInt(100));
            List<Grant> expected = auditor(grants, asked.intValueExact(), at, conventions);
            BurnDown burn = BurnDown.burn(grants, asked, at, conventions);
            grants = after(grants, burn);
            assertThat(grants).isEqualTo(expected);
            assertThat(burn.burnt().add(burn.unmet())).isEqualByComparingTo(asked);
            used = used.add(burn.burnt());
        }
        BigDecimal left =
                grants.stream().map(Grant::creditsLeft).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(used.add(left)).as("granted = used + left").isEqualByComparingTo(granted);
    }

    private static Grant randomGrant(Random random, int place) {
        Integer priority = random.nextInt(3) == 0 ? null : random.nextInt(3);
        Instant expiry = random.nextInt(3) == 0 ? null : NOW.plusSeconds(random.nextInt(100));
        Origin origin = random.nextBoolean() ? Origin.FREE : Origin.PURCHASED;
        return new Grant(
                "g" + place,
                BigDecimal.valueOf(random.nextInt(30)),
                expiry,
                priority,
                origin,
                Instant.ofEpochSecond(random.nextInt(5)));
    }

    private static List<Grant> auditor(
            List<Grant> grants, int asked, Instant at, Conventions conventions) {
        List<Grant> state = new ArrayList<>(grants);
        List<Grant> byOrder = new ArrayList<>(grants);
        byOrder.sort(BurnOrder.of(conventions));
        for (int credit = 0; credit < asked; credit++) {
            for (Grant candidate : byOrder) {
                int i = grants.indexOf(candidate);
                Grant now = state.get(i);
                boolean open = now.expiresAt() == null || now.expiresAt().compareTo(at) >= 0;
                if (open && now.creditsLeft().signum() > 0) {
                    state.set(i, less(now, BigDecimal.ONE));
                    break;
                }
            }
        }
        return state;
    }

    private static List<Grant> after(List<Grant> grants, BurnDown burn) {
        List<Grant> after = new ArrayList<>();
        for (Grant grant : grants) {
            BigDecimal taken = BigDecimal.ZERO;
            for (BurnDown.Part part : burn.parts()) {
                taken = part.grantId().equals(grant.id()) ? taken.add(part.credits()) : taken;
            }
            after.add(less(grant, taken));
        }
        return after;
    }

    private static Grant less(Grant grant, BigDecimal credits) {
        return new Grant(
                grant.id(),
                grant.creditsLeft().subtract(credits),
                grant.expiresAt(),
                grant.priority(),
                grant.origin(),
                grant.grantedAt());
    }
}
