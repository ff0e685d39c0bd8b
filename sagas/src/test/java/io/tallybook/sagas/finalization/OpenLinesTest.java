package io.tallybook.sagas.finalization;

import static io.tallybook.sagas.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OpenLinesTest {
    private static final OpenLines LINES =
            new OpenLines(
                    List.of(usd("10.00"), usd("25.00"), usd("5.00")),
                    List.of(List.of(0, 2), List.of(0, 1, 2), List.of(1)));

    @Test
    void aWalletMayPayTheSumOfItsLinesAndNoMoreThanIsLeft() {
        assertThat(LINES.most(usd("40.00"))).isEqualTo(usd("15.00"));
        assertThat(LINES.most(usd("7.00"))).isEqualTo(usd("7.00"));
    }

    @Test
    void whatItPaysIsTakenOffTheLargestOfItsLinesFirst() {
        OpenLines after = LINES.after(usd("12.00"));
        assertThat(after.open()).containsExactly(usd("0.00"), usd("25.00"), usd("3.00"));
        assertThat(after.mayPay()).containsExactly(List.of(0, 1, 2), List.of(1));
    }

    @Test
    void aWalletThatMayPayEveryLineMayPayAllThatIsLeft() {
        assertThat(LINES.after(usd("0.00")).most(usd("41.00"))).isEqualTo(usd("41.00"));
    }

    @Test
    void whatOneWalletHasPaidTheNextDoesNotPayAgain() {
        OpenLines last = LINES.after(usd("0.00")).after(usd("25.00"));
        assertThat(last.open()).containsExactly(usd("10.00"), usd("0.00"), usd("5.00"));
        assertThat(last.most(usd("15.00"))).isEqualTo(usd("0.00"));
    }
}
