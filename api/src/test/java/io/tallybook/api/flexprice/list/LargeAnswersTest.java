package io.tallybook.api.flexprice.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.search.TooManyLines;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One large answer is made after the other, whatever becomes of each. */
class LargeAnswersTest {
    private final LargeAnswers answers = new LargeAnswers();
    private final List<String> begun = new ArrayList<>();

    private Disposable ask(String name, Sinks.One<String> made) {
        return answers.inTurn(
                        Mono.defer(
                                () -> {
                                    begun.add(name);
                                    return made.asMono();
                                }))
                .subscribe(_ -> {}, _ -> {});
    }

    @Test
    void theNextBeginsWhenTheOneBeforeIsMade() {
        Sinks.One<String> one = Sinks.one();
        Sinks.One<String> two = Sinks.one();
        ask("one", one);
        ask("two", two);
        ask("three", Sinks.one());
        assertThat(begun).containsExactly("one");

        one.tryEmitValue("done");
        assertThat(begun).containsExactly("one", "two");
        two.tryEmitError(new IllegalStateException("the store is away"));
        assertThat(begun).containsExactly("one", "two", "three");
    }

    @Test
    void whoGivesUpIsPassedOver() {
        Sinks.One<String> one = Sinks.one();
        Disposable first = ask("one", one);
        Disposable second = ask("two", Sinks.one());
        ask("three", Sinks.one());

        second.dispose();
        assertThat(begun).containsExactly("one");
        first.dispose();
        assertThat(begun).containsExactly("one", "three");
    }

    private Disposable page(String name, int lines, Sinks.One<String> made) {
        return answers.bounded(
                        most ->
                                lines > most.most()
                                        ? Mono.error(new TooManyLines(lines, 7))
                                        : Mono.defer(
                                                () -> {
                                                    begun.add(name);
                                                    return made.asMono();
                                                }))
                .subscribe(_ -> {}, failure -> begun.add(String.valueOf(failure.getMessage())));
    }

    @Test
    void pagesOfFewLinesWaitForNobody() {
        page("long", 30_000, Sinks.one());
        page("short", 2_000, Sinks.one());
        assertThat(begun).containsExactly("long", "short");
    }

    @Test
    void pagesOfManyLinesWaitForEachOther() {
        Sinks.One<String> one = Sinks.one();
        page("one", 2_001, one);
        page("two", 50_000, Sinks.one());
        assertThat(begun).containsExactly("one");

        one.tryEmitValue("done");
        assertThat(begun).containsExactly("one", "two");
    }

    @Test
    void pagesOfTooManyLinesAreRefusedByName() {
        page("too long", 50_001, Sinks.one());
        page("next", 2_001, Sinks.one());

        assertThat(begun)
                .containsExactly(
                        "limit: expected at most 7 here: a page has up to 50,000 lines, got a page"
                                + " of 50,001",
                        "next");
    }
}
