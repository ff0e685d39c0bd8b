package io.tallybook.query.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tallybook.core.ledger.LedgerAudit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the ledger audited again and again, and says what was found: in the log, and as {@code
 * tallybook.audit.differences} and {@code tallybook.audit.age} (seconds since the last audit).
 */
public final class AuditWatch implements AutoCloseable {
    /** It rests so many times as long as an audit took: it never has a tenth of a processor. */
    private static final int RESTS = 9;

    private static final Logger LOG = LoggerFactory.getLogger(AuditWatch.class);

    private final LedgerAuditor auditor;
    private final Duration every;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("ledger-audit").factory());

    public AuditWatch(
            LedgerAuditor auditor, Duration every, InstantSource machine, MeterRegistry registry) {
        this.auditor = auditor;
        this.every = every;
        Gauge.builder(
                        "tallybook.audit.differences",
                        () -> auditor.last().map(a -> a.differences().size()).orElse(0))
                .register(registry);
        Gauge.builder(
                        "tallybook.audit.age",
                        () ->
                                auditor.last()
                                        .map(
                                                a ->
                                                        Duration.between(
                                                                        a.endedAt(),
                                                                        machine.instant())
                                                                .toSeconds())
                                        .orElse(0L))
                .register(registry);
    }

    public void start() {
        lookIn(every);
    }

    private void lookIn(Duration rest) {
        var _ = clock.schedule(this::look, rest.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        long begun = System.nanoTime();
        try {
            LedgerAudit audit = auditor.audit();
            audit.differences()
                    .forEach(
                            one ->
                                    LOG.error(
                                            "{} of {} is {} and its events up to {} make it {}",
                                            one.where(),
                                            one.id(),
                                            one.stored(),
                                            one.sequence(),
                                            one.expected()));
        } catch (RuntimeException e) {
            LOG.warn("the ledger could not be audited; trying again", e);
        }
        Duration rest = Duration.ofNanos(System.nanoTime() - begun).multipliedBy(RESTS);
        lookIn(rest.compareTo(every) > 0 ? rest : every);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
