package io.tallybook.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.MeterDefinition.Filter;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeterDefinitionTest {
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant MID = Instant.parse("2026-03-15T12:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-04-01T00:00:00Z");
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final List<Filter> EU = List.of(new Filter("region", List.of("eu")));
    private static final List<Filter> US = List.of(new Filter("region", List.of("us")));
    private static final MeterDefinition FIRST =
            new MeterDefinition(
                    MeterId.of(Ulid.derived(MARCH, "meter")),
                    "call",
                    EU,
                    AggregationType.COUNT,
                    null,
                    null);
    private static final MeterDefinition SECOND = FIRST.changed(US, MID);

    @Test
    void aChangeOfFiltersIsAVersionFromItsMomentOn() {
        assertThat(SECOND.filters()).isEqualTo(US);
        assertThat(SECOND.history())
                .containsExactly(new MeterVersion(1, null, EU), new MeterVersion(2, MID, US));
        assertThat(SECOND.passes(MID.minusNanos(1), Map.of("region", "eu"))).isTrue();
        assertThat(SECOND.passes(MID, Map.of("region", "eu"))).isFalse();
        assertThat(SECOND.changed(US, APRIL)).isSameAs(SECOND);
    }

    @Test
    void aVersionThatWasInForceForNoTimeIsKeptAndCountsNothing() {
        MeterDefinition third = SECOND.changed(List.of(), MID);
        assertThat(third.history()).extracting(MeterVersion::number).containsExactly(1, 2, 3);
        assertThat(third.passes(MID, Map.of())).isTrue();
        assertThat(third.during(new BillingPeriod(MARCH, APRIL)))
                .extracting(MeterVersion::number)
                .containsExactly(1, 3);
        assertThat(third.version(2))
                .hasValueSatisfying(two -> assertThat(two.filters()).isEqualTo(US));
        assertThat(third.version(4)).isEmpty();
    }

    @Test
    void aPeriodKnowsTheVersionsThatWereInForceInIt() {
        assertThat(SECOND.during(new BillingPeriod(MARCH, MID))).hasSize(1);
        assertThat(SECOND.during(new BillingPeriod(MARCH, APRIL))).hasSize(2);
        assertThat(SECOND.during(new BillingPeriod(MID, APRIL)))
                .containsExactly(new MeterVersion(2, MID, US));
        assertThat(FIRST.during(new BillingPeriod(MARCH, APRIL)))
                .containsExactly(new MeterVersion(1, null, EU));
    }

    @Test
    void whatIsMeteredAnewFromAMomentOnStaysAsItWasBefore() {
        MeterDefinition frozen = FIRST.newest();
        MeterDefinition meter = SECOND.changed(List.of(), MAY);

        MeterDefinition remetered = frozen.remetered(MARCH, meter);
        assertThat(remetered.history())
                .extracting(MeterVersion::number, MeterVersion::from)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, null),
                        org.assertj.core.groups.Tuple.tuple(2, MID),
                        org.assertj.core.groups.Tuple.tuple(3, MAY));
        assertThat(frozen.remetered(MARCH, meter.newest()).during(new BillingPeriod(MARCH, APRIL)))
                .containsExactly(new MeterVersion(3, MARCH, List.of()));
        assertThat(remetered.passes(MARCH.minusNanos(1), Map.of("region", "eu"))).isTrue();
    }

    @Test
    void whatWasMeteredAnewCanBeTakenBack() {
        MeterDefinition frozen = SECOND.newest();
        MeterDefinition again = frozen.remetered(MARCH, SECOND);
        assertThat(again.remetered(MARCH, again.oldest())).isEqualTo(frozen);
        assertThat(again.remetered(APRIL, again.oldest()).during(new BillingPeriod(MARCH, APRIL)))
                .isEqualTo(again.during(new BillingPeriod(MARCH, APRIL)));
    }

    @Test
    void versionsInNoOrderAreRefused() {
        assertThatThrownBy(
                        () ->
                                new MeterDefinition(
                                        FIRST.meterId(),
                                        "call",
                                        US,
                                        AggregationType.COUNT,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        List.of(new MeterVersion(2, MID, US))))
                .hasMessageContaining("its first version is from ever on");
        assertThatThrownBy(
                        () ->
                                new MeterDefinition(
                                        FIRST.meterId(),
                                        "call",
                                        EU,
                                        AggregationType.COUNT,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        List.of(new MeterVersion(2, null, US))))
                .hasMessageContaining("its filters are those of its newest version");
    }
}
