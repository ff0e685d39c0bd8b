package io.tallybook.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.tallybook.benchmarks.arithmetic.Arithmetic;
import io.tallybook.benchmarks.load.AccessChecks;
import io.tallybook.benchmarks.load.CustomerCreation;
import io.tallybook.benchmarks.load.CustomerSearch;
import io.tallybook.benchmarks.load.Freshness;
import io.tallybook.benchmarks.load.Identities;
import io.tallybook.benchmarks.load.Ingestion;
import io.tallybook.benchmarks.load.InvoiceReading;
import io.tallybook.benchmarks.load.InvoiceRun;
import io.tallybook.benchmarks.load.LongSubscription;
import io.tallybook.benchmarks.load.Machine;
import io.tallybook.benchmarks.load.PlanReading;
import io.tallybook.benchmarks.load.SingleEvents;
import io.tallybook.benchmarks.load.StartUp;
import io.tallybook.benchmarks.load.SubscriptionCreation;
import io.tallybook.benchmarks.load.UsageReading;
import io.tallybook.benchmarks.load.Wallets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.slf4j.LoggerFactory;

/** {@code ./tallybook bench [NAME]}: runs the benchmarks, or one of them. */
public final class Bench {
    /** One thing that is measured; it prints its figures itself. */
    public interface Benchmark {
        void run() throws Exception;
    }

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, Benchmark> all = new LinkedHashMap<>();
        all.put("arithmetic", Bench::arithmetic);
        all.put("start", new StartUp());
        all.put("ingestion", new Ingestion());
        all.put("singles", new SingleEvents());
        all.put("identities", new Identities());
        all.put("fresh", new Freshness());
        all.put("access", new AccessChecks());
        all.put("invoices", new InvoiceRun());
        all.put("lines", new LongSubscription());
        all.put("customers", new CustomerCreation());
        all.put("subscriptions", new SubscriptionCreation());
        all.put("search", new CustomerSearch());
        all.put("plan", new PlanReading());
        all.put("reads", new InvoiceReading());
        all.put("usage", new UsageReading());
        all.put("wallets", new Wallets());
        if (arguments.length > 0 && !all.containsKey(arguments[0])) {
            System.err.println(
                    "bench: expected one of " + all.keySet() + ", got '" + arguments[0] + "'");
            System.exit(2);
        }
        quiet("org.apache.kafka");
        System.out.println(Machine.describe());
        for (Map.Entry<String, Benchmark> benchmark : all.entrySet()) {
            if (arguments.length == 0 || arguments[0].equals(benchmark.getKey())) {
                System.out.println();
                System.out.println("== " + benchmark.getKey());
                benchmark.getValue().run();
            }
        }
    }

    /** The clients by which a limit of the machine is measured tell of every setting. */
    private static void quiet(String logger) {
        ((Logger) LoggerFactory.getLogger(logger)).setLevel(Level.WARN);
    }

    private static void arithmetic() throws RunnerException {
        new Runner(
                        new OptionsBuilder()
                                .include(Arithmetic.class.getName())
                                .verbosity(VerboseMode.SILENT)
                                .build())
                .run()
                .forEach(
                        result ->
                                System.out.printf(
                                        Locale.ROOT,
                                        "%-32s %12.2f us, ± %.2f%n",
                                        result.getPrimaryResult().getLabel(),
                                        result.getPrimaryResult().getScore(),
                                        result.getPrimaryResult().getScoreError()));
    }
}
