package io.tallybook.core.usage;

import io.tallybook.core.catalogue.MeterDefinition;

/** A reading was asked of a meter that no reading evaluates yet: it must not read as nothing. */
public class MeterNotYetRead extends RuntimeException {
    public MeterNotYetRead(MeterDefinition meter) {
        super(
                "meter '%s' cannot be read yet: %s is not supported"
                        .formatted(meter.meterId(), meter.notYetRead().orElse("nothing of it")),
                null,
                false,
                false);
    }
}
