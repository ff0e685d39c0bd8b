package io.tallybook.core.events;

import io.tallybook.core.EntityId;
import io.tallybook.core.wire.EventNames;
import io.tallybook.core.wire.EventSeals;
import io.tallybook.core.wire.Sealed;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every event and every document in one, as a page of Markdown. */
final class EventsPage {
    private static final String HEAD =
            """
            # Events

            Written from the code by `EventsPageTest`; rewrite it with `./tallybook test -pl core-api -am -Dgolden=update`.

            An event is stored under its name and version for ever, never under a class name. Its payload is one JSON object
            with the fields below. Amounts of money are `{"amount":"19.99","currency":"USD"}`, decimals are text, moments are
            ISO 8601 in UTC. A field marked *may be absent* is `null` then; a reader ignores fields that it does not know.

            Beside the payload every event carries: `tenant`, `environment`, `actor` (who), `request_id`, `command` (what was
            asked), `cause` (for what a process did: the event or the due work behind it), `effective_at` (the environment's
            clock). The store adds the entity, the sequence within it, and the machine's time of recording.
            """;

    private final StringBuilder text = new StringBuilder(HEAD);
    private final Deque<Class<?>> toTell = new ArrayDeque<>();
    private final Set<Class<?>> told = new LinkedHashSet<>();

    static String text() {
        EventsPage page = new EventsPage();
        String family = "";
        for (EventNames.Name name : EventNames.all()) {
            String now = name.name().replaceFirst("\\..*", "");
            if (!now.equals(family)) {
                family = now;
                page.text.append("\n## ").append(family.replace('_', ' ')).append('\n');
            }
            page.record("### " + name.name() + " · version " + name.version(), name.type());
        }
        page.text.append("\n## Documents\n\nWhat events hold in a field of their own.\n");
        while (!page.toTell.isEmpty()) {
            Class<?> document = page.toTell.removeFirst();
            page.record("### " + title(document), document);
        }
        return page.text.toString();
    }

    private void record(String title, Class<?> type) {
        Meanings meanings = Meanings.of(type);
        text.append('\n').append(title).append("\n\n");
        text.append(meanings.sentence()).append("\n\n");
        if (Sealed.class.isAssignableFrom(type)) {
            text.append("In the store, ")
                    .append(EventSeals.fields(type))
                    .append(" are one field `sealed`, which only the key of the person opens.\n\n");
        }
        text.append("| field | written as | meaning |\n|---|---|---|\n");
        for (RecordComponent component : type.getRecordComponents()) {
            AnnotatedType annotated = component.getAnnotatedType();
            boolean absent = annotated.isAnnotationPresent(Nullable.class);
            text.append("| `").append(component.getName()).append("` | ");
            text.append(written(component.getGenericType()));
            text.append(absent ? ", *may be absent* | " : " | ");
            text.append(meanings.components().getOrDefault(component.getName(), ""));
            text.append(" |\n");
        }
    }

    private String written(Type type) {
        return switch (type) {
            case ParameterizedType generic when generic.getRawType() == List.class ->
                    "list of " + written(generic.getActualTypeArguments()[0]);
            case ParameterizedType generic when generic.getRawType() == Map.class ->
                    "object of "
                            + written(generic.getActualTypeArguments()[0])
                            + " to "
                            + written(generic.getActualTypeArguments()[1]);
            case Class<?> plain -> written(plain);
            default -> throw new IllegalStateException("no way to write " + type);
        };
    }

    private String written(Class<?> type) {
        if (EntityId.class.isAssignableFrom(type)) {
            return "id `" + prefix(type) + "_…`";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(value -> "`" + value + "`")
                    .collect(Collectors.joining(", "));
        }
        if (type.isRecord() && type != Money.class && type != CurrencyCode.class) {
            if (told.add(type)) {
                toTell.addLast(type);
            }
            return "[" + title(type) + "](#" + title(type).replace(' ', '-') + ")";
        }
        return switch (type.getName()) {
            case "java.lang.String" -> "text";
            case "int", "long", "java.lang.Integer", "java.lang.Long" -> "whole number";
            default -> ofValue(type);
        };
    }

    private static String ofValue(Class<?> type) {
        if (type == Money.class) {
            return "money";
        }
        if (type == CurrencyCode.class) {
            return "currency";
        }
        if (type == BigDecimal.class) {
            return "decimal";
        }
        if (type == Instant.class) {
            return "moment";
        }
        if (type == LocalTime.class) {
            return "time of day, as `09:30:00`";
        }
        throw new IllegalStateException(type + " is not to be in an event");
    }

    private static String prefix(Class<?> id) {
        try {
            return (String) id.getField("PREFIX").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(id + " has no prefix", e);
        }
    }

    private static String title(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
