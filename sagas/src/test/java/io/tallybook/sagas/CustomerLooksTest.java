package io.tallybook.sagas;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class CustomerLooksTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void whatComesBeforeTheBeginningIsSeenByLookingAtAll() {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (var looks = new CustomerLooks("what is used", Duration.ZERO, (_, _) -> {})) {
            looks.beside(() -> asked.add("before"));
            looks.begin(() -> asked.add("all"));
            looks.beside(() -> asked.add("after"));
            Eventually.within(LIMIT, () -> assertThat(asked).hasSize(2));
        }
        assertThat(asked).containsExactlyInAnyOrder("all", "after");
    }

    @Test
    void afterTheEndNobodyIsAskedAndNobodyIsHeldUp() {
        List<String> asked = new CopyOnWriteArrayList<>();
        var looks = new CustomerLooks("what is used", Duration.ZERO, (_, _) -> {});
        looks.begin(() -> asked.add("all"));
        looks.close();
        looks.beside(() -> asked.add("after"));
        looks.close();
        assertThat(asked).containsExactly("all");
    }

    @Test
    void whatFailsBesideHoldsUpNothing() {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (var looks = new CustomerLooks("what is used", Duration.ZERO, (_, _) -> {})) {
            looks.begin(
                    () -> {
                        throw new IllegalStateException("nobody answers");
                    });
            looks.beside(() -> asked.add("after"));
            Eventually.within(LIMIT, () -> assertThat(asked).containsExactly("after"));
        }
    }
}
