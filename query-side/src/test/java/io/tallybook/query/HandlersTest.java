package io.tallybook.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Meta;
import io.tallybook.query.entitlement.AccessQueries;
import io.tallybook.query.live.LiveBalances;
import io.tallybook.query.tenancy.Clocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** What an event handler returns is never waited for, so it must return nothing. */
class HandlersTest {
    @Test
    void everyEventHandlerReturnsNothing() throws Exception {
        List<Method> handlers = handlers();

        assertThat(handlers).hasSizeGreaterThanOrEqualTo(10);
        assertThat(handlers).allMatch(handler -> !isAnswering(handler));
    }

    @Test
    void everyProjectorNamesItsProcessor() throws Exception {
        // What is only remembered stores nothing, and so is no projection.
        assertThat(handlers())
                .filteredOn(
                        handler ->
                                handler.getDeclaringClass() != AccessQueries.class
                                        && handler.getDeclaringClass() != LiveBalances.class
                                        && handler.getDeclaringClass() != Clocks.class)
                .allSatisfy(
                        handler ->
                                assertThat(
                                                handler.getDeclaringClass()
                                                        .getAnnotation(ProcessingGroup.class)
                                                        .value())
                                        .isIn(ReadSide.PROCESSORS));
    }

    @Test
    void aHandlerThatReturnsAMonoWouldBeFound() throws Exception {
        assertThat(isAnswering(Planted.class.getDeclaredMethod("on", Meta.class))).isTrue();
    }

    static final class Planted {
        @EventHandler
        Mono<Void> on(Meta event) {
            return Mono.empty();
        }
    }

    private static boolean isAnswering(Method handler) {
        Class<?> type = handler.getReturnType();
        return Publisher.class.isAssignableFrom(type)
                || Future.class.isAssignableFrom(type)
                || type != void.class;
    }

    private static List<Method> handlers() throws IOException, URISyntaxException {
        Path root =
                Path.of(
                        QueryConfiguration.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> loaded(root.relativize(file)))
                    .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                    .filter(method -> method.isAnnotationPresent(EventHandler.class))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Class<?> loaded(Path file) {
        String name = file.toString().replace('/', '.').replaceAll("\\.class$", "");
        try {
            return Class.forName(name, false, HandlersTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
