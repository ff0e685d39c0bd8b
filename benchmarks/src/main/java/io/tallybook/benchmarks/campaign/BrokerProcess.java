package io.tallybook.benchmarks.campaign;

import io.tallybook.embedded.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Path;

/** A broker in a process of its own, which ends with whoever started it. */
final class BrokerProcess {
    static final String READY = "broker ready";

    private BrokerProcess() {}

    /** Arguments: its directory, its port, its controller's port. */
    public static void main(String[] arguments) throws Exception {
        KafkaBroker.start(
                new KafkaBroker.Settings(
                        Path.of(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        KafkaBroker.Settings.LEFT_TO_THE_SYSTEM));
        System.out.println(READY);
        awaitEndOfParent();
        Runtime.getRuntime().halt(0);
    }

    private static void awaitEndOfParent() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is ever said; only the end matters.
        }
    }
}
