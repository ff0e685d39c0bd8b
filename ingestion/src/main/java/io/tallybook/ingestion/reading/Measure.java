package io.tallybook.ingestion.reading;

import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterRules;
import io.tallybook.core.usage.ReadingBasis;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.usage.MeteredPeriod;
import io.tallybook.domain.usage.TimeWindow;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** What is measured in a stretch of time: which events, and by which rules of the domain. */
record Measure(
        String eventName, io.tallybook.domain.usage.MeterDefinition rules, MeteredPeriod period) {

    static Measure of(ReadingRequest request) {
        ReadingBasis basis = request.basis();
        return basis == null
                ? of(request.meter(), request.period(), ZoneOffset.UTC)
                : of(
                        request.meter(),
                        Optional.of(basis.anchor()),
                        new MeteredPeriod(
                                window(request.period(), ZoneId.of(basis.timezone())),
                                window(
                                        basis.during(request.period()).whole(),
                                        ZoneId.of(basis.timezone()))));
    }

    /** Of a period that is a part of nothing. */
    static Measure of(MeterDefinition meter, BillingPeriod period, ZoneId zone) {
        return of(meter, Optional.empty(), MeteredPeriod.whole(window(period, zone)));
    }

    private static Measure of(
            MeterDefinition meter, Optional<Instant> anchor, MeteredPeriod period) {
        return new Measure(meter.eventName(), MeterRules.of(meter, anchor), period);
    }

    private static TimeWindow window(BillingPeriod period, ZoneId zone) {
        return new TimeWindow(period.start(), period.end(), zone);
    }

    Instant from() {
        return period.billed().from();
    }

    Instant to() {
        return period.billed().to();
    }
}
