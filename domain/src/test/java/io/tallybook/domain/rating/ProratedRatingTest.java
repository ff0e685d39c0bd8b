package io.tallybook.domain.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.domain.catalogue.PricingModel.Graduated;
import io.tallybook.domain.catalogue.PricingModel.Volume;
import io.tallybook.domain.catalogue.Tier;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.rating.ProratedRating.HeldUnits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProratedRatingTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");
    private static final Graduated TWO =
            new Graduated(
                    List.of(Tier.upTo("5", "10").withFlat("100"), Tier.open("5").withFlat("50")));
    private static final Graduated THREE =
            new Graduated(
                    List.of(
                            Tier.upTo("5", "10").withFlat("100"),
                            Tier.upTo("15", "5").withFlat("50"),
                            Tier.open("2")));

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # full,           prorated,                     cents
                    '',               '',                           10000
                    1,                0.7,                          10700
                    5 5 10 -6,        3.5 2.66667 2 -2.2,           19733
                    4 2 -3,           2.8 1 -0.6,                   18050
                    5,                3.5,                          13500
                    5 -5,             3.5 -3.6,                     9900
                    5 -5,             3.5 -20,                      0
                    5 0,              3.5 1,                        13500
                    2 -4 3,           1 -1 1,                       11000
                    """)
    void unitsThatComeAndGoPayTheTierTheyPassThrough(String full, String prorated, long cents) {
        assertThat(ProratedRating.graduated(TWO, events(full, prorated), USD).amount().minor())
                .isEqualTo(cents);
    }

    @ParameterizedTest
    @CsvSource({
        "75, 75, 37000",
        "2 5 10 -6 4 60, 1.4 2.5 2 -2.2 0.667 2, 19133",
        "2, 1.4, 11400",
        "2 5, 1.4 2.5, 18400",
        "2 5 -6, 1.4 2.5 -2.2, 16567",
        "2 5 -6 10, 1.4 2.5 -2.2 2, 17967",
        "2 5 -6 10 4, 1.4 2.5 -2.2 2 0.66667, 18300",
        "2 5 -6 10 4 60, 1.4 2.5 -2.2 2 0.66667 2, 18700",
        "16, 8, 20100"
    })
    void anEventOverSeveralTiersIsSpreadOverThem(String full, String prorated, long cents) {
        assertThat(ProratedRating.graduated(THREE, events(full, prorated), USD).amount().minor())
                .isEqualTo(cents);
    }

    @Test
    void theRowsStillAddUpWhenTheyAreLiftedToZero() {
        var rated = ProratedRating.graduated(TWO, events("5 -5", "3.5 -20"), USD);
        assertThat(rated.precise()).isEqualByComparingTo("0");
        assertThat(rated.steps().getLast().key()).isEqualTo("never.below.zero");
        assertThat(rated.steps().getLast().amount()).isEqualByComparingTo("65");
    }

    @Test
    void fullUnitsChooseTheVolumeTierAndProratedOnesPay() {
        var volume =
                new Volume(
                        List.of(
                                Tier.upTo("100", "2").withFlat("10"),
                                Tier.upTo("200", "1"),
                                Tier.open("0.5").withFlat("50")));
        assertThat(
                        ProratedRating.volume(
                                        volume, new BigDecimal("300"), new BigDecimal("198.6"), USD)
                                .precise())
                .isEqualByComparingTo("149.3");
        assertThat(
                        ProratedRating.volume(
                                        volume, new BigDecimal("-1"), new BigDecimal("-1"), USD)
                                .precise())
                .isEqualByComparingTo("10");
    }

    private static List<HeldUnits> events(String full, String prorated) {
        List<HeldUnits> events = new ArrayList<>();
        if (!full.isEmpty()) {
            String[] fulls = full.split(" ", -1);
            String[] parts = prorated.split(" ", -1);
            for (int i = 0; i < fulls.length; i++) {
                events.add(new HeldUnits(new BigDecimal(fulls[i]), new BigDecimal(parts[i])));
            }
        }
        return events;
    }
}
