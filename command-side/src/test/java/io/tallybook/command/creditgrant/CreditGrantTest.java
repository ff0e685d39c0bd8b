package io.tallybook.command.creditgrant;

import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.WALLET;
import static io.tallybook.command.Some.ulid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Decision;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.creditgrant.CreditGrantCommand;
import io.tallybook.core.creditgrant.CreditGrantCommand.Destination;
import io.tallybook.core.creditgrant.CreditGrantCommand.Standing;
import io.tallybook.core.creditgrant.CreditGrantDocument;
import io.tallybook.core.creditgrant.CreditGrantDocument.Expiry;
import io.tallybook.core.creditgrant.CreditGrantDocument.Grantee;
import io.tallybook.core.creditgrant.CreditGrantDocument.Recurrence;
import io.tallybook.core.creditgrant.CreditGrantDocument.Rollover;
import io.tallybook.core.creditgrant.CreditGrantDocument.Target;
import io.tallybook.core.creditgrant.CreditGrantEvent;
import io.tallybook.core.creditgrant.CreditGrantEvent.Because;
import io.tallybook.core.creditgrant.CreditGrantId;
import io.tallybook.core.creditgrant.GrantApplication;
import io.tallybook.core.creditgrant.GrantTimes;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a credit grant gives, and that it gives each thing once. */
class CreditGrantTest {
    private static final CreditGrantId GRANT = CreditGrantId.of(ulid("grant"));
    private static final SubscriptionId SUBSCRIPTION = SubscriptionId.of(ulid("subscription"));
    private static final Instant CYCLE = NOW.plusSeconds(31 * 86_400L + 7_200);
    private static final Instant NEXT_CYCLE = NOW.plusSeconds(60 * 86_400L + 7_200);

    private static CreditGrantDocument grant(
            @Nullable Recurrence often, Expiry expiry, @Nullable Rollover rollover) {
        return new CreditGrantDocument(
                "Included",
                Target.of(SUBSCRIPTION),
                new BigDecimal("100"),
                often,
                expiry,
                rollover,
                null,
                BigDecimal.ONE,
                BigDecimal.ONE,
                NOW,
                null,
                Map.of(),
                new Grantee(
                        CustomerId.of(ulid("customer")), USD, "UTC", NOW, ProrationBehavior.NONE));
    }

    private static CreditGrantDocument monthly() {
        return grant(
                new Recurrence(PeriodUnit.MONTHLY, 1),
                new Expiry(Expiry.Type.BILLING_CYCLE, null, null),
                new Rollover(new BigDecimal("20")));
    }

    private static CreditGrantState begun(CreditGrantDocument document) {
        return after(
                new CreditGrantState.Absent(),
                CreditGrantDecider.create(
                        new CreditGrantState.Absent(),
                        new CreditGrantCommand.Create(GRANT, SCOPE, NOW, document)));
    }

    private static CreditGrantState after(
            CreditGrantState before, Decision<? extends CreditGrantEvent> decision) {
        CreditGrantState state = before;
        if (decision instanceof Decision.Accepted<? extends CreditGrantEvent>(var events)) {
            for (CreditGrantEvent event : events) {
                state = state.evolve(event);
            }
        }
        return state;
    }

    private static CreditGrantCommand.Apply apply(int index, Instant at, Standing standing) {
        return new CreditGrantCommand.Apply(
                GRANT,
                SCOPE,
                at,
                index,
                standing,
                standing == Standing.SERVED
                        ? new Destination(WALLET, null, new GrantTimes.Cycle(CYCLE, NEXT_CYCLE))
                        : null);
    }

    private static List<? extends CreditGrantEvent> events(
            Decision<? extends CreditGrantEvent> decision) {
        return decision instanceof Decision.Accepted<? extends CreditGrantEvent>(var events)
                ? events
                : List.of();
    }

    @Test
    void whatItGivesSaysWhereUntilWhenAndWhatLastsLonger() {
        var given =
                events(CreditGrantDecider.apply(begun(monthly()), apply(0, NOW, Standing.SERVED)));

        assertThat(given).hasSize(1);
        var applied = (CreditGrantEvent.Applied) given.getFirst();
        GrantApplication application = applied.application();
        assertThat(application.credits()).isEqualByComparingTo("100");
        assertThat(application.walletId()).isEqualTo(WALLET);
        assertThat(application.expiresAt()).isEqualTo(CYCLE);
        assertThat(Objects.requireNonNull(application.carry()).until()).isEqualTo(NEXT_CYCLE);
        assertThat(Objects.requireNonNull(applied.next()).index()).isEqualTo(1);
    }

    @Test
    void aDurationCountsFromTheBeginningOfThePeriodHoweverLateItIsGiven() {
        var document =
                grant(
                        null,
                        new Expiry(Expiry.Type.DURATION, 30, Expiry.Unit.DAY),
                        new Rollover(null));
        Instant late = NOW.plusSeconds(86_400);

        var applied =
                (CreditGrantEvent.Applied)
                        events(
                                        CreditGrantDecider.apply(
                                                begun(document), apply(0, late, Standing.SERVED)))
                                .getFirst();

        assertThat(applied.application().expiresAt()).isEqualTo(NOW.plusSeconds(30 * 86_400L));
        assertThat(Objects.requireNonNull(applied.application().carry()).until())
                .isEqualTo(NOW.plusSeconds(60 * 86_400L));
        assertThat(applied.next()).isNull();
    }

    @Test
    void aPauseIsPassedOverAndItGoesOnAfterIt() {
        CreditGrantState paused =
                after(
                        begun(monthly()),
                        CreditGrantDecider.apply(begun(monthly()), apply(0, NOW, Standing.PAUSED)));

        assertThat(events(CreditGrantDecider.apply(paused, apply(1, CYCLE, Standing.SERVED))))
                .hasSize(1)
                .allSatisfy(e -> assertThat(e).isInstanceOf(CreditGrantEvent.Applied.class));
    }

    @Test
    void nothingIsGivenBeforeItsTimeNorOutOfTurn() {
        assertThat(
                        CreditGrantDecider.apply(
                                begun(monthly()), apply(0, NOW.minusSeconds(1), Standing.SERVED)))
                .isInstanceOf(Decision.Refused.class);
        assertThat(CreditGrantDecider.apply(begun(monthly()), apply(1, CYCLE, Standing.SERVED)))
                .isInstanceOf(Decision.Refused.class);
    }

    @Test
    void anEndStopsWhatIsToCome() {
        CreditGrantState state = begun(monthly());
        CreditGrantState ended =
                after(
                        state,
                        CreditGrantDecider.end(
                                state,
                                new CreditGrantCommand.End(GRANT, SCOPE, NOW, Because.DELETED)));

        assertThat(CreditGrantDecider.apply(ended, apply(0, NOW, Standing.SERVED)))
                .isInstanceOf(Decision.AlreadyDone.class);
        assertThat(
                        CreditGrantDecider.update(
                                ended, new CreditGrantCommand.Update(GRANT, SCOPE, NOW, monthly())))
                .isInstanceOf(Decision.Refused.class);
    }

    @Test
    void anEarlierEndTakesBackWhatWasToCome() {
        CreditGrantState state = begun(monthly());
        var shorter = monthly().described("Included", Map.of(), NOW.plusSeconds(86_400));

        var updated =
                (CreditGrantEvent.Updated)
                        events(
                                        CreditGrantDecider.update(
                                                state,
                                                new CreditGrantCommand.Update(
                                                        GRANT, SCOPE, NOW, shorter)))
                                .getFirst();

        assertThat(updated.next()).isNull();
    }

    @Test
    void thePlansOwnGrantGivesNothingByItself() {
        var ofPlan =
                new CreditGrantDocument(
                        "Included",
                        Target.of(PlanId.of(ulid("plan"))),
                        BigDecimal.TEN,
                        null,
                        Expiry.NEVER,
                        null,
                        null,
                        BigDecimal.ONE,
                        BigDecimal.ONE,
                        null,
                        null,
                        Map.of(),
                        null);

        assertThat(GrantTimes.giving(ofPlan, 0)).isEmpty();
    }

    @Test
    void whoeverIsElsewhereSeesNothing() {
        assertThat(
                        CreditGrantDecider.end(
                                begun(monthly()),
                                new CreditGrantCommand.End(
                                        GRANT, OTHER_SCOPE, NOW, Because.DELETED)))
                .isInstanceOf(Decision.Refused.class);
    }

    @Provide
    Arbitrary<List<CreditGrantCommand.Apply>> tries() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 200),
                        Arbitraries.of(Standing.SERVED, Standing.SERVED, Standing.PAUSED))
                .as(
                        (index, day, standing) ->
                                apply(index, NOW.plusSeconds(day * 86_400L), standing))
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 5_000)
    void everyNumberIsGivenOnceHoweverOftenAndInWhicheverOrderItIsAskedFor(
            @ForAll("tries") List<CreditGrantCommand.Apply> commands) {
        CreditGrantState state = begun(monthly());
        List<GrantApplication> given = new ArrayList<>();
        for (CreditGrantCommand.Apply command : commands) {
            var decision = CreditGrantDecider.apply(state, command);
            for (CreditGrantEvent event : events(decision)) {
                if (event instanceof CreditGrantEvent.Applied applied) {
                    given.add(applied.application());
                }
            }
            state = after(state, decision);
        }
        Set<WalletTransactionId> ids = new HashSet<>();
        int before = -1;
        for (GrantApplication one : given) {
            assertThat(ids.add(one.transactionId())).isTrue();
            assertThat(one.index()).isGreaterThan(before);
            assertThat(one.transactionId()).isEqualTo(again(one.index()).transactionId());
            before = one.index();
        }
    }

    /** The same giving of another grant of the same name, reached straight. */
    private static GrantApplication again(int index) {
        CreditGrantState state = begun(monthly());
        Instant late = NOW.plusSeconds(400L * 86_400);
        for (int i = 0; i < index; i++) {
            state = after(state, CreditGrantDecider.apply(state, apply(i, late, Standing.PAUSED)));
        }
        return ((CreditGrantEvent.Applied)
                        events(CreditGrantDecider.apply(state, apply(index, late, Standing.SERVED)))
                                .getFirst())
                .application();
    }
}
