package io.tallybook.api.flexprice.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One large page is made after the other, whatever becomes of each. */
class LargePagesTest {
    private final LargePages pages = new LargePages();
    private final List<String> begun = new ArrayList<>();

    private Disposable ask(String name, Sinks.One<String> made) {
        return pages.inTurn(
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
}
