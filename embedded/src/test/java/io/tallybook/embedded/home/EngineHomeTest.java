package io.tallybook.embedded.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineHomeTest {
    @TempDir Path directory;

    @Test
    void manyWhoInstallAtOnceInstallOnce() throws Exception {
        EngineHome home = new EngineHome(directory.resolve("engine"));
        AtomicInteger installations = new AtomicInteger();
        CountDownLatch together = new CountDownLatch(8);
        List<Future<Path>> found = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                found.add(
                        threads.submit(
                                () -> {
                                    together.countDown();
                                    together.await();
                                    return home.installed(
                                            "program-1",
                                            into -> {
                                                installations.incrementAndGet();
                                                Files.writeString(into.resolve("it"), "here");
                                            });
                                }));
            }
        }

        assertThat(installations).hasValue(1);
        for (Future<Path> path : found) {
            assertThat(path.get().resolve("it")).hasContent("here");
        }
    }

    @Test
    void anInstallationThatFailsLeavesNothingAndIsTriedAgain() throws Exception {
        EngineHome home = new EngineHome(directory);

        assertThatThrownBy(
                        () ->
                                home.installed(
                                        "program-1",
                                        into -> {
                                            Files.writeString(into.resolve("half"), "half");
                                            throw new IOException("cable out");
                                        }))
                .hasMessage("cable out");
        assertThat(directory.resolve("program-1")).doesNotExist();

        Path whole =
                home.installed("program-1", into -> Files.writeString(into.resolve("it"), "x"));
        assertThat(whole)
                .isDirectoryNotContaining("glob:**half")
                .isDirectoryContaining("glob:**it");
    }
}
