package io.tallybook.core.usage;

import org.jspecify.annotations.Nullable;

/**
 * Another state of usage than the one that is in force.
 *
 * @param assuming an amendment that is taken to be in force
 * @param asOf up to where the log is looked at, as a reading's watermark says it; absent for all
 */
public record ReadingState(@Nullable AmendmentId assuming, @Nullable String asOf) {}
