package io.tallybook.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.assertj.core.api.Assertions;

/**
 * Given these events, when this is decided, then that comes out: for pure {@code decide} and {@code
 * evolve}.
 *
 * @param <S> the state
 * @param <E> the events it is folded from
 */
public final class Decide<S, E> {
    private final S initial;
    private final BiFunction<S, ? super E, S> evolve;

    private Decide(S initial, BiFunction<S, ? super E, S> evolve) {
        this.initial = initial;
        this.evolve = evolve;
    }

    public static <S, E> Decide<S, E> on(S initial, BiFunction<S, ? super E, S> evolve) {
        return new Decide<>(initial, evolve);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final Given<S> given(E... events) {
        return given(Arrays.asList(events));
    }

    public Given<S> given(List<? extends E> events) {
        S state = initial;
        for (E event : events) {
            state = evolve.apply(state, event);
        }
        return new Given<>(state);
    }

    /** The state after the given events. */
    public record Given<S>(S state) {
        public <C, R> Outcome<R> when(C command, BiFunction<? super S, ? super C, R> decide) {
            return new Outcome<>(decide.apply(state, command));
        }
    }

    /** What was decided. */
    public record Outcome<R>(R result) {
        public void then(R expected) {
            Assertions.assertThat(result).isEqualTo(expected);
        }

        /** The result as the arm that is expected, for further assertions. */
        public <T extends R> T then(Class<T> arm) {
            Assertions.assertThat(result).isInstanceOf(arm);
            return arm.cast(result);
        }
    }
}
