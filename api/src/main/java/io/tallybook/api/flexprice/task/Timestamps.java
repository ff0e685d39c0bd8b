package io.tallybook.api.flexprice.task;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.regex.Pattern;

/**
 * Times as they stand in tables: besides RFC 3339, a date with a time and no offset, a date alone,
 * and seconds or milliseconds since 1970.
 */
final class Timestamps {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{9,10}");
    private static final Pattern MILLIS = Pattern.compile("[0-9]{12,13}");
    private static final Pattern LOCAL =
            Pattern.compile(
                    "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern SPACED =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9:.]+) ?(Z|[+-][0-9]{2}:[0-9]{2})");

    private Timestamps() {}

    /** The time in RFC 3339; what is no time is given back as it came, to be complained about. */
    static String normal(String text, ZoneId zone) {
        try {
            if (SECONDS.matcher(text).matches()) {
                return Instant.ofEpochSecond(Long.parseLong(text)).toString();
            }
            if (MILLIS.matcher(text).matches()) {
                return Instant.ofEpochMilli(Long.parseLong(text)).toString();
            }
            if (LOCAL.matcher(text).matches()) {
                return LocalDateTime.parse(text.replace(' ', 'T'))
                        .atZone(zone)
                        .toInstant()
                        .toString();
            }
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text).atStartOfDay(zone).toInstant().toString();
            }
            return SPACED.matcher(text).replaceFirst("$1T$2$3");
        } catch (DateTimeException e) {
            return text;
        }
    }
}
