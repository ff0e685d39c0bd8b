package io.tallybook.embedded.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How to run Postgres, which refuses to be root, as whoever we are.
 *
 * <p>An ordinary user needs nothing. Root enters a user namespace of its own ({@code unshare -U}),
 * in which Postgres sees itself as nobody while its files stay root's. Where that is forbidden
 * (Docker's default seccomp profile) root steps down to the real nobody, to whom the data directory
 * is then given.
 */
enum Privileges {
    ORDINARY(""),
    OWN_NAMESPACE("unshare -U"),
    NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups");

    private static final int NOBODY_ID = 65534;
    private static final int TRIAL_SECONDS_MAX = 10;

    private final String prefix;

    Privileges(String prefix) {
        this.prefix = prefix;
    }

    /**
     * What works on this machine; {@code probe} is any file we have just made: its owner is who we
     * are.
     */
    static Privileges of(Path probe) throws IOException, InterruptedException {
        boolean root = Files.getAttribute(probe, "unix:uid").equals(0);
        if (!root) {
            return ORDINARY;
        }
        for (Privileges way : List.of(OWN_NAMESPACE, NOBODY)) {
            if (succeeds(way.command(List.of("true")))) {
                return way;
            }
        }
        throw new IOException(
                "Postgres does not run as root, and neither 'unshare -U' nor 'setpriv' works here: "
                        + "start Tallybook as an ordinary user");
    }

    List<String> command(List<String> program) {
        List<String> command = new ArrayList<>();
        if (!prefix.isEmpty()) {
            command.addAll(List.of(prefix.split(" ", -1)));
        }
        command.addAll(program);
        return command;
    }

    /** Makes {@code directory} and all in it writable for the process that will be started. */
    void giveTo(Path directory) throws IOException {
        if (this == NOBODY) {
            try (var all = Files.walk(directory)) {
                for (Path path : (Iterable<Path>) all::iterator) {
                    Files.setAttribute(path, "unix:uid", NOBODY_ID);
                    Files.setAttribute(path, "unix:gid", NOBODY_ID);
                }
            }
        }
    }

    private static boolean succeeds(List<String> command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(TRIAL_SECONDS_MAX, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }
}
