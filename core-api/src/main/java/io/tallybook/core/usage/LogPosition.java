package io.tallybook.core.usage;

/** A place on the log of usage. */
public record LogPosition(int partition, long offset) {
    /**
     * Whether a reading that was complete up to {@code watermark} has seen it.
     *
     * @param watermark as a {@link UsageReading} says it: {@code 0:123,1:456}
     */
    public boolean isBefore(String watermark) {
        for (String part : watermark.split(",", -1)) {
            int colon = part.indexOf(':');
            if (colon > 0 && Integer.parseInt(part, 0, colon, 10) == partition) {
                return offset < Long.parseLong(part, colon + 1, part.length(), 10);
            }
        }
        return false;
    }
}
