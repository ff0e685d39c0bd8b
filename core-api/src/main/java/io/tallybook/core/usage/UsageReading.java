package io.tallybook.core.usage;

import io.tallybook.core.catalogue.MeterId;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;

/**
 * What was read, frozen: enough to explain an amount and to prove later that nothing was added or
 * taken away.
 *
 * @param quantity exact; zero when there was no event
 * @param eventCount how many events were counted
 * @param watermark up to where usage was complete: the broker's offset of each partition, as {@code
 *     0:123,1:456}
 * @param digest of the events counted, whatever their order, in hexadecimal
 */
public record UsageReading(
        MeterId meterId,
        String externalCustomerId,
        BillingPeriod period,
        BigDecimal quantity,
        long eventCount,
        String watermark,
        String digest) {}
