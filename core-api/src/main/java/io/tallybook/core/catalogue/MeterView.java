package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;

/** A meter. */
public record MeterView(
        MeterId id,
        Scope scope,
        String name,
        MeterDefinition definition,
        ResetUsage resetUsage,
        Stamp stamp)
        implements View {}
