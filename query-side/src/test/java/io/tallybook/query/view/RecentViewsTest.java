package io.tallybook.query.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.ViewKind;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentViewsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final RecentViews recent = new RecentViews(nanos::get);

    private static Versioned<String> view(long version) {
        return new Versioned<>("a", "state " + version, version);
    }

    @Test
    void whatWasStoredIsWhatEverybodySeesForAWhile() {
        recent.stored(ViewKind.PLAN, view(3));
        assertThat(recent.now(ViewKind.PLAN, "a")).contains(view(3));
        assertThat(recent.now(ViewKind.PRICE, "a")).isEmpty();
        nanos.addAndGet(RecentViews.FRESH.toNanos());
        assertThat(recent.now(ViewKind.PLAN, "a")).isEmpty();
        assertThat(recent.last(ViewKind.PLAN, "a")).contains(view(3));
    }

    @Test
    void whatWasReadSaysNothingAboutNow() {
        recent.read(ViewKind.PLAN, view(3));
        assertThat(recent.now(ViewKind.PLAN, "a")).isEmpty();
        assertThat(recent.last(ViewKind.PLAN, "a")).contains(view(3));
    }

    @Test
    void anOlderVersionNeverReplacesALaterOne() {
        recent.stored(ViewKind.PLAN, view(3));
        recent.stored(ViewKind.PLAN, view(2));
        recent.read(ViewKind.PLAN, view(1));
        assertThat(recent.now(ViewKind.PLAN, "a")).contains(view(3));
    }

    @Test
    void whatAnotherProgramHasOvertakenIsForgotten() {
        recent.stored(ViewKind.PLAN, view(3));
        recent.seen(ViewKind.PLAN, "a", 3);
        assertThat(recent.now(ViewKind.PLAN, "a")).contains(view(3));
        recent.seen(ViewKind.PLAN, "a", 4);
        assertThat(recent.now(ViewKind.PLAN, "a")).isEmpty();
        assertThat(recent.last(ViewKind.PLAN, "a")).isEmpty();
    }

    @Test
    void anEmptiedViewIsForgotten() {
        recent.stored(ViewKind.PLAN, view(3));
        recent.forget(ViewKind.PLAN);
        assertThat(recent.last(ViewKind.PLAN, "a")).isEmpty();
    }
}
