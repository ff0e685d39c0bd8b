package io.tallybook.query.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class AskedTogetherTest {
    private record Question(List<String> keys, Sinks.One<Map<String, String>> answer) {}

    private final List<Question> questions = new ArrayList<>();
    private final AskedTogether<String, String> asked = new AskedTogether<>(this::question);

    private Mono<Map<String, String>> question(List<String> keys) {
        Question question = new Question(keys, Sinks.one());
        questions.add(question);
        return question.answer().asMono();
    }

    private List<List<String>> keys() {
        return questions.stream().map(Question::keys).toList();
    }

    @Test
    void whatWaitsIsAskedForTogetherAndNobodyWaitsForCompany() {
        var first = asked.one("a");
        var _ = asked.one("b");
        var _ = asked.one("c");
        var _ = asked.one("d");
        var late = asked.one("e");
        var later = asked.one("f");
        var same = asked.one("e");
        assertThat(keys()).containsExactly(List.of("a"), List.of("b"), List.of("c"), List.of("d"));

        questions.getFirst().answer().tryEmitValue(Map.of("a", "A"));

        assertThat(first).isCompletedWithValue(Optional.of("A"));
        assertThat(keys()).hasSize(5).last().isEqualTo(List.of("e", "f"));
        questions.getLast().answer().tryEmitValue(Map.of("e", "E"));
        assertThat(late).isCompletedWithValue(Optional.of("E"));
        assertThat(same).isCompletedWithValue(Optional.of("E"));
        assertThat(later).as("there is none").isCompletedWithValue(Optional.empty());
    }

    @Test
    void aFailureIsToldToAllThatAskedAndTheNextAreAskedFor() {
        List<CompletableFuture<Optional<String>>> answers =
                IntStream.range(0, 6).mapToObj(i -> asked.one("k" + i)).toList();
        questions.getFirst().answer().tryEmitError(new IllegalStateException("gone"));

        assertThatThrownBy(answers.getFirst()::join).hasRootCauseMessage("gone");
        assertThat(keys()).last().isEqualTo(List.of("k4", "k5"));
        questions.getLast().answer().tryEmitError(new IllegalStateException("gone again"));
        assertThatThrownBy(answers.get(4)::join).hasRootCauseMessage("gone again");
        assertThatThrownBy(answers.get(5)::join).hasRootCauseMessage("gone again");
    }

    @Test
    void nobodyIsForgottenWhenManyAskAtOnce() {
        AtomicInteger number = new AtomicInteger();
        AskedTogether<Integer, Integer> slow =
                new AskedTogether<>(
                        keys -> {
                            number.incrementAndGet();
                            return Mono.delay(Duration.ofMillis(1))
                                    .map(
                                            _ ->
                                                    keys.stream()
                                                            .collect(
                                                                    Collectors.toMap(
                                                                            key -> key,
                                                                            key -> key)));
                        });
        List<CompletableFuture<Optional<Integer>>> answers =
                IntStream.range(0, 20_000).parallel().mapToObj(slow::one).toList();
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).orTimeout(30, TimeUnit.SECONDS).join()).contains(i);
        }
        assertThat(number).hasValueLessThan(answers.size());
    }
}
