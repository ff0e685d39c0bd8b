package io.tallybook.command.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.command.Database;
import io.tallybook.command.Some;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Scope;
import io.tallybook.core.access.UserId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.wire.PersonalKeys.Key.Destroyed;
import io.tallybook.core.wire.PersonalKeys.Key.Held;
import io.tallybook.testkit.MutableClock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class JdbcCustomerKeysTest {
    private static final Scope SCOPE = Some.SCOPE;
    private static final CustomerId ADA = Some.customer("ada");

    private final DataSource database = Database.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(database));
    private final MutableClock machine = MutableClock.at(Some.NOW);
    private final JdbcCustomerKeys keys = instance(master(1));

    private JdbcCustomerKeys instance(MasterKeys masters) {
        return new JdbcCustomerKeys(database, masters, machine);
    }

    private static String line(int version) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) version;
        return version + ":" + Base64.getEncoder().encodeToString(bytes);
    }

    private static MasterKeys master(int... versions) {
        return MasterKeys.parse(
                String.join(
                        ",", IntStream.of(versions).mapToObj(JdbcCustomerKeysTest::line).toList()));
    }

    private static Claim claim(String externalId, CustomerId owner) {
        return Claim.in(SCOPE, "customer.external_id", "external_id", externalId, owner);
    }

    private boolean register(String externalId, CustomerId owner) {
        return Boolean.TRUE.equals(
                transaction.execute(_ -> keys.register(claim(externalId, owner), SCOPE, owner)));
    }

    private void destroy(JdbcCustomerKeys through, CustomerId owner) {
        transaction.executeWithoutResult(_ -> through.destroy(SCOPE, owner));
    }

    @Test
    void aCustomersKeyIsTheSameForEveryInstance() {
        assertThat(register("ada", ADA)).isTrue();
        assertThat(instance(master(1)).of(ADA.value())).isEqualTo(keys.of(ADA.value()));
        assertThat(keys.of(ADA.value())).isInstanceOf(Held.class);
    }

    @Test
    void everyCustomerHasAKeyOfItsOwn() {
        register("ada", ADA);
        register("eve", Some.customer("eve"));
        assertThat(keys.of(ADA.value())).isNotEqualTo(keys.of(Some.customer("eve").value()));
    }

    @Test
    void theKeyIsStoredOnlyWrapped() {
        register("ada", ADA);
        Held held = (Held) keys.of(ADA.value());
        String stored = jdbc.sql("select wrapped from customer_key").query(String.class).single();
        String plain = Base64.getEncoder().encodeToString(held.secret().getEncoded());
        assertThat(stored).doesNotContain(plain);
    }

    @Test
    void anExternalIdThatIsTakenMakesNoKey() {
        register("ada", ADA);
        assertThat(register("ada", Some.customer("eve"))).isFalse();
        assertThatThrownBy(() -> keys.of(Some.customer("eve").value()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has no key");
    }

    @Test
    void aRepeatKeepsTheKey() {
        register("ada", ADA);
        var before = keys.of(ADA.value());
        assertThat(register("ada", ADA)).isTrue();
        assertThat(keys.of(ADA.value())).isEqualTo(before);
    }

    @Test
    void whatWasRolledBackLeavesNoKeyBehind() {
        transaction.executeWithoutResult(
                status -> {
                    keys.register(claim("ada", ADA), SCOPE, ADA);
                    status.setRollbackOnly();
                });
        assertThatThrownBy(() -> keys.of(ADA.value())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aHundredAtOnceGiveOneTheExternalId() throws Exception {
        List<Callable<Boolean>> attempts =
                IntStream.range(0, 100)
                        .<Callable<Boolean>>mapToObj(
                                i -> () -> register("acme", Some.customer("c" + i)))
                        .toList();
        try (ExecutorService pool = Executors.newFixedThreadPool(16)) {
            long won = 0;
            for (Future<Boolean> attempt : pool.invokeAll(attempts)) {
                won += attempt.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
        assertThat(jdbc.sql("select count(*) from customer_key").query(Long.class).single())
                .isEqualTo(1);
    }

    @Test
    void aDestroyedKeyIsGoneAndKnownToHaveBeenDestroyed() {
        register("ada", ADA);
        destroy(keys, ADA);
        assertThat(keys.of(ADA.value())).isEqualTo(new Destroyed());
        assertThat(instance(master(1)).of(ADA.value())).isEqualTo(new Destroyed());
    }

    @Test
    void aDestructionThatWasRolledBackNeverWas() {
        register("ada", ADA);
        transaction.executeWithoutResult(
                status -> {
                    keys.destroy(SCOPE, ADA);
                    status.setRollbackOnly();
                });
        assertThat(keys.of(ADA.value())).isInstanceOf(Held.class);
    }

    @Test
    void anotherInstanceSeesADestructionWithinAMinute() {
        register("ada", ADA);
        destroy(instance(master(1)), ADA);
        assertThat(machine.advance(Duration.ofMinutes(1))).isAfter(Some.NOW);
        assertThat(keys.of(ADA.value())).isEqualTo(new Destroyed());
    }

    @Test
    void anExternalIdThatWasGivenFreeCanBeTakenAgain() {
        register("ada", ADA);
        transaction.executeWithoutResult(_ -> keys.release(SCOPE, ADA, Some.NOW));
        assertThat(register("ada", Some.customer("eve"))).isTrue();
        assertThat(keys.of(ADA.value())).isInstanceOf(Held.class);
    }

    @Test
    void afterARotationTheOldMasterIsNeededByNoKey() {
        register("ada", ADA);
        register("eve", Some.customer("eve"));
        destroy(keys, Some.customer("eve"));
        var before = keys.of(ADA.value());
        assertThat(instance(master(1, 2)).rewrap()).isEqualTo(1);
        assertThat(instance(master(2)).of(ADA.value())).isEqualTo(before);
        assertThat(instance(master(2)).of(Some.customer("eve").value())).isEqualTo(new Destroyed());
        assertThat(instance(master(1, 2)).rewrap()).isZero();
    }

    @Test
    void aMasterThatIsMissingIsAFaultAndNoErasure() {
        register("ada", ADA);
        assertThatThrownBy(() -> instance(master(2)).of(ADA.value()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("master key 1");
    }

    @Test
    void customersOfBeforeThereWereKeysAreGivenOne() {
        jdbc.sql("insert into unique_value values (?, ?, 'customer.external_id', 'ada', ?)")
                .params(SCOPE.tenant().value(), SCOPE.environment().value(), ADA.value())
                .update();
        assertThat(keys.adopt()).isEqualTo(1);
        assertThat(keys.of(ADA.value())).isInstanceOf(Held.class);
        assertThat(keys.adopt()).isZero();
    }

    @Test
    void aUserHasAKeyOfItsOwnMadeOnceAndDestroyedForGood() {
        UserId eve = UserId.of(Some.ulid("eve"));
        transaction.executeWithoutResult(_ -> keys.make(SCOPE, eve));
        var made = keys.of(eve.value());
        transaction.executeWithoutResult(_ -> keys.make(SCOPE, eve));
        assertThat(instance(master(1)).of(eve.value())).isEqualTo(made);
        transaction.executeWithoutResult(_ -> keys.destroy(SCOPE, eve));
        transaction.executeWithoutResult(_ -> keys.make(SCOPE, eve));
        assertThat(keys.of(eve.value())).isEqualTo(new Destroyed());
    }
}
