package io.tallybook.command.customer;

import static java.util.Map.entry;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The time zones in which a customer can be billed: regions of the IANA database, whose rules are
 * known. Offsets are none, since they know of no summer.
 */
public final class TimeZones {
    // An abbreviation names several places; each is read as the largest of them.
    private static final Map<String, String> ABBREVIATIONS =
            Map.ofEntries(
                    entry("UTC", "UTC"),
                    entry("GMT", "GMT"),
                    entry("Z", "UTC"),
                    entry("IST", "Asia/Kolkata"),
                    entry("PKT", "Asia/Karachi"),
                    entry("GST", "Asia/Dubai"),
                    entry("SGT", "Asia/Singapore"),
                    entry("HKT", "Asia/Hong_Kong"),
                    entry("JST", "Asia/Tokyo"),
                    entry("KST", "Asia/Seoul"),
                    entry("AWST", "Australia/Perth"),
                    entry("ACST", "Australia/Adelaide"),
                    entry("AEST", "Australia/Sydney"),
                    entry("AEDT", "Australia/Sydney"),
                    entry("NZST", "Pacific/Auckland"),
                    entry("NZDT", "Pacific/Auckland"),
                    entry("WET", "Europe/Lisbon"),
                    entry("WEST", "Europe/Lisbon"),
                    entry("BST", "Europe/London"),
                    entry("CET", "Europe/Paris"),
                    entry("CEST", "Europe/Paris"),
                    entry("EET", "Europe/Athens"),
                    entry("EEST", "Europe/Athens"),
                    entry("MSK", "Europe/Moscow"),
                    entry("SAST", "Africa/Johannesburg"),
                    entry("EAT", "Africa/Nairobi"),
                    entry("WAT", "Africa/Lagos"),
                    entry("BRT", "America/Sao_Paulo"),
                    entry("ART", "America/Argentina/Buenos_Aires"),
                    entry("EST", "America/New_York"),
                    entry("EDT", "America/New_York"),
                    entry("CST", "America/Chicago"),
                    entry("CDT", "America/Chicago"),
                    entry("MST", "America/Denver"),
                    entry("MDT", "America/Denver"),
                    entry("PST", "America/Los_Angeles"),
                    entry("PDT", "America/Los_Angeles"),
                    entry("AKST", "America/Anchorage"),
                    entry("HST", "Pacific/Honolulu"));

    private static final Set<String> REGIONS = ZoneId.getAvailableZoneIds();

    private TimeZones() {}

    /** The zone that a text means, or none: an abbreviation in any case, or an exact region. */
    public static Optional<ZoneId> find(String text) {
        String abbreviated = ABBREVIATIONS.get(text.toUpperCase(Locale.ROOT));
        if (abbreviated != null) {
            return Optional.of(ZoneId.of(abbreviated));
        }
        // The JDK adds names of its own to those of the database.
        return REGIONS.contains(text) && !text.startsWith("SystemV/")
                ? Optional.of(ZoneId.of(text))
                : Optional.empty();
    }
}
