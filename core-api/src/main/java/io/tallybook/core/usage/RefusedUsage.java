package io.tallybook.core.usage;

/**
 * An event that its environment does not take: it came too late, or lies too far in the future. It
 * counts nowhere, and is kept with the reason so that whoever asks what became of it is told.
 */
public record RefusedUsage(UsageEvent event, String reason) {}
