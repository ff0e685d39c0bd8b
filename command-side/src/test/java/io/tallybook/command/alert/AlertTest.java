package io.tallybook.command.alert;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.WALLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Decision;
import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.alert.AlertCommand;
import io.tallybook.core.alert.AlertConfig;
import io.tallybook.core.alert.AlertEvent;
import io.tallybook.core.alert.AlertLevel;
import io.tallybook.core.alert.AlertSettingsDocument.EntityType;
import io.tallybook.core.alert.AlertSettingsId;
import io.tallybook.core.alert.AlertSubject;
import io.tallybook.core.alert.AlertThreshold;
import io.tallybook.core.alert.AlertThreshold.Condition;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A crossing is told once, however often and in whatever order it is seen. */
class AlertTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final AlertSubject SUBJECT =
            new AlertSubject(
                    AlertSettingsId.of(Ulid.derived(Instant.EPOCH, "settings")),
                    AlertSubject.Type.LOW_ONGOING_BALANCE,
                    EntityType.WALLET,
                    WALLET.value(),
                    null,
                    null,
                    CUSTOMER);
    private static final AlertConfig CONFIG =
            new AlertConfig(
                    AlertConfig.Mode.ON,
                    null,
                    List.of(
                            threshold("low", AlertLevel.CRITICAL, Condition.BELOW, 10, null),
                            threshold("lower", AlertLevel.INFO, Condition.BELOW, 30, null),
                            threshold("much", AlertLevel.WARNING, Condition.ABOVE, 60, 10)));

    private static AlertThreshold threshold(
            String name,
            AlertLevel level,
            Condition condition,
            int value,
            @Nullable Integer every) {
        return new AlertThreshold(
                name,
                level,
                condition,
                BigDecimal.valueOf(value),
                every == null ? null : BigDecimal.valueOf(every));
    }

    private static AlertCommand.Observe observe(Scope scope, int value, long version) {
        return new AlertCommand.Observe(
                SUBJECT.alert(SCOPE),
                scope,
                NOW,
                SUBJECT,
                CONFIG,
                BigDecimal.valueOf(value),
                version);
    }

    /** What is known of an alert by whoever looks: the alert itself, some events ago. */
    private static final class Life {
        private AlertState state = new AlertState.Absent();
        private final List<AlertEvent.Changed> told = new ArrayList<>();

        void take(AlertCommand.Observe command) {
            if (AlertDecider.observe(state, command)
                    instanceof Decision.Accepted<AlertEvent.Changed>(var events)) {
                for (AlertEvent.Changed event : events) {
                    told.add(event);
                    state = state.evolve(event);
                }
            }
        }

        long version() {
            return told.size() - 1L;
        }
    }

    @Property(tries = 5_000)
    void aCrossingIsToldOnceThoughItIsSaidAgainAndInAnotherOrder(
            @ForAll @Size(max = 40) List<@IntRange(max = 100) Integer> values, @ForAll long seed) {
        Random random = new Random(seed);
        Life life = new Life();
        List<AlertCommand.Observe> said = new ArrayList<>();
        for (int value : values) {
            AlertCommand.Observe now = observe(SCOPE, value, life.version());
            said.add(now);
            life.take(now);
            List<AlertCommand.Observe> again = new ArrayList<>(said);
            Collections.shuffle(again, random);
            again.stream()
                    .limit(3)
                    .filter(old -> old.version() != life.version())
                    .forEach(life::take);
        }
        isToldOnce(life.told);
        if (!values.isEmpty()) {
            int last = values.getLast();
            assertThat(standing(life)).isEqualTo(CONFIG.across(BigDecimal.valueOf(last)).keySet());
        }
        List<AlertEvent.Changed> before = List.copyOf(life.told);
        said.stream().filter(old -> old.version() != life.version()).forEach(life::take);
        assertThat(life.told).isEqualTo(before);
    }

    private static Set<String> standing(Life life) {
        return life.told.isEmpty() ? Set.of() : life.told.getLast().across().keySet();
    }

    /** Between two tellings of a threshold it was told that the value is back, or further. */
    private static void isToldOnce(List<AlertEvent.Changed> told) {
        Set<String> across = new HashSet<>();
        AlertLevel level = AlertLevel.OK;
        for (AlertEvent.Changed change : told) {
            assertThat(change.before()).isEqualTo(level);
            level = change.after();
            assertThat(across).containsAll(change.recovered());
            change.recovered().forEach(across::remove);
            for (String name : change.crossed()) {
                assertThat(across.add(name) || name.equals("much")).as(name).isTrue();
            }
            assertThat(change.across().keySet()).isEqualTo(across);
            assertThat(level).isEqualTo(CONFIG.worst(change.across()));
        }
    }

    @Test
    void eachStepBeyondAThresholdIsToldOnce() {
        Life life = new Life();
        for (int value : List.of(50, 60, 65, 70, 71, 95, 96, 62, 95)) {
            life.take(observe(SCOPE, value, life.version()));
        }
        assertThat(life.told.stream().map(e -> e.across().get("much"))).containsExactly(1, 2, 4);
        assertThat(life.told).allSatisfy(e -> assertThat(e.crossed()).containsExactly("much"));
    }

    private static final AlertConfig REPEATING =
            new AlertConfig(AlertConfig.Mode.ON, null, CONFIG.thresholds(), 60L);

    private static AlertCommand.Observe repeating(int value, int second, long version) {
        return new AlertCommand.Observe(
                SUBJECT.alert(SCOPE),
                SCOPE,
                NOW.plusSeconds(second),
                SUBJECT,
                REPEATING,
                BigDecimal.valueOf(value),
                version);
    }

    @Test
    void whileItStaysAcrossEachFurtherValueIsToldAgainNoSoonerThanAgreed() {
        Life life = new Life();
        life.take(repeating(8, 0, life.version()));
        life.take(repeating(7, 59, life.version()));
        assertThat(life.told).as("too soon").hasSize(1);
        life.take(repeating(7, 60, life.version()));
        life.take(repeating(7, 130, life.version()));
        assertThat(life.told).as("the same value").hasSize(2);
        life.take(repeating(6, 130, life.version()));
        life.take(repeating(40, 131, life.version()));
        life.take(repeating(41, 300, life.version()));
        assertThat(life.told.stream().map(e -> e.value().intValueExact()))
                .as("what is across nothing is not told again")
                .containsExactly(8, 7, 6, 40);
        assertThat(life.told.get(1).crossed()).isEmpty();
        assertThat(life.told.get(1).recovered()).isEmpty();
        assertThat(life.told.get(1).after()).isEqualTo(AlertLevel.CRITICAL);
        assertThat(life.told.getLast().recovered()).containsExactly("low", "lower");
    }

    /** However often and in whatever order it is said, nothing is told twice within the pause. */
    @Property(tries = 5_000)
    void whatIsToldAgainKeepsItsDistance(
            @ForAll @Size(max = 40) List<@IntRange(max = 100) Integer> values,
            @ForAll @Size(max = 40) List<@IntRange(max = 90) Integer> pauses,
            @ForAll long seed) {
        Random random = new Random(seed);
        Life life = new Life();
        List<AlertCommand.Observe> said = new ArrayList<>();
        int second = 0;
        for (int i = 0; i < Math.min(values.size(), pauses.size()); i++) {
            second += pauses.get(i);
            AlertCommand.Observe now = repeating(values.get(i), second, life.version());
            said.add(now);
            life.take(now);
            life.take(said.get(random.nextInt(said.size())));
        }
        for (int i = 1; i < life.told.size(); i++) {
            AlertEvent.Changed change = life.told.get(i);
            AlertEvent.Changed before = life.told.get(i - 1);
            if (change.crossed().isEmpty() && change.recovered().isEmpty()) {
                assertThat(change.changedAt()).isAfterOrEqualTo(before.changedAt().plusSeconds(60));
                assertThat(change.value()).isNotEqualByComparingTo(before.value());
                assertThat(change.across()).isNotEmpty();
            }
        }
    }

    @Test
    void theValueItselfIsAcross() {
        Life life = new Life();
        life.take(observe(SCOPE, 10, -1));
        assertThat(life.told.getFirst().crossed()).containsExactlyInAnyOrder("low", "lower");
        assertThat(life.told.getFirst().after()).isEqualTo(AlertLevel.CRITICAL);
    }

    @Test
    void whoeverIsElsewhereChangesNothing() {
        Life life = new Life();
        life.take(observe(SCOPE, 5, -1));
        assertThat(AlertDecider.observe(life.state, observe(OTHER_SCOPE, 50, 0)))
                .isInstanceOf(Decision.Refused.class);
    }
}
