package io.tallybook.domain.entitlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.entitlement.Allowance.Decision;
import io.tallybook.domain.entitlement.Allowance.Usage;
import io.tallybook.domain.entitlement.Entitlement.Config;
import io.tallybook.domain.entitlement.Entitlement.Metered;
import io.tallybook.domain.entitlement.Entitlement.Static;
import io.tallybook.domain.entitlement.Entitlement.Switch;
import io.tallybook.domain.entitlement.EntitlementSource.Level;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntitlementsTest {
    private static BigDecimal d(String text) {
        return new BigDecimal(text);
    }

    private static EntitlementSource metered(String id, Level level, String limit, Reset reset) {
        return EntitlementSource.of(id, level, Metered.of(Limit.upTo(d(limit)), reset));
    }

    private static Metered combined(EntitlementSource... sources) {
        return (Metered) Entitlements.combine(List.of(sources)).orElseThrow();
    }

    @Test
    void allowancesAddUpOverAllSources() {
        Metered all =
                combined(
                        metered("plan", Level.PLAN, "100", Reset.MONTH),
                        metered("addon", Level.ADDON, "50", Reset.MONTH).times(3),
                        metered("extra", Level.SUBSCRIPTION, "7", Reset.MONTH));
        assertThat(all.limit()).isEqualTo(Limit.upTo(d("257")));
    }

    @Test
    void anOverrideReplacesWhatItNames() {
        Metered all =
                combined(
                        metered("plan", Level.PLAN, "100", Reset.MONTH),
                        metered("own", Level.SUBSCRIPTION, "20", Reset.MONTH).replacing("plan"));
        assertThat(all.limit()).isEqualTo(Limit.upTo(d("20")));
    }

    @Test
    void unlimitedWinsAndNothingGrantedIsNothing() {
        EntitlementSource unlimited =
                EntitlementSource.of(
                        "all", Level.ADDON, Metered.of(Limit.unlimited(), Reset.MONTH));
        EntitlementSource plan = metered("plan", Level.PLAN, "100", Reset.MONTH);
        assertThat(combined(plan, unlimited).limit()).isEqualTo(Limit.unlimited());
        assertThat(combined(unlimited, plan).limit()).isEqualTo(Limit.unlimited());
        assertThat(combined(plan, unlimited.times(0)).limit()).isEqualTo(Limit.upTo(d("100")));
        assertThat(Entitlements.combine(List.of(plan.times(0)))).isEmpty();
    }

    private static EntitlementSource several(String id, Reset unit, int count) {
        return EntitlementSource.of(
                id,
                Level.PLAN,
                new Metered(
                        Limit.upTo(d("1")),
                        new Renewal(unit, count),
                        Hardness.SOFT,
                        Optional.empty()));
    }

    @Test
    void theMostCommonResetWinsAndOfEquallyManyTheShorter() {
        EntitlementSource day = metered("a", Level.PLAN, "1", Reset.DAY);
        EntitlementSource month = metered("b", Level.ADDON, "1", Reset.MONTH);
        EntitlementSource month2 = metered("c", Level.ADDON, "1", Reset.MONTH);
        assertThat(combined(day, month, month2).renewal()).isEqualTo(Renewal.each(Reset.MONTH));
        assertThat(combined(month, day).renewal()).isEqualTo(Renewal.each(Reset.DAY));
        assertThat(combined(metered("d", Level.PLAN, "1", Reset.NEVER), month).renewal())
                .isEqualTo(Renewal.each(Reset.MONTH));
        EntitlementSource twoDays = several("e", Reset.DAY, 2);
        EntitlementSource thirtyHours = several("f", Reset.HOUR, 30);
        assertThat(combined(twoDays, thirtyHours).renewal()).isEqualTo(new Renewal(Reset.HOUR, 30));
    }

    @Test
    void oneSoftSourceSoftensAndRolloverCapsAddUp() {
        Metered hard =
                new Metered(Limit.upTo(d("1")), Reset.MONTH, Hardness.HARD, Optional.of(d("5")));
        Metered soft =
                new Metered(Limit.upTo(d("1")), Reset.MONTH, Hardness.SOFT, Optional.of(d("3")));
        Metered all =
                combined(
                        EntitlementSource.of("h", Level.PLAN, hard).times(2),
                        EntitlementSource.of("s", Level.ADDON, soft));
        assertThat(all.hardness()).isEqualTo(Hardness.SOFT);
        assertThat(all.rollover()).contains(d("13"));
        assertThat(combined(EntitlementSource.of("h", Level.PLAN, hard)).hardness())
                .isEqualTo(Hardness.HARD);
    }

    @Test
    void theLastLevelSpeaksForValuesAndMergesConfigurations() {
        assertThat(
                        Entitlements.combine(
                                List.of(
                                        EntitlementSource.of(
                                                "s", Level.SUBSCRIPTION, new Static("gold")),
                                        EntitlementSource.of(
                                                "p", Level.PLAN, new Static("basic")))))
                .contains(new Static("gold"));
        assertThat(
                        Entitlements.combine(
                                List.of(
                                        EntitlementSource.of(
                                                "p",
                                                Level.PLAN,
                                                new Config(Map.of("a", "1", "b", "1"))),
                                        EntitlementSource.of(
                                                "s", Level.ADDON, new Config(Map.of("b", "2"))))))
                .contains(new Config(Map.of("a", "1", "b", "2")));
        assertThat(
                        Entitlements.combine(
                                List.of(
                                        EntitlementSource.of("p", Level.PLAN, new Switch()),
                                        EntitlementSource.of("s", Level.ADDON, new Switch()))))
                .contains(new Switch());
    }

    @Test
    void impossibleEntitlementsNameFieldAndValue() {
        assertThatThrownBy(
                        () ->
                                combined(
                                        EntitlementSource.of("p", Level.PLAN, new Switch()),
                                        metered("m", Level.ADDON, "1", Reset.DAY)))
                .hasMessageStartingWith("entitlement of m: got Metered");
        assertThatThrownBy(() -> Limit.upTo(d("-1")))
                .hasMessageStartingWith("entitlement.usage_limit: got -1");
        assertThatThrownBy(() -> metered("m", Level.ADDON, "1", Reset.DAY).times(-1))
                .hasMessage("entitlement.instances of m: got -1, expected 0 or more");
        assertThatThrownBy(
                        () ->
                                new Metered(
                                        Limit.unlimited(),
                                        Reset.DAY,
                                        Hardness.HARD,
                                        Optional.of(d("-1"))))
                .hasMessage("entitlement.rollover_cap: got -1, expected 0 or more");
        assertThatThrownBy(() -> Allowance.rolling(Limit.unlimited(), d("1"), List.of()))
                .hasMessageStartingWith("entitlement.rollover_cap");
    }

    @ParameterizedTest(name = "{0} used of {1} bills {2}")
    @CsvSource({"500, 1000, 0", "1000, 1000, 0", "1000.5, 1000, 0.5", "500, 100, 400", "0, 0, 0"})
    void whatExceedsTheAllowanceOfAPeriodIsBilled(String used, String limit, BigDecimal billed) {
        assertThat(Allowance.billable(Limit.upTo(d(limit)), new Usage.InPeriod(d(used))))
                .isEqualByComparingTo(billed);
    }

    @Test
    void eachWindowHasItsOwnAllowance() {
        Usage days = new Usage.PerWindow(List.of(d("15"), d("3"), d("12")));
        assertThat(Allowance.billable(Limit.upTo(d("10")), days)).isEqualByComparingTo("7");
        assertThat(Allowance.billable(Limit.unlimited(), days)).isEqualByComparingTo("0");
    }

    @ParameterizedTest(name = "{0} in all, {1} before, {2} allowed bills {3}")
    @CsvSource({
        "150, 50, 100, 50",
        "150, 120, 100, 30",
        "90, 50, 100, 0",
        "100, 100, 100, 0",
        "150, 0, 100, 50"
    })
    void aLifetimeAllowanceIsGrantedOnce(
            String total, String before, String allowed, BigDecimal billed) {
        assertThat(
                        Allowance.billable(
                                Limit.upTo(d(allowed)), new Usage.Lifetime(d(total), d(before))))
                .isEqualByComparingTo(billed);
    }

    @Test
    void whatIsLeftRollsOverUpToTheCap() {
        List<Allowance.Window> windows =
                Allowance.rolling(
                        Limit.upTo(d("100")),
                        d("30"),
                        List.of(d("40"), d("125"), d("101"), d("100")));
        assertThat(windows)
                .containsExactly(
                        new Allowance.Window(d("100"), d("0"), d("0")),
                        new Allowance.Window(d("130"), d("30"), d("0")),
                        new Allowance.Window(d("105"), d("5"), d("0")),
                        new Allowance.Window(d("104"), d("4"), d("0")));
    }

    @Test
    void aHardLimitRefusesAndASoftOneBills() {
        Metered soft =
                new Metered(Limit.upTo(d("10")), Reset.MONTH, Hardness.SOFT, Optional.empty());
        Metered hard =
                new Metered(Limit.upTo(d("10")), Reset.MONTH, Hardness.HARD, Optional.empty());
        assertThat(Allowance.decide(hard, d("8"), d("2"))).isEqualTo(new Decision.Within());
        assertThat(Allowance.decide(hard, d("8"), d("3")))
                .isEqualTo(new Decision.Refused(d("10"), d("8"), d("3"), d("2")));
        assertThat(Allowance.decide(soft, d("8"), d("3"))).isEqualTo(new Decision.Beyond(d("1")));
        assertThat(Allowance.decide(soft, d("12"), d("3"))).isEqualTo(new Decision.Beyond(d("3")));
        Metered unlimited = Metered.of(Limit.unlimited(), Reset.MONTH);
        assertThat(Allowance.decide(unlimited, d("1e9"), d("1"))).isEqualTo(new Decision.Within());
    }

    @Test
    void theUsedShareIsAFractionWhereThereIsOne() {
        assertThat(Allowance.usedShare(Limit.upTo(d("200")), d("50")).orElseThrow())
                .isEqualByComparingTo("0.25");
        assertThat(Allowance.usedShare(Limit.upTo(d("0")), d("50"))).isEmpty();
        assertThat(Allowance.usedShare(Limit.unlimited(), d("50"))).isEmpty();
    }

    @Property(tries = 500)
    void theBilledOfAllPeriodsIsWhatALifetimeExceeds(@ForAll long seed) {
        Random random = new Random(seed);
        Limit limit = Limit.upTo(BigDecimal.valueOf(random.nextInt(200)));
        BigDecimal total = BigDecimal.ZERO;
        BigDecimal billed = BigDecimal.ZERO;
        for (int period = 0; period < 6; period++) {
            BigDecimal before = total;
            total = total.add(BigDecimal.valueOf(random.nextInt(80)));
            billed = billed.add(Allowance.billable(limit, new Usage.Lifetime(total, before)));
        }
        assertThat(billed).isEqualByComparingTo(limit.beyond(total));
    }
}
